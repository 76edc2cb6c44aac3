"""Values of indicators: reading them as people write them, and how they look.

Pure: imports neither Django nor Celery. kind is one of goals.models.ValueKind and form one of goals.models.Form,
as text.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from organisation.figures import NBSP, UNDEFINED, formatted, number_in, plain, rounded

NUMBER, SHARE, FRACTION, DURATION = "number", "share", "fraction", "duration"
MISSING, PROTECTED = "missing", "protected"
# Kinds, where they differ from forms.
NUMBER_OR_SHARE = "number_or_share"
SHARES = (SHARE, NUMBER_OR_SHARE)

SUPPRESSED = ".."
DECIMALS = 4
MINUTES = 60
HUNDRED = Decimal(100)


class ValueRefused(ValueError):
    """A value that cannot be read. The message is Swedish and fit for the user."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it was written, in the indicator's unit: a share in per cent, a duration in minutes.

    Of a fraction value is the share in per cent, or the numerator where the indicator counts ('5/17' managers
    left); decimals are those of the share that is printed beside it. None without a value.
    """

    form: str
    value: Decimal | None
    decimals: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None


NO_VALUE = Value(MISSING, None)
_DURATION = re.compile(r"(-?)(\d{1,6}):(\d{2})")
_FRACTION = re.compile(r"([^/]+)/([^/]+)")


def parsed_value(text: str, kind: str) -> Value:
    """What somebody wrote: '5/17', '38 %', '10:38', '1 234,5'; '–' is missing and '..' protected.

    Raises ValueRefused, also for '': a value is refused rather than guessed.
    """
    body = text.strip()
    if not body:
        raise ValueRefused("Värdet saknas.")
    if body in ("-", UNDEFINED, "\u2212"):
        return NO_VALUE
    if body == SUPPRESSED:
        return Value(PROTECTED, None)
    if kind == DURATION:
        return _duration(body)
    if "/" in body:
        return _fraction(body, kind)
    if body.endswith("%"):
        if kind not in SHARES:
            raise ValueRefused(f"Måttet är inte en andel. Skriv ”{body}” som ett tal utan %.")
        return _share(body)
    return _share(body) if kind == SHARE else _written(body)


def without_unit(text: str, unit_label: str = "", qualifier: str = "") -> str:
    """'12 st' and '38 % av brukarna' without the words that the indicator itself puts there."""
    body = text.strip()
    for ending in (qualifier, unit_label):
        if ending and ending != "%" and body.lower().endswith(ending.lower()):
            body = body[: -len(ending)].strip()
    return body


def _written(body: str) -> Value:
    number = number_in(body, decimals=DECIMALS)
    if number is None:
        if number_in(body, decimals=20) is not None:
            raise ValueRefused(f"”{body}” har fler än fyra decimaler.")
        raise ValueRefused(f"”{body}” är inte ett tal. Skriv till exempel 1234,5 eller 1 234.")
    return Value(NUMBER, number, -int(number.as_tuple().exponent))


def _share(body: str) -> Value:
    written = _written(body.removesuffix("%").strip())
    if written.value is None or not 0 <= written.value <= HUNDRED:
        raise ValueRefused(f"En andel är mellan 0 och 100 %, inte {body.removesuffix('%').strip()} %.")
    return replace(written, form=SHARE)


def _fraction(body: str, kind: str) -> Value:
    if kind not in (NUMBER, *SHARES):
        raise ValueRefused(f"Måttet kan inte vara ett bråk. Skriv ”{body}” som ett tal.")
    match = _FRACTION.fullmatch(body)
    numerator, denominator = (
        (number_in(each, decimals=DECIMALS) for each in match.groups())
        if match
        else (
            None,
            None,
        )
    )
    if numerator is None or denominator is None or numerator < 0 or denominator < 0:
        raise ValueRefused(f"”{body}” är inte ett bråk. Skriv till exempel 5/17.")
    if denominator == 0:
        raise ValueRefused(f"Nämnaren i ”{body}” får inte vara noll.")
    if numerator > denominator:
        raise ValueRefused(f"Täljaren i ”{body}” får inte vara större än nämnaren.")
    return Value(FRACTION, fraction_value(numerator, denominator, kind), 0, numerator, denominator)


def fraction_value(numerator: Decimal, denominator: Decimal, kind: str) -> Decimal:
    """What a fraction is compared by: the share in per cent, or the numerator of what is counted."""
    return rounded(numerator * HUNDRED / denominator, DECIMALS) if kind in SHARES else numerator


def _duration(body: str) -> Value:
    match = _DURATION.fullmatch(body)
    if match is None:
        raise ValueRefused(f"”{body}” är inte en tid. Skriv timmar och minuter, till exempel 10:38.")
    if int(match[3]) >= MINUTES:
        raise ValueRefused(f"”{body}” är inte en tid: minuterna går från 00 till 59.")
    minutes = Decimal(int(match[2]) * MINUTES + int(match[3]))
    return Value(DURATION, -minutes if match[1] and minutes else minutes)


def figure_of(value: Value, kind: str) -> Decimal | None:
    """The figure that is printed, rounded once from the exact value; of a fraction its share or numerator."""
    if value.numerator is not None and value.denominator is not None and kind in SHARES:
        return rounded(value.numerator * HUNDRED / value.denominator, value.decimals)
    return None if value.value is None else rounded(value.value, value.decimals)


def shown_value(
    value: Value,
    *,
    kind: str,
    unit_label: str = "",
    shows_unit: bool = False,
    qualifier: str = "",
    pattern: str = "{värde}",
    for_file: bool = False,
) -> str:
    """As it is printed: '7,3 %', '12 st', '5/17', '116/305, 38 % av brukarna', '10:38'; '–' without a value.

    With no-break spaces and U+2212; for_file is for CSV: plain figures and plain spaces. pattern is a part's.
    """
    if value.form == MISSING or (value.value is None and value.form != PROTECTED):
        return UNDEFINED
    text = _text(value, kind, for_file=for_file)
    if value.form != PROTECTED:
        text += _ending(value, kind, unit_label if shows_unit else "", qualifier)
    text = pattern.replace("{värde}", text)
    return text.replace(NBSP, " ") if for_file else text


def _text(value: Value, kind: str, *, for_file: bool) -> str:
    write = plain if for_file else formatted
    if value.form == PROTECTED:
        return SUPPRESSED
    if value.form == DURATION:
        minutes = int(rounded(value.value or Decimal(0)))
        sign = "" if minutes >= 0 else write(Decimal(-1))[0]
        hours, rest = divmod(abs(minutes), MINUTES)
        return f"{sign}{write(Decimal(hours))}:{rest:02}"
    if value.form == FRACTION:
        fraction = "/".join(write(_short(each)) for each in (value.numerator, value.denominator))
        return f"{fraction}, {write(figure_of(value, kind))}" if kind == NUMBER_OR_SHARE else fraction
    return write(figure_of(value, kind))


def _ending(value: Value, kind: str, unit_label: str, qualifier: str) -> str:
    if value.form == SHARE or (value.form == FRACTION and kind == NUMBER_OR_SHARE):
        return f"{NBSP}%" + (f" {qualifier}" if qualifier else "")
    return f"{NBSP}{unit_label}" if unit_label and kind not in SHARES else ""


def typed_value(value: Value) -> str:
    """As parsed_value reads it again, for a field and for files: '1234,5', '38 %', '5/17', '10:38'; '' if missing."""
    if value.form == FRACTION:
        return "/".join(plain(_short(each)) for each in (value.numerator, value.denominator))
    if value.form == MISSING or (value.value is None and value.form != PROTECTED):
        return ""
    text = _text(value, value.form, for_file=True)
    return f"{text} %" if value.form == SHARE else text


def _short(number: Decimal | None) -> Decimal | None:
    """Without the zeros that a database adds: 5.0000 is 5."""
    if number is None:
        return None
    whole = number.to_integral_value()
    return rounded(number) if number == whole else number.normalize()
