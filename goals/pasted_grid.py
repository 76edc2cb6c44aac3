"""A block copied from a spreadsheet, placed in the rows and columns of a grid. Pure.

static/js/pasted-grid.js does the same while one types; tests run both over the same blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from organisation.pasted_block import lines_of


class WrongShape(ValueError):
    """A block that does not fit. The message is Swedish and says which shape was expected."""


@dataclass(frozen=True)
class GridShape:
    """names: of each row all that it may be called, its code first and then its name. fits: of each row, which columns it has."""

    names: Sequence[Sequence[str]]
    columns: Sequence[str]
    fits: Sequence[Sequence[bool]]


def place(block: str, shape: GridShape, row: int = 0, column: int = 0) -> dict[tuple[int, int], str]:
    """(row, column) → text, counted from 0. Empty cells of the block leave theirs as they are.

    A block whose first column holds codes or names of the grid's rows is placed by them; else it fills the
    grid from the given cell. Raises WrongShape, and then no part of it has a place.
    """
    lines = [list(line.cells) for line in lines_of(block)]
    filled = [cells for cells in lines if any(cells)]
    if not filled:
        raise WrongShape("Blocket är tomt.")
    width = len(filled[0])
    uneven = next((at for at, cells in enumerate(lines, start=1) if any(cells) and len(cells) != width), None)
    if uneven is not None:
        raise WrongShape(
            f"Blockets rader är olika långa: rad {uneven} har {_cells(len(lines[uneven - 1]))}, "
            f"den första har {width}."
        )
    known = {name.casefold(): at for at, names in reversed(list(enumerate(shape.names))) for name in names}
    named = sum(cells[0].casefold() in known for cells in filled)
    if width > 1 and named * 2 >= len(filled):
        return _by_name(filled, shape, known, column)
    if row + len(lines) > len(shape.names) or column + width > len(shape.columns):
        left = shape.columns[column:]
        raise WrongShape(
            f"Blocket är {_rows(len(lines))} × {_columns(width)}. Från den här cellen finns "
            f"{_rows(len(shape.names) - row)} × {_columns(len(left))}: {', '.join(left)}."
        )
    rows = [(row + down, cells) for down, cells in enumerate(lines) if any(cells)]
    return _fitted(rows, shape, column)


def _by_name(
    lines: list[list[str]], shape: GridShape, known: dict[str, int], column: int
) -> dict[tuple[int, int], str]:
    if lines[0][0].casefold() not in known:  # a heading
        lines = lines[1:]
    unknown = next((cells[0] for cells in lines if cells[0].casefold() not in known), None)
    if unknown is not None:
        raise WrongShape(
            f"”{unknown}” finns inte i tabellen. Första kolumnen ska vara radens namn eller kod, till exempel "
            f"{_called(shape, 0)}."
        )
    rows = [(known[cells[0].casefold()], cells[1:]) for cells in lines]
    seen = [at for at, _ in rows]
    twice = next((at for at in seen if seen.count(at) > 1), None)
    if twice is not None:
        raise WrongShape(f"”{_called(shape, twice)}” står på flera rader i blocket.")
    # Many a spreadsheet has the name beside the code.
    if all(known.get(cells[0].casefold()) == at for at, cells in rows):
        rows = [(at, cells[1:]) for at, cells in rows]
    width = len(rows[0][1])
    start = 0 if width == len(shape.columns) else column
    if not 0 < width <= len(shape.columns) - start:
        left = shape.columns[start:]
        raise WrongShape(
            f"Blocket har {_columns(width)} efter koden. Här finns {_columns(len(left))}: {', '.join(left)}."
        )
    return _fitted(rows, shape, start)


def _fitted(rows: list[tuple[int, list[str]]], shape: GridShape, column: int) -> dict[tuple[int, int], str]:
    placed: dict[tuple[int, int], str] = {}
    for at, cells in rows:
        for over, text in enumerate(cells):
            if not text:
                continue
            if not shape.fits[at][column + over]:
                raise WrongShape(
                    f"”{_called(shape, at)}” har ingen cell i kolumnen {shape.columns[column + over]}, "
                    f"men blocket har ”{text}” där."
                )
            placed[at, column + over] = text
    return placed


def _called(shape: GridShape, at: int) -> str:
    """A row as the grid shows it: by its name, where it has one beside the code."""
    return shape.names[at][:2][-1]


def _rows(count: int) -> str:
    return f"{count} rad" if count == 1 else f"{count} rader"


def _columns(count: int) -> str:
    return f"{count} kolumn" if count == 1 else f"{count} kolumner"


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} celler"
