"""A chart: budget, actual and forecast per unit, or the year month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from organisation.figures import Scale
from reports.blocks.base import Finding, Known, check_units, read_units
from reports.blocks.named_table import NamedTable, read_names
from reports.blocks.table_reading import read_scale
from reports.chart_tables import months_table, units_table
from reports.charts import bars, months
from reports.contents import Block, Chart
from reports.labels import filled
from reports.sources import Sources
from reports.table_notes import listing
from reports.table_settings import LineKind
from reports.toml_reading import TableReader
from reports.unit_tree import Choice, UnitChoice, UnitRecord

TOLD = "Siffrorna står i tabellen intill."


class ChartKind(StrEnum):
    UNITS = "enheter"
    MONTHS = "månader"


@dataclass(frozen=True)
class ChartBlock(NamedTable):
    """is_cumulated: each month shows the sum since January. A chart of months is about the root or one unit."""

    TYPE: ClassVar = "diagram"
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
            *read_names(table),
            kind=kind,
            units=read_units(table),
            line_kind=table.choice("post", LineKind, LineKind.NET),
            scale=scale,
            decimals=decimals,
            is_cumulated=table.flag("ackumulerat", default=False),
        )
        is_one_unit = block.units.choice is Choice.ROOT or len(block.units.codes) == 1
        if kind is ChartKind.MONTHS and not is_one_unit:
            raise table.error(
                "visar = ”månader” gäller en enhet: nämnden eller en kod i en lista.", "enheter"
            )
        if kind is ChartKind.UNITS and block.is_cumulated:
            raise table.error("”ackumulerat” kräver visar = ”månader”.", "ackumulerat")
        return block

    def build(self, sources: Sources) -> Block:
        report = sources.report
        name = filled(self.name, report.year, report.month)
        units = sources.tree.chosen(self.units, [report.year])
        if not units:
            return Block("chart", note=f"Det finns inga enheter att visa i diagrammet ”{name}”.")
        draw = self._units_chart if self.kind is ChartKind.UNITS else self._months_chart
        return Block("chart", charts=(draw(name, units, sources),))

    def _units_chart(self, name: str, units: list[UnitRecord], sources: Sources) -> Chart:
        table, series = units_table(
            self.key,
            name,
            units,
            sources.figures,
            kind=self.line_kind,
            scale=self.scale,
            decimals=self.decimals,
        )
        shown = listing([column.label.lower() for column in table.columns])
        description = (
            f"Liggande staplar i {table.unit} för {len(table.groups[0].rows)} enheter: {shown}. {TOLD}"
        )
        return Chart(self.key, name, bars(self.key, table, series, description), description, table)

    def _months_chart(self, name: str, units: list[UnitRecord], sources: Sources) -> Chart:
        table = months_table(
            self.key,
            name,
            units[0],
            sources.months,
            sources.figures,
            kind=self.line_kind,
            scale=self.scale,
            decimals=self.decimals,
            is_cumulated=self.is_cumulated,
        )
        what = "summerat från januari" if self.is_cumulated else "för varje månad"
        description = (
            f"Stående staplar med utfallet {what} {sources.report.year} i {table.unit}"
            f" och en streckad linje med budgeten. {TOLD}"
        )
        return Chart(self.key, name, months(self.key, table, description), description, table)

    def check(self, known: Known) -> Iterable[Finding]:
        return check_units(self.units, known, self.line)

    def years(self, year: int) -> set[int]:
        return {year}

    def units_by_month(self, sources: Sources) -> Iterable[int]:
        if self.kind is ChartKind.MONTHS:
            yield from (unit.id for unit in sources.tree.chosen(self.units, [sources.report.year])[:1])
