"""A table as HTML wants it: header cells with span, scope and id, and each cell tied to its headers.

Pure: dataclasses in, dataclasses out. Screen readers and the PDF's tags are both made from it.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from reports.column_widths import printed_lines, shares
from reports.contents import Cell, Column, Row, RowStyle, Table

KEPT_TOGETHER = 16  # rows
TALLEST_TOGETHER = 36  # printed lines: with more what is kept together leaves most of a page empty
TALL = 24  # printed lines: a taller row may be broken between pages
CODE_LENGTH = 20  # characters


@dataclass(frozen=True)
class Head:
    """A header cell of a column or of a group of columns."""

    id: str
    label: str
    scope: str  # 'col' | 'colgroup'
    colspan: int = 1
    rowspan: int = 1
    headers: str = ""
    starts_group: bool = False
    is_row_heading: bool = False
    is_words: bool = False
    share: int = 0  # of the table's width in per cent, where its columns differ

    @property
    def css_class(self) -> str:
        names = ["row-heading"] if self.is_row_heading else ["g"] if self.starts_group else []
        if self.is_words:
            names.append("words")
        if self.share:
            names.append(f"w-{self.share}")
        return " ".join(names)


@dataclass(frozen=True)
class CellPlace:
    """What the cells of a column have in common: the ids of its headers, and how it is set."""

    headers: str
    starts_group: bool = False
    is_words: bool = False

    def css_class(self, cell: Cell) -> str:
        names = "g" if self.starts_group else ""
        if self.is_words:
            names += " words"
        if cell.text or cell.lines:
            names += " text"
        if cell.is_deviation and cell.figure is not None and cell.figure < 0:
            names += " minus"
        return names.lstrip()


class Line(NamedTuple):
    id: str
    label: str
    headers: str  # of the row's own header: its group's
    css_class: str
    cells: tuple[Cell, ...]
    marker: str = ""
    height: int = 1  # printed lines, about

    @property
    def cell_headers(self) -> str:
        """Those of its cells, before those of their columns."""
        return f"{self.headers} {self.id}".lstrip()


@dataclass(frozen=True)
class Body:
    id: str
    label: str  # '' where no heading is shown
    lines: tuple[Line, ...]
    places: tuple[CellPlace, ...]  # of the cells of each line

    @property
    def is_short(self) -> bool:
        """Kept on one page in print."""
        return len(self.lines) <= KEPT_TOGETHER and self.height <= TALLEST_TOGETHER

    @property
    def height(self) -> int:
        return sum(line.height for line in self.lines)


@dataclass(frozen=True)
class TableMarkup:
    heads: tuple[tuple[Head, ...], ...]
    bodies: tuple[Body, ...]
    width: int  # columns, the row headings' included

    @property
    def has_words(self) -> bool:
        return any(head.is_words for row in self.heads for head in row)

    @property
    def has_codes(self) -> bool:
        """Whether every row is headed by a word or two, such as a code, which needs no room of its own."""
        return all(len(line.label) <= CODE_LENGTH for body in self.bodies for line in body.lines)

    @property
    def is_short(self) -> bool:
        """Kept on one page in print."""
        rows = sum(len(body.lines) + 1 for body in self.bodies)
        return rows <= KEPT_TOGETHER and sum(body.height for body in self.bodies) <= TALLEST_TOGETHER


def markup(table: Table, *, has_widths: bool = True) -> TableMarkup:
    """has_widths says how wide columns of words are, for paper: a browser finds that out itself."""
    widths = shares(table) if has_widths else [0] * len(table.columns)
    heights = printed_lines(table, widths)
    heads = _heads(table, widths)
    places = _places(table)
    bodies = []
    for number, group in enumerate(table.groups):
        body_id = f"{table.key}-g{number}" if group.shows_label and group.label else ""
        lines = tuple(
            _line(f"{table.key}-l{number}-{at}", body_id, row, heights[number][at])
            for at, row in enumerate(group.rows)
        )
        bodies.append(Body(body_id, group.label if body_id else "", lines, places))
    return TableMarkup(heads, tuple(bodies), len(table.columns) + 1)


def _has_groups(table: Table) -> bool:
    return any(column.group for column in table.columns)


def _group_starts(columns: tuple[Column, ...]) -> list[bool]:
    """Where a rule is drawn between groups of columns; never before the first."""
    return [
        at > 0 and bool(column.group or columns[at - 1].group) and column.group != columns[at - 1].group
        for at, column in enumerate(columns)
    ]


def _group_ids(table: Table) -> list[str]:
    """The id of each column's group heading; '' for a column without one."""
    ids: list[str] = []
    for run, (label, columns) in enumerate(groupby(table.columns, key=lambda column: column.group)):
        ids += [f"{table.key}-k{run}" if label else ""] * len(list(columns))
    return ids


def _places(table: Table) -> tuple[CellPlace, ...]:
    starts, group_ids = _group_starts(table.columns), _group_ids(table)
    return tuple(
        CellPlace(f"{group_ids[at]} {table.key}-c{at}".lstrip(), starts[at], column.is_text)
        for at, column in enumerate(table.columns)
    )


def _heads(table: Table, widths: list[int]) -> tuple[tuple[Head, ...], ...]:
    two_levels = _has_groups(table)
    starts, group_ids = _group_starts(table.columns), _group_ids(table)
    rows = 2 if two_levels else 1
    first = [
        Head(
            f"{table.key}-r",
            table.row_heading,
            "col",
            rowspan=rows,
            is_row_heading=True,
        )
    ]
    second: list[Head] = []
    for at, column in enumerate(table.columns):
        head_id = f"{table.key}-c{at}"
        if not group_ids[at]:
            first.append(
                Head(
                    head_id,
                    column.label,
                    "col",
                    rowspan=rows,
                    starts_group=starts[at],
                    is_words=column.is_text,
                    share=widths[at],
                )
            )
            continue
        if at == 0 or group_ids[at] != group_ids[at - 1]:
            span = group_ids.count(group_ids[at])
            first.append(
                Head(
                    group_ids[at],
                    column.group,
                    "colgroup",
                    colspan=span,
                    starts_group=starts[at],
                )
            )
        second.append(
            Head(
                head_id,
                column.label,
                "col",
                headers=group_ids[at],
                starts_group=starts[at],
                is_words=column.is_text,
                share=widths[at],
            )
        )
    return (tuple(first), tuple(second)) if two_levels else (tuple(first),)


def _line(line_id: str, body_id: str, row: Row, height: int) -> Line:
    names = [row.style.value] if row.style is not RowStyle.NORMAL else []
    if row.level:
        names.append(f"indent-{min(row.level, 4)}")
    if height > TALL:
        names.append("tall")
    return Line(line_id, row.label, body_id, " ".join(names), row.cells, row.marker, height)
