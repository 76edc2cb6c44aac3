"""The register of assignments: those of chosen givers and states, with the columns that the template has."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from goals.models import Assignment, Giver
from organisation.figures import UNDEFINED
from reports.blocks.base import Finding, Known
from reports.blocks.goal_reading import GoalChoice, read_choice
from reports.blocks.word_table import WordTable, read_head
from reports.column_words import ColumnWord
from reports.contents import Block, Cell, Column, Row, RowGroup
from reports.goal_records import ReportAssignment, decision
from reports.sources import Sources
from reports.toml_reading import TableReader

WIDE = 5  # columns


class GiverWord(StrEnum):
    COUNCIL = "kommunfullmäktige"
    BOARD = "kommunstyrelsen"
    COMMITTEE = "nämnden"
    AUDIT = "revisionen"
    AUTHORITY = "myndighet"
    OTHER = "annan"

    @property
    def giver(self) -> Giver:
        return Giver[self.name]


class StateWord(StrEnum):
    OPEN = "pågår"
    TO_CLOSE = "föreslås avslutas"
    CLOSED = "avslutat"

    @property
    def status(self) -> Assignment.Status:
        return Assignment.Status[self.name]


class RegisterWord(ColumnWord):
    GIVER = "givare", "Givet av"
    DECISION = "beslut", "Beslut"
    REGISTRATION = "diarienummer", "Diarienummer"
    UNITS = "enheter", "Enheter"
    RESPONSIBLE = "ansvarig", "Ansvarig"
    DUE = "klart", "Ska vara klart"
    STATE = "läge", "Läge"
    ASSESSMENT = "bedömning", "Bedömning"
    NOTE = "anteckning", "Senaste anteckning"


USUAL = (
    RegisterWord.GIVER,
    RegisterWord.DECISION,
    RegisterWord.RESPONSIBLE,
    RegisterWord.DUE,
    RegisterWord.STATE,
)


@dataclass(frozen=True)
class AssignmentRegisterBlock(WordTable):
    """choice are the goals whose assignments are shown; all assignments where it chooses nothing."""

    TYPE: ClassVar = "uppdragsregister"
    columns: tuple[RegisterWord, ...]
    givers: tuple[GiverWord, ...]
    states: tuple[StateWord, ...]
    choice: GoalChoice
    is_grouped: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_head(table, "Uppdrag"),
            columns=table.choices("kolumner", RegisterWord, USUAL),
            givers=table.choices("givare", GiverWord, tuple(GiverWord)),
            states=table.choices("lage", StateWord, tuple(StateWord)),
            choice=read_choice(table),
            is_grouped=table.flag("grupper", default=False),
        )

    def build(self, sources: Sources) -> Block:
        shown = self._shown(sources)
        if not shown:
            return Block("marked_table", note="Det finns inga uppdrag att visa i registret.")
        cell = _cells(sources)
        groups: dict[str, list[Row]] = {}
        for assignment in shown:
            group = assignment.giver if self.is_grouped else sources.tree.root.name
            cells = tuple(cell[column](assignment) for column in self.columns)
            groups.setdefault(group, []).append(Row(assignment.title, cells))
        table = self.table(
            sources,
            (Column(column.heading, is_text=True) for column in self.columns),
            (RowGroup(name, tuple(rows), shows_label=self.is_grouped) for name, rows in groups.items()),
            is_wide=len(self.columns) >= WIDE,
        )
        return Block("marked_table", tables=(table,))

    def _shown(self, sources: Sources) -> list[ReportAssignment]:
        """One that was closed stands in the reports of the year when it was."""
        givers = {word.giver for word in self.givers}
        states = {word.status for word in self.states}
        goals = None if self.choice == GoalChoice() else {g.id for g in self.choice.of(sources.goals.goals)}
        return [
            each
            for each in sources.goals.assignments
            if each.giver_kind in givers
            and each.status in states
            and (each.closed_on is None or each.closed_on.year == sources.report.year)
            and (goals is None or each.goal_ids & goals)
        ]

    def check(self, known: Known) -> Iterable[Finding]:
        return self.choice.check(known, self.line)


def _cells(sources: Sources) -> dict[RegisterWord, Callable[[ReportAssignment], Cell]]:
    def units(assignment: ReportAssignment) -> str:
        responsible = sources.goals.units_of(assignment)
        return ", ".join(unit.name for unit in sources.tree.units if unit.id in responsible)

    return {
        RegisterWord.GIVER: lambda each: _text(each.giver),
        RegisterWord.DECISION: lambda each: _text(decision(each.decided_on, each.paragraph)),
        RegisterWord.REGISTRATION: lambda each: _text(each.registration_number),
        RegisterWord.UNITS: lambda each: _text(units(each)),
        RegisterWord.RESPONSIBLE: lambda each: _text(each.responsible or units(each)),
        RegisterWord.DUE: lambda each: _text(each.due),
        RegisterWord.STATE: lambda each: _text(_state(each)),
        RegisterWord.ASSESSMENT: lambda each: _assessment(each, sources),
        RegisterWord.NOTE: lambda each: _note(each, sources),
    }


def _text(text: str) -> Cell:
    return Cell(None, 0, text=text.strip() or UNDEFINED)


def _state(assignment: ReportAssignment) -> str:
    label = str(Assignment.Status(assignment.status).label)
    closed = decision(assignment.closed_on, assignment.closed_paragraph)
    return f"{label}\n{closed}" if closed else label


def _assessment(assignment: ReportAssignment, sources: Sources) -> Cell:
    level = sources.goals.level(assignment)
    return Cell(None, 0, mark=level.mark) if level else _text("")


def _note(assignment: ReportAssignment, sources: Sources) -> Cell:
    note = sources.goals.notes.get(assignment.id)
    if note is None:
        return _text("")
    said = decision(note.meeting_on, note.decision_paragraph)
    return _text(f"{said}: {note.text}" if said else note.text)
