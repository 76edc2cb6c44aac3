"""A column of written amounts read at once: organisation.figures.parsed, cell by cell, only much faster.

Amounts as a ledger system writes them (-1234 or 1234,50) are read by arithmetic on the column's bytes;
the rest, which people have written, go through figures.parsed one by one. The result is the same.
Pure: imports neither Django nor Celery.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from organisation.figures import AmountError, parsed

# Of what is read by arithmetic: a sign, 13 digits, a separator and two decimals.
_WIDTH = 17
_MOST_WHOLE_DIGITS = 13


@dataclass(frozen=True)
class AmountColumn:
    """ore: öre per row, in the file's own sign; 0 where refused. refused: reason by row number from 0."""

    ore: NDArray[np.int64]
    refused: dict[int, str]


def read_amounts(cells: NDArray[np.object_]) -> AmountColumn:
    """Read texts as amounts; refused holds every cell that figures.parsed refuses, with its reason."""
    lengths = np.fromiter(map(len, cells), np.int64, len(cells))
    ascii_only = np.fromiter(map(str.isascii, cells), np.bool_, len(cells))
    short = (lengths <= _WIDTH) & ascii_only
    written = cells if short.all() else np.where(short, cells, "")
    width = lengths[short].max(initial=1)
    ore, plain = _read_plain(written.astype(f"S{width}"), lengths)
    refused: dict[int, str] = {}
    for row in np.flatnonzero(~plain).tolist():
        try:
            ore[row] = int(parsed(cells[row]).scaleb(2))
        except AmountError as error:
            refused[row] = str(error)
    return AmountColumn(ore, refused)


def _read_plain(
    cells: NDArray[np.bytes_], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Öre of every cell, and which cells are a plain amount: -?digits, then perhaps [,.] and one or two digits."""
    characters = np.ascontiguousarray(cells.view(np.uint8).reshape(len(cells), cells.itemsize).T)
    value = np.zeros(len(cells), np.int64)
    whole = np.zeros(len(cells), np.int8)
    decimals = np.zeros(len(cells), np.int8)
    separators = np.zeros(len(cells), np.int8)
    strange = np.zeros(len(cells), np.bool_)
    negative = characters[0] == ord("-")
    for position, character in enumerate(characters):
        digit = character - np.uint8(ord("0"))  # wraps around: other characters become 10 or more
        is_digit = digit < 10
        is_separator = (character == ord(",")) | (character == ord("."))
        value = np.where(is_digit, value * 10 + digit, value)
        whole += is_digit & (separators == 0)
        decimals += is_digit & (separators > 0)
        separators += is_separator
        known = is_digit | is_separator | (lengths <= position)
        strange |= ~(known | negative) if position == 0 else ~known
    plain = ~strange & (whole >= 1) & (whole <= _MOST_WHOLE_DIGITS) & (decimals <= 2)
    plain &= separators == (decimals > 0)
    value *= np.array([100, 10, 1], np.int64)[np.clip(decimals, 0, 2)]
    return np.where(plain, np.where(negative, -value, value), 0), plain
