"""A block copied from a spreadsheet, placed in the rows of a forecast. Pure.

static/js/pasted-block.js does the same while one types; tests run both over the same blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from organisation.pasted_block import lines_of


@dataclass
class Placed:
    """texts: account code → what to put in its cell. left: the lines without a place, each with the reason."""

    texts: dict[str, str] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)


def place(block: str, codes: Sequence[str], start: int = 0) -> Placed:
    """One column fills the rows from start and down; with more, the first is the account and the last the amount.

    Columns are separated by tab or semicolon. Empty lines in one column leave their row as it is.
    """
    lines = lines_of(block)
    placed = Placed()
    by_account = any(len(line.filled) > 1 for line in lines)
    for number, line in enumerate(lines):
        cells = line.filled
        if not cells:
            continue
        if by_account:
            _place_by_account(placed, line.text, cells, codes)
        elif start + number < len(codes):
            placed.texts[codes[start + number]] = cells[0]
        else:
            placed.left.append((line.text, "Det finns inga fler rader i tabellen."))
    return placed


def _place_by_account(placed: Placed, line: str, cells: list[str], codes: Sequence[str]) -> None:
    # '5010 Löner' is how the sheet itself, and many a spreadsheet, writes an account.
    code = next((c for c in (cells[0], cells[0].split(" ")[0]) if c in codes), None)
    if code is None:
        placed.left.append((line, f"Kontot {cells[0]} finns inte i tabellen."))
    elif len(cells) == 1:
        placed.left.append((line, f"Raden har inget belopp för {code}."))
    elif code in placed.texts:
        placed.left.append((line, f"Kontot {code} står på flera rader."))
    else:
        placed.texts[code] = cells[-1]
