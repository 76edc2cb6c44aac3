"""A chart of one indicator over years or months, women and men apart where it is so measured, with its target."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from goals.models import Gender
from reports.blocks.base import BlockSettings, Finding, Known, Namespace, check_units, read_units
from reports.blocks.indicator_reading import check_choice
from reports.blocks.table_reading import read_label
from reports.contents import Block, Chart
from reports.indicator_chart_tables import ChartSettings, chart_table, told
from reports.indicator_charts import bars, lines
from reports.indicator_choosing import chosen
from reports.indicator_records import IndicatorNeed, IndicatorRecord
from reports.indicator_settings import IndicatorChoice
from reports.labels import filled
from reports.sources import Sources
from reports.toml_reading import TableReader
from reports.unit_tree import Choice, UnitChoice, UnitRecord

MOST_YEARS = 12


class Over(StrEnum):
    YEARS = "år"
    MONTHS = "månader"


class Shape(StrEnum):
    LINES = "linjer"
    BARS = "staplar"


@dataclass(frozen=True)
class IndicatorChartBlock(BlockSettings):
    TYPE: ClassVar = "måttdiagram"
    settings: ChartSettings
    indicator: str  # its code
    units: UnitChoice
    shape: Shape

    @classmethod
    def read(cls, table: TableReader) -> Self:
        shows_months = table.choice("visar", Over, Over.YEARS) is Over.MONTHS
        if shows_months and table.has("antal_ar"):
            raise table.error("”antal_ar” kräver visar = ”år”.", "antal_ar")
        units = read_units(table, (Choice.ROOT,)) if table.has("enheter") else UnitChoice(Choice.ROOT)
        if len(units.codes) > 1:
            raise table.error("Ett måttdiagram gäller en enhet: nämnden eller en kod i en lista.", "enheter")
        settings = ChartSettings(
            key=table.key(),
            name=read_label(table, "namn"),
            shows_months=shows_months,
            years=table.number("antal_ar", 5, least=2, most=MOST_YEARS),
            by_gender=table.flag("kon", default=True),
            shows_target=table.flag("malvarde", default=True),
        )
        usual = Shape.BARS if shows_months else Shape.LINES
        return cls(table.line, settings, table.text("matt"), units, table.choice("form", Shape, usual))

    def build(self, sources: Sources) -> Block:
        report = sources.report
        name = filled(self.settings.name, report.year, report.month)
        shown = self._shown(sources)
        if shown is None:
            return Block("chart", note=f"Det finns inget mått att visa i diagrammet ”{name}”.")
        figures = sources.indicators.figures(self._need(*shown, sources))
        table, series = chart_table(self.settings, name, *shown, figures)
        is_line = self.shape is Shape.LINES
        description = told(table, is_line=is_line)
        draw = lines if is_line else bars
        svg = draw(self.settings.key, table, series, description)
        return Block("chart", charts=(Chart(self.settings.key, name, svg, description, table),))

    def needs(self, sources: Sources) -> Iterable[IndicatorNeed]:
        shown = self._shown(sources)
        return [self._need(*shown, sources)] if shown else []

    def _shown(self, sources: Sources) -> tuple[IndicatorRecord, UnitRecord] | None:
        own, year = sources.indicators, sources.report.year
        indicators = chosen(self._choice, own.indicators, (), year)
        units = sources.tree.chosen(self.units, [year])
        return (indicators[0], units[0]) if indicators and units else None

    def _need(self, indicator: IndicatorRecord, unit: UnitRecord, sources: Sources) -> IndicatorNeed:
        year, month = sources.report.year, sources.report.month
        return IndicatorNeed(
            indicators=frozenset([indicator.id]),
            units=frozenset([unit.id]),
            genders=frozenset(Gender),
            periods=frozenset(self.settings.periods(year, month)),
            target_years=frozenset(self.settings.target_years(year)),
        )

    @property
    def _choice(self) -> IndicatorChoice:
        return IndicatorChoice(indicators=(self.indicator,))

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.settings.key), (Namespace.TABLE_NAME, self.settings.name)]

    def check(self, known: Known) -> Iterable[Finding]:
        yield from check_choice(self._choice, known, self.line)
        yield from check_units(self.units, known, self.line)
