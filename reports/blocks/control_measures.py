"""Deviations and risks with the measures for them: those of the year, and those of earlier years that were open then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from reports.blocks.control_reading import ControlTable, read_columns, read_is_wide
from reports.blocks.named_table import read_names
from reports.column_words import ColumnWord
from reports.contents import Block, Cell
from reports.control_records import ReportMeasure
from reports.control_tables import marked, shown, words
from reports.sources import Sources
from reports.toml_reading import TableReader


class MeasureWord(ColumnWord):
    CODE = "kod", "Kod"
    ABOUT = "avvikelse", "Avvikelse eller risk"
    MEASURE = "åtgärd", "Åtgärd"
    RESPONSIBLE = "ansvarig", "Ansvarig"
    UNIT = "enhet", "Enhet"
    DUE = "klar senast", "Klar senast"
    STATUS = "läge", "Läge"
    PROGRESS = "hur det går", "Hur det går"
    EFFECT = "effekt", "Effekt"


class WhichWord(StrEnum):
    OPEN = "öppna"
    ALL = "alla"


USUAL = (
    MeasureWord.ABOUT,
    MeasureWord.MEASURE,
    MeasureWord.RESPONSIBLE,
    MeasureWord.DUE,
    MeasureWord.STATUS,
    MeasureWord.EFFECT,
)


@dataclass(frozen=True)
class ControlMeasuresBlock(ControlTable):
    TYPE: ClassVar = "kontrollåtgärder"
    columns: tuple[MeasureWord, ...]
    which: WhichWord

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_names(table),
            columns=read_columns(table, MeasureWord, USUAL, (MeasureWord.STATUS, MeasureWord.EFFECT)),
            which=table.choice("visar", WhichWord, WhichWord.ALL),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        is_all = self.which is WhichWord.ALL
        return self.block(
            sources,
            shown(self.columns, CELLS),
            [each for each in sources.control.measures if is_all or each.closed_on is None],
            empty=f"Det finns inga {'åtgärder' if is_all else 'öppna åtgärder'} att visa.",
        )


CELLS: Mapping[MeasureWord, Callable[[ReportMeasure], Cell]] = {
    MeasureWord.CODE: lambda each: words(each.code),
    MeasureWord.ABOUT: lambda each: words(each.about),
    MeasureWord.MEASURE: lambda each: words(each.text),
    MeasureWord.RESPONSIBLE: lambda each: words(each.responsible),
    MeasureWord.UNIT: lambda each: words(each.unit),
    MeasureWord.DUE: lambda each: words(each.due_on.isoformat()),
    MeasureWord.STATUS: lambda each: marked(
        each.status_mark, each.closed_on.isoformat() if each.closed_on else ""
    ),
    MeasureWord.PROGRESS: lambda each: words(each.progress),
    MeasureWord.EFFECT: lambda each: marked(each.effect_mark, each.effect_text.strip()),
}
