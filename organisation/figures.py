"""How amounts look: one rounding, one formatter, one reader, for every page and file.

Pure: imports neither Django nor Celery.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

NBSP = "\u00a0"
MINUS = "\u2212"
UNDEFINED = "\u2013"
_ZERO = Decimal(0)


class Scale(StrEnum):
    KR = "kr"
    TKR = "tkr"
    MNKR = "mnkr"

    @property
    def divisor(self) -> int:
        return {"kr": 1, "tkr": 1_000, "mnkr": 1_000_000}[self.value]


class Sign(StrEnum):
    """How a table shows amounts that are stored in ledger sign (debit positive)."""

    NATURAL = "natural"  # revenue +, cost −
    LEDGER = "ledger"  # revenue −, cost +


class AmountError(ValueError):
    """An amount that cannot be read; the message is Swedish and fit for the user."""


def rounded(amount: Decimal, decimals: int = 0) -> Decimal:
    """Round once, half away from zero; −0 is 0."""
    return amount.quantize(_quantum(decimals), rounding=ROUND_HALF_UP) + _ZERO


@lru_cache(maxsize=64)
def _quantum(decimals: int) -> Decimal:
    """Kept: a page rounds thousands of figures to a handful of numbers of decimals."""
    return Decimal(1).scaleb(-decimals)


def shown(
    amount: Decimal | None, *, scale: Scale = Scale.KR, decimals: int = 0, reverse: bool = False
) -> Decimal | None:
    """The figure that is printed, rounded from the exact amount in kronor; None stays None.

    reverse turns ledger sign into natural sign. Deviations are never reversed.
    """
    if amount is None:
        return None
    exact = -amount if reverse else amount
    # Scaling is exact: the divisor is a power of ten.
    return rounded(exact / scale.divisor, decimals)


def formatted(figure: Decimal | None, decimals: int | None = None) -> str:
    """Swedish text for a figure: '−1\u00a0234,5'; None is '–'. The figure is rounded only if decimals is given."""
    if figure is None:
        return UNDEFINED
    if decimals is not None:
        figure = rounded(figure, decimals)
    text = f"{abs(figure):,f}".replace(",", NBSP).replace(".", ",")
    return (MINUS if figure < 0 else "") + text


def plain(figure: Decimal | None) -> str:
    """The same figure for CSV: hyphen for minus, no thousands separator, decimal comma; None is '–'."""
    return formatted(figure).replace(NBSP, "").replace(MINUS, "-")


_SPACES = re.compile("[ \u00a0\u202f\u2009\t]")
_GROUPED = re.compile(r"\d{1,3}( \d{3})+|\d+")
_DIGITS = re.compile(r"(\d+)(?:[.,](\d+))?")


def number_in(text: str, *, decimals: int) -> Decimal | None:
    """A number as people write it: spaces in thousands, comma or point, any minus, (1 234), 1 234-.

    It has the decimals that were written. None for what is not a number, and for one with more decimals.
    """
    body = _SPACES.sub(" ", text).strip().replace(MINUS, "-").replace(UNDEFINED, "-")
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1].strip()
    elif body.startswith("-"):
        negative, body = True, body[1:].strip()
    elif body.endswith("-"):
        negative, body = True, body[:-1].strip()
    whole = re.split("[.,]", body, maxsplit=1)[0]
    if not _GROUPED.fullmatch(whole):
        return None
    match = _DIGITS.fullmatch(body.replace(" ", "") if " " not in body[len(whole) :] else "")
    if match is None or len(match[1]) > 13 or len(match[2] or "") > decimals:
        return None
    number = Decimal(f"{match[1]}.{match[2]}" if match[2] else match[1])
    return -number if negative and number else number


def parsed(text: str) -> Decimal:
    """Read an amount, of at most two decimals, as people write it (number_in).

    Raises AmountError: an amount is refused rather than guessed.
    """
    if not text.strip():
        raise AmountError("Beloppet saknas.")
    amount = number_in(text, decimals=2)
    if amount is None:
        raise AmountError(f"”{text.strip()}” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234.")
    return amount
