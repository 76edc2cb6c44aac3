"""What the tables of internal control have in common, and the keys that they share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from reports.blocks.base import Finding, Known
from reports.blocks.named_table import NamedTable
from reports.contents import Block
from reports.control_tables import Frame, Shown, table_of
from reports.labels import filled
from reports.sources import Sources
from reports.toml_reading import TableReader, listed

R = TypeVar("R")
W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True)
class ControlTable(NamedTable):
    """is_wide None: decided by the number of columns."""

    is_wide: bool | None = field(default=None, kw_only=True)

    def block(
        self,
        sources: Sources,
        columns: Sequence[Shown[R]],
        rows: Sequence[R],
        *,
        empty: str,
        group: Callable[[R], str] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Block:
        """The table; where it has no rows, a note that there is no plan, or else empty."""
        if not rows:
            return Block("marked_table", note=sources.control.absent or empty)
        report = sources.report
        frame = Frame(
            self.key, filled(self.name, report.year, report.month), sources.tree.root.name, self.is_wide
        )
        return Block("marked_table", tables=(table_of(frame, columns, rows, group=group, notes=notes),))


def read_columns(
    table: TableReader, words: Iterable[W], usual: tuple[W, ...], marked: Iterable[W] = (), *, least: int = 2
) -> tuple[W, ...]:
    """Kolumner: the first heads the rows, and is of words alone."""
    columns = table.choices("kolumner", words, usual)
    if len(columns) < least:
        raise table.error(
            f"”kolumner” ska ha minst {least} kolumner: den första är radernas rubrik.", "kolumner"
        )
    if columns[0] in marked:
        raise table.error(
            f"”{columns[0]}” kan inte stå först i kolumner: den första är radernas rubrik, med bara ord.",
            "kolumner",
        )
    return columns


def read_is_wide(table: TableReader) -> bool | None:
    return table.flag("liggande", default=False) if table.has("liggande") else None


def read_controls(table: TableReader) -> tuple[str, ...]:
    """Kontroller: codes; all of them where it is left out."""
    return table.texts("kontroller") if table.has("kontroller") else ()


def check_controls(codes: Iterable[str], known: Known, line: int) -> Iterable[Finding]:
    for code in codes:
        if code not in known.control_codes:
            there = f" De som finns: {listed(sorted(known.control_codes))}." if known.control_codes else ""
            yield Finding(f"Kontrollen ”{code}” finns inte i nämnden.{there}", line)
