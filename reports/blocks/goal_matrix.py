"""Goals by unit: how each unit assesses each goal."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Self

from organisation.figures import UNDEFINED
from reports.blocks.base import Finding, Known, check_units, read_units
from reports.blocks.goal_reading import GoalChoice, read_choice
from reports.blocks.table_reading import read_label
from reports.blocks.word_table import WordTable, read_head
from reports.contents import Block, Cell, Column, Row, RowGroup
from reports.goal_records import ReportGoal
from reports.goal_sources import GoalSources
from reports.sources import Sources
from reports.toml_reading import TableReader
from reports.unit_tree import UnitChoice, UnitRecord

NOT_CONCERNED = f"{UNDEFINED} betyder att enheten inte följer upp målet."
WIDE = 6  # units


class MarkWord(StrEnum):
    WORDS = "ord"
    SYMBOLS = "symboler"


@dataclass(frozen=True)
class GoalMatrixBlock(WordTable):
    """own is the heading of the committee's own assessment; '' for none."""

    TYPE: ClassVar = "målmatris"
    own: str
    choice: GoalChoice
    units: UnitChoice
    marks: MarkWord

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_head(table, "Mål"),
            own=read_label(table, "namnden", "Nämnden"),
            choice=read_choice(table),
            units=read_units(table),
            marks=table.choice("visar", MarkWord, MarkWord.SYMBOLS),
        )

    def build(self, sources: Sources) -> Block:
        goals = tuple(goal for goal in self.choice.of(sources.goals.goals) if goal.level.scale_id)
        units = sources.tree.chosen(self.units, [sources.report.year])
        if not goals or not units:
            absent = "Det finns inga enheter att visa." if goals else self.choice.absent(sources.goals)
            return Block("marked_table", note=absent)
        root = sources.tree.root
        shown = [
            *([replace(root, name=self.own)] if self.own else []),
            *(unit for unit in units if unit != root),
        ]
        rows = tuple(
            Row(goal.label, tuple(self._cell(goal, unit, root, sources.goals) for unit in shown))
            for goal in goals
        )
        has_empty = any(cell.mark is None for row in rows for cell in row.cells)
        table = self.table(
            sources,
            (Column(unit.name, is_text=True) for unit in shown),
            [RowGroup(root.name, rows, shows_label=False)],
            notes=(NOT_CONCERNED,) if has_empty else (),
            is_wide=len(shown) > WIDE,
        )
        used = [level for goal in goals if (level := sources.goals.level(goal))]
        return Block("marked_table", tables=(table,), legend=sources.goals.legend(used))

    def _cell(self, goal: ReportGoal, unit: UnitRecord, root: UnitRecord, sources: GoalSources) -> Cell:
        is_own = unit.id == root.id
        level = sources.level(goal, unit.id)
        is_written = sources.assessment(goal, unit.id).level_id is not None
        if level is None or not (is_own or is_written or unit.id in sources.units_of(goal)):
            return Cell(None, 0)
        return Cell(None, 0, mark=replace(level.mark, is_alone=self.marks is MarkWord.SYMBOLS))

    def check(self, known: Known) -> Iterable[Finding]:
        yield from self.choice.check(known, self.line)
        yield from check_units(self.units, known, self.line)
