"""A chart: budget, actual and forecast per unit, or the year month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from organisation.figures import Scale
from reports.blocks.base import BlockSettings, Finding, Known, Namespace, check_units, read_units
from reports.blocks.table_reading import read_label, read_scale
from reports.contents import Block
from reports.sources import Sources
from reports.table_settings import LineKind
from reports.toml_reading import TableReader
from reports.unit_tree import UnitChoice


class ChartKind(StrEnum):
    UNITS = "enheter"
    MONTHS = "månader"


@dataclass(frozen=True)
class ChartBlock(BlockSettings):
    """is_cumulated: each month shows the sum since January. A chart of months is about the root or one unit."""

    TYPE: ClassVar = "diagram"
    key: str
    name: str
    kind: ChartKind
    units: UnitChoice
    line_kind: LineKind
    scale: Scale
    decimals: int
    is_cumulated: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        scale, decimals = read_scale(table)
        kind = table.choice("visar", ChartKind)
        block = cls(
            table.line,
            key=table.key(),
            name=read_label(table, "namn"),
            kind=kind,
            units=read_units(table),
            line_kind=table.choice("post", LineKind, LineKind.NET),
            scale=scale,
            decimals=decimals,
            is_cumulated=table.flag("ackumulerat", default=False),
        )
        if kind is ChartKind.UNITS and block.is_cumulated:
            raise table.error("”ackumulerat” kräver visar = ”månader”.", "ackumulerat")
        return block

    def build(self, sources: Sources) -> Block:
        return Block("chart")

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]

    def check(self, known: Known) -> Iterable[Finding]:
        return check_units(self.units, known, self.line)

    def years(self, year: int) -> set[int]:
        return {year}
