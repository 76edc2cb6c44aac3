"""The checks of a ledger file, column by column, and the errors they find. Sentences are for the user."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from organisation.models import YEAR_MAX, YEAR_MIN

KEPT = 100
UNKNOWN = -1
_TOTAL_WORDS = ("summa", "total", "delsumma", "totalt", "summering")


@dataclass(frozen=True)
class FileError:
    """An error in a file; line counts from 1 and is None where the error is the whole file's."""

    line: int | None
    reason: str

    def __str__(self) -> str:
        return self.reason if self.line is None else f"Rad {self.line}: {self.reason}"


class LedgerFileError(ValueError):
    """A file that cannot be loaded.

    errors are the first by line, KEPT of them unless more were asked for; total counts all.
    """

    def __init__(self, errors: Sequence[FileError], total: int) -> None:
        super().__init__(str(errors[0]))
        self.errors = tuple(errors)
        self.total = total


def refused(reason: str, line: int | None = None) -> LedgerFileError:
    return LedgerFileError([FileError(line, reason)], 1)


@dataclass(frozen=True)
class Column:
    """Texts, and for each row which of them it has."""

    texts: list[str]
    codes: NDArray[np.int64]

    def rows_of(self, positions: Iterable[int]) -> NDArray[np.bool_]:
        chosen = np.zeros(len(self.texts), np.bool_)
        chosen[list(positions)] = True
        return chosen[self.codes]


@dataclass
class Findings:
    """Errors on their way to a LedgerFileError. lines: the line of each row; keep: how many errors are told."""

    lines: NDArray[np.int64]
    keep: int = KEPT
    total: int = 0
    errors: list[FileError] = field(default_factory=list)

    def add(self, rows: NDArray[np.bool_], reason: Callable[[int], str]) -> None:
        """An error on every row of the mask; the reason is made for the first of them only."""
        hits = np.flatnonzero(rows)
        self.total += len(hits)
        self.errors += [FileError(int(self.lines[row]), reason(row)) for row in hits[: self.keep].tolist()]

    def add_rows(self, reasons: Mapping[int, str]) -> None:
        self.total += len(reasons)
        first = sorted(reasons)[: self.keep]
        self.errors += [FileError(int(self.lines[row]), reasons[row]) for row in first]

    def raise_any(self) -> None:
        if self.errors:
            raise LedgerFileError(
                sorted(self.errors, key=lambda error: error.line or 0)[: self.keep], self.total
            )


def wrong_columns(head: str, names: Sequence[str], wanted: Sequence[str]) -> str:
    """Why the first line is not the wanted head."""
    expected = f"Första raden ska vara {';'.join(wanted)}."
    if len(names) == 1 and any(separator in head for separator in (",", "\t")):
        separator = "tabb" if "\t" in head else "komma"
        return f"Kolumnerna verkar vara åtskilda med {separator}. Använd semikolon. {expected}"
    if names and names[0].isdigit():
        return f"Rubrikraden saknas. {expected}"
    missing = [name for name in wanted if name not in names]
    unknown = [name or "(tom)" for name in names if name not in wanted]
    twice = sorted({name for name in names if name in wanted and names.count(name) > 1})
    parts = [
        f"{text} {', '.join(columns)}."
        for text, columns in (
            ("Det saknas kolumner:", missing),
            ("Okända kolumner:", unknown),
            ("Kolumner som står två gånger:", twice),
        )
        if columns
    ]
    return " ".join([*parts, expected])


def wrong_width(row: str, width: int) -> str:
    if _is_total(row.partition(";")[0]):
        return _TOTAL_ROW
    count = row.count(";") + 1
    return f"Raden har {count} kolumner, men rubrikraden har {width}."


_TOTAL_ROW = "Raden ser ut att vara en summarad. Ta bort den: bara bokförda rader ska läsas in."


def _is_total(text: str) -> bool:
    return text.strip(' "').lower().startswith(_TOTAL_WORDS)


def total_rows(found: Findings, columns: Mapping[str, Column]) -> NDArray[np.bool_]:
    """Rows that are sums, not bookings: a word for total in any column, or an amount with nothing beside it."""
    rows = np.zeros(len(found.lines), np.bool_)
    nothing = np.ones(len(found.lines), np.bool_)
    for column in columns.values():
        rows |= column.rows_of(i for i, text in enumerate(column.texts) if _is_total(text))
        nothing &= column.rows_of(i for i, text in enumerate(column.texts) if not text)
    rows |= nothing
    found.add(rows, lambda _: _TOTAL_ROW)
    return rows


def periods(found: Findings, column: Column, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """YYYYMM per row, UNKNOWN where the period is none."""
    values = np.array([_period(text) for text in column.texts], np.int64)[column.codes]
    found.add(
        rows & (values == UNKNOWN),
        lambda row: (
            f"Perioden ”{column.texts[column.codes[row]]}” finns inte. "
            f"Skriv år och månad med sex siffror, 202101 till 202112 (år {YEAR_MIN}–{YEAR_MAX})."
        ),
    )
    return values


def _period(text: str) -> int:
    if len(text) != 6 or not (text.isascii() and text.isdigit()):
        return UNKNOWN
    year, month = divmod(int(text), 100)
    return int(text) if YEAR_MIN <= year <= YEAR_MAX and 1 <= month <= 12 else UNKNOWN


def codes(
    found: Findings,
    column: Column,
    known: Sequence[str],
    reason: Callable[[str, Sequence[str]], str],
    rows: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Each row's position in known, UNKNOWN where its code is not there."""
    positions = {code: position for position, code in enumerate(known)}
    values = np.array([positions.get(text, UNKNOWN) for text in column.texts], np.int64)[column.codes]
    found.add(rows & (values == UNKNOWN), lambda row: reason(column.texts[column.codes[row]], known))
    return values


def unknown_unit(text: str, known: Sequence[str]) -> str:
    if not text:
        return "Ansvar saknas på raden."
    return f"Ansvaret ”{text}” finns inte i nämndens organisation.{_guess(text, known)}"


def unknown_account(text: str, known: Sequence[str]) -> str:
    if not text:
        return "Konto saknas på raden."
    return f"Kontot ”{text}” finns inte i nämndens kontoplan.{_guess(text, known)}"


def _guess(text: str, known: Sequence[str]) -> str:
    """A hint where a spreadsheet has taken the leading zeros, or letters differ in case."""
    for code in known:
        if code.lower() == text.lower() or (code.lstrip("0") == text and text):
            return f" Menas ”{code}”?"
    return ""


def unknown_type(types: Sequence[str]) -> Callable[[str, Sequence[str]], str]:
    def reason(text: str, known: Sequence[str]) -> str:
        guess = get_close_matches(text.capitalize(), types, n=1)
        hint = f" Menas ”{guess[0]}”?" if guess else ""
        return f"Typen ”{text}” finns inte.{hint} Typ är {', '.join(types[:-1])} eller {types[-1]}."

    return reason


def validity(
    found: Findings,
    unit: NDArray[np.int64],
    period: NDArray[np.int64],
    units: Sequence[tuple[str, tuple[int | None, int | None]]],
) -> None:
    """A unit that is not valid in the row's year."""
    if not any(limit for _, valid in units for limit in valid):
        return
    first = np.array([valid[0] or YEAR_MIN for _, valid in units], np.int64)[unit]
    last = np.array([valid[1] or YEAR_MAX for _, valid in units], np.int64)[unit]
    year = period // 100
    rows = (unit != UNKNOWN) & (period != UNKNOWN) & ((year < first) | (year > last))

    def reason(row: int) -> str:
        code, (valid_from, valid_to) = units[unit[row]]
        limits = [f"från {valid_from}" if valid_from else "", f"till och med {valid_to}" if valid_to else ""]
        return f"Ansvaret {code} gäller {' '.join(filter(None, limits))}, inte {year[row]}."

    found.add(rows, reason)


def duplicates(
    found: Findings,
    period: NDArray[np.int64],
    unit: NDArray[np.int64],
    account: NDArray[np.int64],
    kind: NDArray[np.int64],
) -> None:
    """Rows whose key stands on an earlier line too."""
    known = (period != UNKNOWN) & (unit != UNKNOWN) & (account != UNKNOWN) & (kind != UNKNOWN)
    size = (int(account.max()) + 2, int(kind.max()) + 2)
    key = ((period * (int(unit.max()) + 2) + unit) * size[0] + account) * size[1] + kind
    order = np.argsort(key, kind="stable")
    order = order[known[order]]
    same = np.flatnonzero(key[order][1:] == key[order][:-1])
    # Each repeat points back at the first row of its run: the stable sort keeps the file's order.
    starts = np.concatenate(([True], key[order][1:] != key[order][:-1])) if len(order) else np.array([], bool)
    first = order[np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))]
    found.add_rows(
        {
            int(order[at + 1]): (
                f"Samma period, ansvar, konto och typ står redan på rad {found.lines[first[at + 1]]}. "
                "Slå ihop raderna till en."
            )
            for at in same.tolist()
        }
    )
