"""Reading a ledger file: CSV in UTF-8 with semicolons and the columns period, ansvar, konto, typ and belopp.

Everything is checked column by column before anything is written; see docs/data-package.md for the format.
Imports no models: what is known of units and accounts is passed in.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from budget import ledger_checks as checks
from budget.amount_columns import read_amounts
from budget.file_kinds import other_kind

COLUMNS = ("period", "ansvar", "konto", "typ", "belopp")
KEY_COLUMNS = COLUMNS[:4]
_SEPARATOR, _NEWLINE = ord(";"), ord("\n")


@dataclass(frozen=True)
class Known:
    """What a ledger file may name. units: the years (from, to) in which each unit's code is valid."""

    units: Mapping[str, tuple[int | None, int | None]]
    accounts: frozenset[str]
    types: tuple[str, ...]


@dataclass(frozen=True)
class Ledger:
    """The rows of a checked file, column by column: row i of each array belongs together.

    unit, account and type are positions in units, accounts and types. period is YYYYMM.
    ore is öre in ledger sign (revenue negative). Every key (period, unit, account, type) is there once.
    """

    units: tuple[str, ...]
    accounts: tuple[str, ...]
    types: tuple[str, ...]
    period: NDArray[np.int64]
    unit: NDArray[np.int64]
    account: NDArray[np.int64]
    type: NDArray[np.int64]
    ore: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ore)

    @cached_property
    def covered(self) -> dict[str, list[int]]:
        """The periods (YYYYMM) that the file has rows for, by type, both in order."""
        pairs = np.unique(self.type * 1_000_000 + self.period)
        found: dict[str, list[int]] = {}
        for pair in pairs.tolist():
            found.setdefault(self.types[pair // 1_000_000], []).append(pair % 1_000_000)
        return found


def read_ledger(data: bytes, known: Known, *, keep: int = checks.KEPT) -> Ledger:
    """Read and check a ledger file.

    Raises checks.LedgerFileError with line and reason of the first errors, as many as keep says.
    """
    text = _decoded(data)
    names, body = _head(text)
    table, lines = _table(body, len(names), keep)
    if not len(lines):
        raise checks.refused("Filen har inga rader under rubrikraden.", 1)
    frame = pd.read_csv(
        io.BytesIO(table),
        sep=";",
        names=names,
        header=None,
        index_col=False,
        dtype=object,  # texts: a code keeps its leading zeros, which it would lose as a category
        na_filter=False,
        quoting=3,  # csv.QUOTE_NONE: a line of the file is always a row
        skip_blank_lines=False,
    )
    found = checks.Findings(lines, keep)
    columns = {name: _codes(frame[name]) for name in KEY_COLUMNS}
    totals = checks.total_rows(found, columns)
    period = checks.periods(found, columns["period"], ~totals)
    unit = checks.codes(found, columns["ansvar"], list(known.units), checks.unknown_unit, ~totals)
    account = checks.codes(found, columns["konto"], sorted(known.accounts), checks.unknown_account, ~totals)
    kind = checks.codes(found, columns["typ"], list(known.types), checks.unknown_type(known.types), ~totals)
    checks.validity(found, unit, period, list(known.units.items()))
    cells = frame["belopp"].to_numpy()
    amounts = read_amounts(_unquoted(cells) if b'"' in table else cells)
    found.add_rows({row: reason for row, reason in amounts.refused.items() if not totals[row]})
    checks.duplicates(found, period, unit, account, kind)
    found.raise_any()
    return Ledger(
        tuple(known.units),
        tuple(sorted(known.accounts)),
        known.types,
        period,
        unit,
        account,
        kind,
        amounts.ore,
    )


def _decoded(data: bytes) -> str:
    """The file's text with plain line ends. Raises LedgerFileError if the file is empty, of another kind or not UTF-8."""
    kind = other_kind(data)
    if kind:
        raise checks.refused(kind)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start) from error
    if not text.strip():
        raise checks.refused("Filen är tom.")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _not_utf8(data: bytes, at: int) -> checks.LedgerFileError:
    line_start = max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1
    line = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    return checks.refused(
        f"Filen är inte UTF-8: byte 0x{data[at]:02X} på plats {at - line_start + 1} på raden kan inte läsas. "
        "Den är troligen sparad som Windows-1252. Spara den som CSV UTF-8 och försök igen.",
        line,
    )


def _head(text: str) -> tuple[list[str], str]:
    """The column names in the file's order, and the text below them."""
    head, _, body = text.partition("\n")
    names = [name.strip().strip('"').strip().lower() for name in head.split(";")]
    while names and not names[-1]:  # a spreadsheet's empty columns to the right
        names.pop()
    if sorted(names) == sorted(COLUMNS):
        return names, body
    raise checks.refused(checks.wrong_columns(head, names, COLUMNS), 1)


def _table(body: str, width: int, keep: int) -> tuple[bytes, NDArray[np.int64]]:
    """The rows of the table with exactly width columns each, and the line of each row in the file.

    Empty rows are left out. Raises LedgerFileError if a row has too few or too many columns.
    """
    body = body.rstrip("\n \t") + "\n"
    table = body.encode()
    raw = np.frombuffer(table, np.uint8)
    ends = np.flatnonzero(raw == _NEWLINE)
    separators = np.diff(np.searchsorted(np.flatnonzero(raw == _SEPARATOR), ends), prepend=0)
    lines = np.arange(2, len(ends) + 2)
    if (separators == width - 1).all() and ";;;;" not in body:
        return table, lines
    rows = body.split("\n")[:-1]
    trimmed = [row if row.count(";") < width else _without_empty_tail(row, width) for row in rows]
    filled = [index for index, row in enumerate(trimmed) if row.strip('; \t"')]
    found = checks.Findings(lines, keep)
    found.add_rows(
        {
            index: checks.wrong_width(trimmed[index], width)
            for index in filled
            if trimmed[index].count(";") != width - 1
        }
    )
    found.raise_any()
    return "".join(f"{trimmed[index]}\n" for index in filled).encode(), lines[filled]


def _without_empty_tail(row: str, width: int) -> str:
    cells = row.split(";")
    return ";".join(cells[:width]) if not any(cell.strip() for cell in cells[width:]) else row


def _codes(column: "pd.Series[str]") -> checks.Column:
    """A column's different texts, trimmed, and each row's position among them: each text is checked once."""
    positions, texts = pd.factorize(column.to_numpy())
    return checks.Column([str(text).strip().strip('"').strip() for text in texts], positions)


def _unquoted(cells: NDArray[np.object_]) -> NDArray[np.object_]:
    return np.array([cell.strip().strip('"') for cell in cells], object)
