"""How wide the columns of a printed table are. Pure.

Figures share the width alike. Where there are words a column gets room for its longest word, and then more with
the square root of how much it holds: a column with four times the text is twice as wide and twice as tall.
"""

import re

from reports.cells import printed
from reports.contents import Cell, Table

# Millimetres on an upright A4 with the type of a table of many columns (reports/print/report-print.css).
TEXT_WIDTH = 166.0
ROW_HEADING_WIDTH = 50.0
CELL_PADDING = 2.0
CHARACTER_WIDTH = 1.4
MOST_UPRIGHT = 12  # columns: with more the paper is turned, also for short figures such as those of months
MARK = 3  # characters that a level's drawing and edge take
STEP = 5  # per cent: a class of the style sheet for each

# The first parts of long words in column headings: they are broken there and nowhere else.
_FIRST_PART = re.compile(
    r"\b(budget|ursprungs|prognos|verksamhets|ombudgeterings?|förändrings)(?=\w{5})", re.IGNORECASE
)
# A no-break space holds words together.
_BETWEEN_WORDS = re.compile(r"[ \n\u00ad]|-(?=\D)")


def breakable(label: str) -> str:
    """The label with soft hyphens where its words may be broken: 'budget\u00adavvikelse'."""
    return _FIRST_PART.sub("\\1\u00ad", label)


def fits_upright(table: Table) -> bool:
    """Whether the table is printed well on an upright A4: no figure and no word need be broken."""
    if len(table.columns) > MOST_UPRIGHT:
        return False
    room = TEXT_WIDTH - ROW_HEADING_WIDTH
    longest = [_longest_word(texts) for texts in _texts(table)[1:]]
    return room >= sum(CELL_PADDING + CHARACTER_WIDTH * length for length in longest)


def shares(table: Table) -> list[int]:
    """Each column's width in per cent, the row headings having the rest; 0 for all where none holds words."""
    if not any(column.is_text for column in table.columns):
        return [0] * len(table.columns)
    wanted = [_longest_word(texts) + 1 + 1.5 * max(map(len, texts)) ** 0.5 for texts in _texts(table)]
    return [max(STEP, int(each / sum(wanted) * 100 / STEP) * STEP) for each in wanted[1:]]


def _texts(table: Table) -> list[list[str]]:
    """What each column holds, the row headings first."""
    rows = [row for group in table.groups for row in group.rows]
    return [
        [table.row_heading, *(row.label + row.marker for row in rows)],
        *(
            [breakable(column.label), *(_written(row.cells[at]) for row in rows)]
            for at, column in enumerate(table.columns)
        ),
    ]


def _written(cell: Cell) -> str:
    if cell.mark is None:
        return printed(cell)
    if cell.mark.is_alone:
        return "_" * MARK
    return "_" * MARK + f"{cell.mark.label} {printed(cell)}"


def _longest_word(texts: list[str]) -> int:
    return max(len(word) for text in texts for word in _BETWEEN_WORDS.split(text))
