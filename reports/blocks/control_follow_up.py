"""The follow-up of the year's controls: their occasions side by side by month, or everything about each in a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from reports.blocks.control_reading import ControlTable, read_columns, read_is_wide
from reports.blocks.named_table import read_names
from reports.column_words import ColumnWord
from reports.contents import Block, Cell
from reports.control_cells import MARKED_CONTROL_WORDS, ControlWord, control_cells
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
from reports.control_tables import Shown, hidden_note, shown
from reports.sources import Sources
from reports.toml_reading import TableReader


class FormWord(StrEnum):
    OCCASIONS = "tillfällen"  # a column for each month, side by side
    FULL = "full"


class FoundWord(ColumnWord):
    """The columns of the full form that tell what came of a control; those of the plan can stand beside them."""

    RESULT = "resultat", "Resultat"
    ANALYSIS = "analys", "Analys"
    MEASURE = "åtgärd", "Åtgärd"


FullWord = ControlWord | FoundWord
FULL: tuple[FullWord, ...] = (*ControlWord, *FoundWord)
USUAL_BEFORE_MONTHS = (ControlWord.CONTROL, ControlWord.METHOD, ControlWord.RULE, ControlWord.WHEN)
USUAL_FULL = (
    ControlWord.PROCESS,
    ControlWord.RISK,
    ControlWord.VALUE,
    ControlWord.CONTROL,
    ControlWord.METHOD,
    ControlWord.FREQUENCY,
    ControlWord.RESPONSIBLE,
    FoundWord.RESULT,
    FoundWord.ANALYSIS,
    FoundWord.MEASURE,
)


@dataclass(frozen=True)
class ControlFollowUpBlock(ControlTable):
    """columns: all of the full form; where form is OCCASIONS, those that stand before the months."""

    TYPE: ClassVar = "kontrolluppföljning"
    form: FormWord
    columns: tuple[FullWord, ...]
    months: tuple[int, ...]
    is_grouped: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        form = table.choice("form", FormWord, FormWord.OCCASIONS)
        by_month = form is FormWord.OCCASIONS
        return cls(
            *read_names(table),
            form=form,
            columns=read_columns(table, ControlWord, USUAL_BEFORE_MONTHS, MARKED_CONTROL_WORDS, least=1)
            if by_month
            else read_columns(table, FULL, USUAL_FULL, (*MARKED_CONTROL_WORDS, FoundWord.RESULT)),
            months=table.rising("manader", least=1, most=12) if by_month and table.has("manader") else (),
            is_grouped=table.flag("grupper", default=False),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control, until = sources.control, sources.report.month
        controls = control.counted_controls
        months = month_columns(controls, self.months, until)
        if controls and not months:
            return Block(
                "marked_table",
                note=f"Ingen kontroll skulle genomföras till och med {month_word(until)} {control.year}.",
            )
        by_month = self.form is FormWord.OCCASIONS
        hides = hides_numbers(controls, until)
        return self.block(
            sources,
            [
                *shown(self.columns, _cells(control)),
                *(Shown(month.heading, _in(month), "Uppföljning") for month in months if by_month),
            ],
            controls,
            empty="Planen har inga kontroller än.",
            group=(lambda each: each.process) if self.is_grouped else None,
            notes=(hidden_note(sources.committee.small_group_threshold),) if hides else (),
        )


def _in(column: MonthColumn) -> Callable[[ReportControl], Cell]:
    return lambda control: results_in(column, control)


def _cells(control: ControlSources) -> Mapping[FullWord, Callable[[ReportControl], Cell]]:
    until = control.month
    cells: dict[FullWord, Callable[[ReportControl], Cell]] = {
        FoundWord.RESULT: lambda each: results(each, until),
        FoundWord.ANALYSIS: lambda each: analyses(each, until),
        FoundWord.MEASURE: lambda each: measures(each, until, control),
    }
    cells.update(control_cells(control).items())
    return cells
