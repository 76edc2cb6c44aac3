"""How wide the columns of a printed table are. Pure.

Figures share the width alike. Where there are words a column has room for its longest word, and of what is left
as much as the square root of what it holds beside that: four times the text becomes twice as wide and as tall.
"""

import re
from math import ceil

from reports.cells import printed
from reports.contents import Cell, LevelMark, Table

# Millimetres on an upright A4 with the type of a table of many columns (reports/print/report-print.css).
TEXT_WIDTH = 166.0
TEXT_WIDTH_SIDEWAYS = 257.0
ROW_HEADING_WIDTH = 50.0
CELL_PADDING = 2.0
CHARACTER_WIDTH = 1.4
LETTER, SMALLER_LETTER = 1.7, 1.6  # semibold, in a table of few columns and of many
FEW_COLUMNS = 6
WORDS_SHARE = 0.7  # of the width, at most, that the longest words may take
MOST_UPRIGHT = 12  # columns: with more the paper is turned, also for short figures such as those of months
MARK = 3  # characters that a level's drawing and edge take
EDGE = 2  # of them the edge alone
# Where the longest words of many columns would take all the room, those of letters alone are hyphenated.
HYPHENATED = 13  # characters

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
    """Whether the table is printed well on an upright A4: no figure and no word need be broken.

    Words need more than that: where only their longest fits they become columns of one word a line.
    """
    return _fit(table, _texts(table))


def _fit(table: Table, columns: list[list[str]]) -> bool:
    longest = [CELL_PADDING + CHARACTER_WIDTH * _longest_word(texts) for texts in columns]
    if any(column.is_text for column in table.columns):
        return sum(longest) <= WORDS_SHARE * TEXT_WIDTH
    return sum(longest[1:]) <= TEXT_WIDTH - ROW_HEADING_WIDTH


def shares(table: Table) -> list[int]:
    """Each column's width in per cent, the row headings having the rest; 0 for all where none holds words."""
    if not any(column.is_text for column in table.columns):
        return [0] * len(table.columns)
    columns = _texts(table)
    letter = LETTER if len(columns) <= FEW_COLUMNS else SMALLER_LETTER
    room = TEXT_WIDTH if not table.is_wide or _fit(table, columns) else TEXT_WIDTH_SIDEWAYS
    longest = [_longest_word(texts) for texts in columns]
    if letter * sum(longest) > WORDS_SHARE * room:
        longest = [
            min(length, max(HYPHENATED, _longest_mark(table, at))) for at, length in enumerate(longest)
        ]
    least = [2 * CELL_PADDING + letter * length for length in longest]
    more = [(max(map(len, texts)) - _longest_word(texts)) ** 0.5 for texts in columns]
    left = max(0.0, room - sum(least)) / (sum(more) or 1)
    wanted = [own + left * wish for own, wish in zip(least, more, strict=True)]
    return [round(each / sum(wanted) * 100) for each in wanted[1:]]


def printed_lines(table: Table, widths: list[int]) -> list[list[int]]:
    """About how many printed lines each row is tall, by group; widths are those of shares. 1 for rows of figures."""
    if not any(widths):
        return [[1] * len(group.rows) for group in table.groups]
    room = TEXT_WIDTH_SIDEWAYS if table.is_wide else TEXT_WIDTH
    characters = [
        max(1.0, (share / 100 * room - 2 * CELL_PADDING) / CHARACTER_WIDTH)
        for share in (100 - sum(widths), *widths)
    ]
    return [
        [
            max(
                _tall(text, width)
                for text, width in zip((row.label, *map(_written, row.cells)), characters, strict=True)
            )
            for row in group.rows
        ]
        for group in table.groups
    ]


def _tall(text: str, width: float) -> int:
    return sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))


def _longest_mark(table: Table, at: int) -> int:
    """The longest word of the column's marks, which are never hyphenated; at 0 are the row headings."""
    if at == 0:
        return 0
    cells = [row.cells[at - 1] for group in table.groups for row in group.rows]
    marks = [mark for cell in cells for mark in (cell.mark, *(line.mark for line in cell.lines))]
    return _longest_word([_label(mark) for mark in marks])


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
    if cell.lines:
        return "\n".join(f"{line.before} {_label(line.mark)} {line.after}".strip() for line in cell.lines)
    if cell.mark is None:
        return printed(cell)
    if cell.mark.is_alone:
        return "_" * MARK
    return f"{_label(cell.mark)} {printed(cell)}".rstrip()


def _label(mark: LevelMark | None) -> str:
    """The label with room for the drawing before its first word, and for the edge around each."""
    if mark is None:
        return ""
    first, *others = mark.label.split(" ")
    return " ".join(["_" * MARK + first, *(word + "_" * EDGE for word in others)])


def _longest_word(texts: list[str]) -> int:
    return max(len(word) for text in texts for word in _BETWEEN_WORDS.split(text))
