"""Deviations and risks with the measures for them: those of the year, and those of earlier years that were open then."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace
from reports.blocks.control_reading import frame, read_columns, read_is_wide, read_name
from reports.contents import Block, Cell
from reports.control_records import ReportMeasure
from reports.control_tables import marked, shown, table_of, words
from reports.sources import Sources
from reports.toml_reading import TableReader


class MeasureWord(StrEnum):
    CODE = "kod"
    ABOUT = "avvikelse"
    MEASURE = "åtgärd"
    RESPONSIBLE = "ansvarig"
    UNIT = "enhet"
    DUE = "klar senast"
    STATUS = "läge"
    PROGRESS = "hur det går"
    EFFECT = "effekt"


class WhichWord(StrEnum):
    OPEN = "öppna"
    ALL = "alla"


HEADINGS = {
    MeasureWord.CODE: "Kod",
    MeasureWord.ABOUT: "Avvikelse eller risk",
    MeasureWord.MEASURE: "Åtgärd",
    MeasureWord.RESPONSIBLE: "Ansvarig",
    MeasureWord.UNIT: "Enhet",
    MeasureWord.DUE: "Klar senast",
    MeasureWord.STATUS: "Läge",
    MeasureWord.PROGRESS: "Hur det går",
    MeasureWord.EFFECT: "Effekt",
}
USUAL = (
    MeasureWord.ABOUT,
    MeasureWord.MEASURE,
    MeasureWord.RESPONSIBLE,
    MeasureWord.DUE,
    MeasureWord.STATUS,
    MeasureWord.EFFECT,
)


@dataclass(frozen=True)
class ControlMeasuresBlock(BlockSettings):
    TYPE: ClassVar = "kontrollåtgärder"
    key: str
    name: str
    columns: tuple[MeasureWord, ...]
    which: WhichWord
    is_wide: bool | None

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line,
            key=table.key(),
            name=read_name(table),
            columns=read_columns(table, MeasureWord, USUAL, (MeasureWord.STATUS, MeasureWord.EFFECT)),
            which=table.choice("visar", WhichWord, WhichWord.ALL),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control = sources.control
        measures = [
            each for each in control.measures if self.which is WhichWord.ALL or each.closed_on is None
        ]
        if not measures:
            which = "öppna åtgärder" if self.which is WhichWord.OPEN else "åtgärder"
            return Block("marked_table", note=control.absent or f"Det finns inga {which} att visa.")
        table = table_of(
            frame(self.key, self.name, sources, is_wide=self.is_wide),
            shown(self.columns, HEADINGS, CELLS),
            measures,
        )
        return Block("marked_table", tables=(table,))

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]


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
