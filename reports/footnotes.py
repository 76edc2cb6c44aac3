"""Footnotes of a table: signs in the order in which the notes first appear, the same note the same sign. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reports.contents import Cell, Row, RowGroup

MOST_STARS = 4  # with more notes than so the signs are numbers: nobody tells five stars from six
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Noted(NamedTuple):
    """A cell, and the notes that it is to have."""

    cell: Cell
    notes: tuple[str, ...] = ()


class NotedRow(NamedTuple):
    """A row without its cells yet, and the notes of its label."""

    row: Row
    cells: tuple[Noted, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotedGroup:
    label: str
    rows: tuple[NotedRow, ...]
    shows_label: bool = True


def with_signs(groups: Sequence[NotedGroup]) -> tuple[tuple[RowGroup, ...], tuple[str, ...]]:
    """The groups with a sign at each note's places, and the notes with their signs: '* Mäts vartannat år.'"""
    signs = _signs(groups)
    made = tuple(
        RowGroup(group.label, tuple(_signed(row, signs) for row in group.rows), group.shows_label)
        for group in groups
    )
    return made, tuple(f"{sign} {note}" for note, sign in signs.items())


def _signs(groups: Iterable[NotedGroup]) -> dict[str, str]:
    found: dict[str, None] = {}
    for group in groups:
        for row in group.rows:
            found |= dict.fromkeys(row.notes)
            for cell in row.cells:
                found |= dict.fromkeys(cell.notes)
    if len(found) <= MOST_STARS:
        return {note: "*" * number for number, note in enumerate(found, 1)}
    return {note: str(number).translate(_RAISED) for number, note in enumerate(found, 1)}


def _signed(row: NotedRow, signs: dict[str, str]) -> Row:
    cells = tuple(
        each.cell._replace(marker=_joined(each.notes, signs)) if each.notes else each.cell
        for each in row.cells
    )
    return row.row._replace(cells=cells, marker=_joined(row.notes, signs))


def _joined(notes: Iterable[str], signs: dict[str, str]) -> str:
    return ", ".join(signs[note] for note in dict.fromkeys(notes))
