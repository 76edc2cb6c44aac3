"""A table of indicators: outcomes, targets, women and men, answers, trends and assessments, in chosen columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Finding, Known, Namespace, check_units, read_units
from reports.blocks.indicator_reading import check_choice, read_choice, read_layout
from reports.blocks.table_reading import read_label
from reports.contents import Block
from reports.indicator_records import IndicatorNeed
from reports.indicator_settings import (
    IndicatorChoice,
    IndicatorGrouping,
    IndicatorLayout,
    IndicatorTableSettings,
)
from reports.indicator_tables_of import need_of_table, table_of
from reports.sources import Sources
from reports.table_settings import Place
from reports.toml_reading import TableReader
from reports.unit_tree import Choice, UnitChoice

PER_UNIT = (IndicatorGrouping.INDICATOR, IndicatorGrouping.UNIT)


@dataclass(frozen=True)
class IndicatorTableBlock(BlockSettings):
    TYPE: ClassVar = "måttabell"
    table: IndicatorTableSettings

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(table.line, read_settings(table, read_layout(table)))

    def build(self, sources: Sources) -> Block:
        table = table_of(self.table, sources)
        if not table.groups:
            return Block("indicator_table", note=f"Det finns inga mått att visa i tabellen ”{table.name}”.")
        return Block("indicator_table", tables=(table,))

    def needs(self, sources: Sources) -> Iterable[IndicatorNeed]:
        return [need_of_table(self.table, sources)]

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.table.key), (Namespace.TABLE_NAME, self.table.name)]

    def check(self, known: Known) -> Iterable[Finding]:
        yield from check_choice(self.table.choice, known, self.line)
        yield from check_units(self.table.units, known, self.line)


def read_settings(table: TableReader, layout: IndicatorLayout) -> IndicatorTableSettings:
    """Every key but those of the layout."""
    choice = read_choice(table)
    units = _read_units(table)
    grouping = table.choice("grupper", IndicatorGrouping, _usual_grouping(choice, units))
    total = table.choice("summa", Place, Place.NONE)
    is_one_unit = units.choice is Choice.ROOT or len(units.codes) == 1
    if not is_one_unit and grouping not in PER_UNIT:
        raise table.error("Flera enheter kräver grupper = ”mått” eller ”enhet”.", "grupper")
    if total is not Place.NONE and (
        grouping is not IndicatorGrouping.INDICATOR or units.choice is Choice.ROOT
    ):
        raise table.error("”summa” kräver flera enheter och grupper = ”mått”.", "summa")
    return IndicatorTableSettings(
        key=table.key(),
        name=read_label(table, "namn"),
        choice=choice,
        layout=layout,
        grouping=grouping,
        units=units,
        total=total,
        total_name=table.text("summanamn", ""),
    )


def _read_units(table: TableReader) -> UnitChoice:
    return read_units(table) if table.has("enheter") else UnitChoice(Choice.ROOT)


def _usual_grouping(choice: IndicatorChoice, units: UnitChoice) -> IndicatorGrouping:
    """What the choice itself says: themes and several goals head their groups, and indicators with many units."""
    if units.choice is not Choice.ROOT and len(units.codes) != 1:
        return IndicatorGrouping.INDICATOR
    if choice.level or len(choice.goals) > 1:
        return IndicatorGrouping.GOAL
    if choice.indicators or choice.goals:
        return IndicatorGrouping.NONE
    return IndicatorGrouping.THEME
