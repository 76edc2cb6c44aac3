"""Tables of internal control in columns that a template chooses: the first column heads the rows. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from organisation.figures import NBSP, UNDEFINED
from reports.cells import printed
from reports.column_words import ColumnWord
from reports.contents import Cell, Column, LevelMark, MarkedLine, Row, RowGroup, Table

R = TypeVar("R")
W = TypeVar("W", bound=ColumnWord)

SUPPRESSED = ".."
WIDE = 5  # columns: with as many the paper is turned, unless all of it fits upright


@dataclass(frozen=True)
class Shown(Generic[R]):
    """A column to be: its heading, and what it says of a row."""

    heading: str
    cell: Callable[[R], Cell]
    group: str = ""


@dataclass(frozen=True)
class Frame:
    """What a table is called, and how it lies. is_wide None: decided by the number of columns."""

    key: str
    name: str
    group_name: str  # of the single group, where the rows are in none
    is_wide: bool | None = None


def table_of(
    frame: Frame,
    columns: Sequence[Shown[R]],
    rows: Iterable[R],
    *,
    group: Callable[[R], str] | None = None,
    notes: tuple[str, ...] = (),
) -> Table:
    """A table of words. Rows of the same group stand together, groups in the order in which they first appear."""
    first, *others = columns
    groups: dict[str, list[Row]] = {}
    for row in rows:
        made = Row(printed(first.cell(row)), tuple(column.cell(row) for column in others))
        groups.setdefault(group(row) if group else frame.group_name, []).append(made)
    return Table(
        frame.key,
        frame.name,
        first.heading,
        tuple(Column(column.heading, column.group, is_text=True) for column in others),
        tuple(
            RowGroup(label, tuple(made), shows_label=group is not None and bool(label))
            for label, made in groups.items()
        ),
        "",
        notes=notes,
        is_wide=len(others) >= WIDE if frame.is_wide is None else frame.is_wide,
        holds_figures=False,
    )


def shown(words: Iterable[W], cells: Mapping[W, Callable[[R], Cell]]) -> list[Shown[R]]:
    return [Shown(word.heading, cells[word]) for word in words]


# Process, method and who is responsible are the same in many rows.
@lru_cache(maxsize=1024)
def words(text: str) -> Cell:
    """Words, with their line breaks; – where there are none."""
    return Cell(None, 0, text="\n".join(lines_of(text)) or UNDEFINED)


def lines_of(text: str) -> list[str]:
    """The lines that say something. A no-break space in them stays one."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def marked(mark: LevelMark | None, text: str = "") -> Cell:
    """A mark, and words on the line under it; – where there is no mark and no words."""
    if mark is None:
        return words(text)
    if not text.strip():
        return Cell(None, 0, mark=mark)
    return Cell(None, 0, lines=(MarkedLine(mark=mark), *(MarkedLine(after=line) for line in lines_of(text))))


def in_lines(lines: Iterable[MarkedLine]) -> Cell:
    """– where there are no lines; what has no marks is words."""
    found = tuple(lines)
    if any(line.mark for line in found):
        return Cell(None, 0, lines=found)
    return words("\n".join(" ".join(filter(None, [line.before, line.after])) for line in found))


def hidden_note(threshold: int) -> str:
    return f"Antal som rör färre än {threshold} personer visas som{NBSP}{SUPPRESSED}"
