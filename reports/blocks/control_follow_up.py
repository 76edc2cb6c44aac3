"""The follow-up of the year's controls: their occasions side by side by month, or everything about each in a row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace
from reports.blocks.control_reading import frame, read_columns, read_is_wide, read_name
from reports.contents import Block, Cell
from reports.control_cells import CONTROL_HEADINGS, MARKED_CONTROL_WORDS, ControlWord, control_cells
from reports.control_records import ReportControl
from reports.control_results import (
    MonthColumn,
    analyses,
    hides_numbers,
    measures,
    month_columns,
    month_word,
    results,
    results_in,
)
from reports.control_sources import ControlSources
from reports.control_tables import Shown, hidden_note, shown, table_of
from reports.sources import Sources
from reports.toml_reading import TableReader


class FormWord(StrEnum):
    OCCASIONS = "tillfällen"  # a column for each month, side by side
    FULL = "full"


class FullWord(StrEnum):
    """The columns of the full form: those of the plan, and what came of them."""

    CODE = "kod"
    PROCESS = "process"
    RISK = "risk"
    VALUE = "riskvärde"
    CONTROL = "kontrollmoment"
    METHOD = "metod"
    RULE = "styrande dokument"
    WHEN = "när"
    FREQUENCY = "frekvens"
    RESPONSIBLE = "ansvarig"
    REPORTED_TO = "rapporteras till"
    UNIT = "enhet"
    RESULT = "resultat"
    ANALYSIS = "analys"
    MEASURE = "åtgärd"

    @property
    def of_plan(self) -> ControlWord | None:
        return ControlWord(self.value) if self.value in list(ControlWord) else None


USUAL_BEFORE_MONTHS = (ControlWord.CONTROL, ControlWord.METHOD, ControlWord.RULE, ControlWord.WHEN)
USUAL_FULL = (
    FullWord.PROCESS,
    FullWord.RISK,
    FullWord.VALUE,
    FullWord.CONTROL,
    FullWord.METHOD,
    FullWord.FREQUENCY,
    FullWord.RESPONSIBLE,
    FullWord.RESULT,
    FullWord.ANALYSIS,
    FullWord.MEASURE,
)
_FULL_HEADINGS = {
    FullWord.RESULT: "Resultat",
    FullWord.ANALYSIS: "Analys",
    FullWord.MEASURE: "Åtgärd",
}


@dataclass(frozen=True)
class ControlFollowUpBlock(BlockSettings):
    """before: the columns that stand before the months, where form is OCCASIONS; full: those of the full form."""

    TYPE: ClassVar = "kontrolluppföljning"
    key: str
    name: str
    form: FormWord
    before: tuple[ControlWord, ...]
    full: tuple[FullWord, ...]
    months: tuple[int, ...]
    is_grouped: bool
    is_wide: bool | None

    @classmethod
    def read(cls, table: TableReader) -> Self:
        form = table.choice("form", FormWord, FormWord.OCCASIONS)
        by_month = form is FormWord.OCCASIONS
        return cls(
            table.line,
            key=table.key(),
            name=read_name(table),
            form=form,
            before=read_columns(table, ControlWord, USUAL_BEFORE_MONTHS, MARKED_CONTROL_WORDS, least=1)
            if by_month
            else (),
            full=()
            if by_month
            else read_columns(table, FullWord, USUAL_FULL, (FullWord.VALUE, FullWord.RESULT)),
            months=table.rising("manader", least=1, most=12) if by_month and table.has("manader") else (),
            is_grouped=table.flag("grupper", default=False),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control, until = sources.control, sources.report.month
        if not control.counted_controls:
            return Block("marked_table", note=control.absent or "Planen har inga kontroller än.")
        columns = month_columns(control.counted_controls, self.months, until)
        if not columns:
            return Block(
                "marked_table",
                note=f"Ingen kontroll skulle genomföras till och med {month_word(until)} {control.year}.",
            )
        hides = hides_numbers(control.counted_controls, until)
        table = table_of(
            frame(self.key, self.name, sources, is_wide=self.is_wide),
            self._columns(control, columns),
            control.counted_controls,
            group=(lambda each: each.process) if self.is_grouped else None,
            notes=(hidden_note(sources.committee.small_group_threshold),) if hides else (),
        )
        return Block("marked_table", tables=(table,))

    def _columns(self, control: ControlSources, columns: list[MonthColumn]) -> list[Shown[ReportControl]]:
        if self.form is FormWord.FULL:
            return list(_full(self.full, control))
        by_month = [Shown(column.heading, _in(column), "Uppföljning") for column in columns]
        return [*shown(self.before, CONTROL_HEADINGS, control_cells(control)), *by_month]

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]


def _in(column: MonthColumn) -> Callable[[ReportControl], Cell]:
    return lambda control: results_in(column, control)


def _full(words: Iterable[FullWord], control: ControlSources) -> Iterable[Shown[ReportControl]]:
    until, of_plan = control.month, control_cells(control)
    found: Mapping[FullWord, Callable[[ReportControl], Cell]] = {
        FullWord.RESULT: lambda each: results(each, until),
        FullWord.ANALYSIS: lambda each: analyses(each, until),
        FullWord.MEASURE: lambda each: measures(each, until, control),
    }
    for word in words:
        planned = word.of_plan
        yield (
            Shown(CONTROL_HEADINGS[planned], of_plan[planned])
            if planned
            else Shown(_FULL_HEADINGS[word], found[word])
        )
