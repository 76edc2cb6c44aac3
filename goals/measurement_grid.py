"""Many measurements at once: a grid to fill in, with the last period's value beside each cell.

A row is a place where values belong (an indicator or one of its parts, of a unit, in a period); a column is what
is written of it: the value of women, of men, of all, how many answered, and why there is none.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from goals.grid_places import ANSWERS, NOTE, RATE, VALUE, Column, Place, columns_for
from goals.indicator_list import NO_THEME
from goals.indicator_outcomes import MEN, TOTAL, WOMEN, text_of
from goals.measured import Key, Measured, SmallSeen, measured
from goals.measuring import Entry, EntryError
from goals.models import GenderSplit, People
from goals.pasted_grid import GridShape
from organisation.figures import plain

FIELDS = (VALUE, ANSWERS, RATE, NOTE)
# What a cell says when nothing is stored.
NOTHING = dict.fromkeys(FIELDS, "")

Seen: TypeAlias = Mapping[str, tuple[int, Mapping[str, str]]]


@dataclass(frozen=True)
class Cell:
    """is_open: something can be written in it. shown is what stands in one that is not; last is beside the field."""

    name: str = ""
    is_open: bool = False
    text: str = ""
    shown: str = ""
    last: str = ""
    error: str = ""


@dataclass(frozen=True)
class Row:
    """at is its number from the top, from 0."""

    at: int
    place: Place
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]

    @property
    def cells_and_columns(self) -> list[tuple[Cell, Column]]:
        return list(zip(self.cells, self.columns, strict=True))


@dataclass(frozen=True)
class Grid:
    """seen: what was stored when the page was opened, by place and gender: its version and its texts."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    seen: Seen

    @property
    def shape(self) -> GridShape:
        return GridShape(
            names=[row.place.names for row in self.rows],
            columns=[column.label for column in self.columns],
            fits=[[cell.is_open for cell in row.cells] for row in self.rows],
        )

    @property
    def errors(self) -> list[tuple[Row, Column, Cell]]:
        return [
            (row, column, cell) for row in self.rows for cell, column in row.cells_and_columns if cell.error
        ]

    @property
    def summary(self) -> str:
        """How much of the grid is left to fill in: a row with a value, or a reason, is done."""
        left = sum(not any(cell.text or cell.shown for cell in row.cells) for row in self.rows)
        if not left:
            return "Alla rader är ifyllda."
        return f"{left} av {len(self.rows)} rader saknar värde."

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """Rows under what they have in common, in order; one group without a name where they have nothing."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.place.group, []).append(row)
        return [(name or (NO_THEME if len(found) > 1 else ""), rows) for name, rows in found.items()]


def grid_of(places: Sequence[Place], may_see_small: SmallSeen) -> Grid:
    """The grid with what is stored, as the reader may see it; places with a group in common stand together."""
    groups = list(dict.fromkeys(place.group for place in places))
    places = sorted(places, key=lambda place: groups.index(place.group))
    columns = columns_for([place.indicator for place in places])
    periods = {period for place in places for period in (place.period, place.before)}
    stored = measured(
        {place.indicator.pk for place in places},
        {period.year for period in periods},
        units={place.unit.pk for place in places},
        periods=[(period.year, period.span, period.month) for period in periods],
        may_see_small=may_see_small,
    )
    seen = {
        f"{place.key}.{gender}": (value.version, texts_of(value))
        for place in places
        for gender in (WOMEN, MEN, TOTAL)
        if (value := stored.get(place.stored_key(gender, place.period))) is not None
    }
    rows = [
        Row(at, place, columns, tuple(_cell(place, column, stored) for column in columns))
        for at, place in enumerate(places)
    ]
    return Grid(columns, tuple(rows), seen)


def texts_of(value: Measured) -> dict[str, str]:
    """A stored value as it is typed."""
    return {
        VALUE: value.typed_text,
        ANSWERS: "" if value.answers is None else str(value.answers),
        RATE: "" if value.response_rate is None else plain(value.response_rate.normalize() + 0),
        NOTE: value.note,
    }


def _cell(place: Place, column: Column, stored: Mapping[Key, Measured]) -> Cell:
    now = stored.get(place.stored_key(column.gender, place.period))
    name = f"{place.key}.{column.key}"
    if not _has(place, column):
        return Cell(name)
    if now is not None and (now.is_derived or now.is_hidden):
        return Cell(name, shown=now.text if column.field == VALUE else "")
    last = stored.get(place.stored_key(column.gender, place.before)) if column.field == VALUE else None
    text = texts_of(now)[column.field] if now is not None else ""
    return Cell(name, is_open=True, text=text, last=text_of(last) if last is not None else "")


def _has(place: Place, column: Column) -> bool:
    """Whether the place's indicator has such a value at all."""
    if column.gender != TOTAL and place.indicator.gender_split == GenderSplit.NONE:
        return False
    return column.field not in {ANSWERS, RATE} or place.indicator.people == People.GROUP


def filled(grid: Grid, texts: Mapping[str, str]) -> Grid:
    """The grid with what was typed, by the cells' names."""
    return replace(
        grid,
        rows=tuple(
            replace(row, cells=tuple(_typed(cell, texts.get(cell.name, cell.text)) for cell in row.cells))
            for row in grid.rows
        ),
    )


def _typed(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text.strip()) if cell.is_open else cell


def placed(grid: Grid, cells: Mapping[tuple[int, int], str]) -> dict[str, str]:
    """By the cells' names, what a pasted block puts in them."""
    return {grid.rows[row].cells[column].name: text for (row, column), text in cells.items()}


def marked(grid: Grid, errors: Iterable[tuple[str, str]]) -> Grid:
    """The grid with messages at cells, by the cells' names."""
    messages = dict(errors)
    return replace(
        grid,
        rows=tuple(
            replace(row, cells=tuple(replace(cell, error=messages.get(cell.name, "")) for cell in row.cells))
            for row in grid.rows
        ),
    )


@dataclass(frozen=True)
class Changes:
    """What was typed that differs from what the page was opened with. keys: of Grid.seen, one for each entry."""

    entries: list[Entry]
    keys: list[str]
    names: list[dict[str, str]]

    def at(self, error: EntryError) -> tuple[str, str]:
        """(name of the cell, message)."""
        names = self.names[error.index]
        return names.get(error.field, names[VALUE]), error.message

    def now_seen(self, seen: Seen, errors: Iterable[EntryError]) -> Seen:
        """seen, with what somebody else saved meanwhile: who has been shown it may save once more."""
        found = dict(seen)
        for error in errors:
            if error.field == "version":
                now = error.present
                found[self.keys[error.index]] = (now.version, texts_of(now)) if now else (0, NOTHING)
        return found


def changes(grid: Grid, seen: Seen) -> Changes:
    """The entries that the filled-in grid asks for. seen is as Grid.seen was when the page was opened."""
    found = Changes([], [], [])
    for row in grid.rows:
        place = row.place
        by_gender: dict[str, dict[str, Cell]] = {}
        for cell, column in row.cells_and_columns:
            if cell.is_open:
                by_gender.setdefault(column.gender, {})[column.field] = cell
        for gender, cells in by_gender.items():
            if VALUE not in cells:
                continue
            key = f"{place.key}.{gender}"
            version, before = seen.get(key, (0, NOTHING))
            texts = {**before, **{field: cell.text for field, cell in cells.items()}}
            if texts == before:
                continue
            found.keys.append(key)
            found.names.append({field: cell.name for field, cell in cells.items()})
            found.entries.append(
                Entry(
                    indicator_id=place.indicator.pk,
                    unit_id=place.unit.pk,
                    part=place.part.code if place.part else "",
                    gender=gender,
                    year=place.period.year,
                    span=place.period.span,
                    month=place.period.month,
                    text=texts[VALUE],
                    answers=texts[ANSWERS],
                    response_rate=texts[RATE],
                    note=texts[NOTE],
                    version=version,
                )
            )
    return found


def seen_text(seen: Seen) -> str:
    """As the page carries it."""
    return json.dumps(seen, ensure_ascii=False)


def seen_of(text: str) -> Seen:
    """What a page was opened with, as it sends it back. Illegible text is nothing, which saving then refuses."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        key: (value[0], {**NOTHING, **value[1]})
        for key, value in found.items()
        if isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], int)
        and isinstance(value[1], dict)
        and all(isinstance(each, str) for each in value[1].values())
    }
