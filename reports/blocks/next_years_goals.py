"""The goals of the year after the report's, with how and how often each is followed up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from organisation.due import due_months
from organisation.figures import UNDEFINED
from organisation.periods import MONTHS
from reports.blocks.base import Finding, Known
from reports.blocks.goal_reading import GoalChoice, read_choice
from reports.blocks.word_table import WordTable, read_head
from reports.contents import Block, Cell, Column, Row, RowGroup
from reports.goal_records import ReportGoal, in_tree_order
from reports.sources import Sources
from reports.table_notes import listing
from reports.toml_reading import TableReader

COLUMNS = (Column("Så följs målet upp", is_text=True), Column("När", is_text=True))
EVERY_MONTH = 12


@dataclass(frozen=True)
class NextYearsGoalsBlock(WordTable):
    TYPE: ClassVar = "nästa_års_mål"
    choice: GoalChoice

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_head(table, "Mål"),
            choice=read_choice(table),
        )

    def goal_years(self, year: int) -> set[int]:
        return {year + 1}

    def build(self, sources: Sources) -> Block:
        year = sources.report.year + 1
        goals = self.choice.of(sources.goals.next_years_goals)
        if not goals:
            return Block("marked_table", note=f"Det finns inga mål för {year}.")
        rows = tuple(
            Row(goal.label, (_words(goal.method), _words(interval(goal))), level=depth)
            for goal, depth in in_tree_order(goals)
        )
        groups = [RowGroup(sources.tree.root.name, rows, shows_label=False)]
        table = self.table(sources, COLUMNS, groups, year=year)
        return Block("marked_table", tables=(table,))

    def check(self, known: Known) -> Iterable[Finding]:
        return self.choice.check(known, self.line)


def interval(goal: ReportGoal) -> str:
    """'3 gånger per år: efter april, augusti och december'; '' for a goal of a level that is not assessed."""
    if goal.level.scale_id is None and not goal.months and not goal.times:
        return ""
    months = due_months(goal.months, goal.times)
    if len(months) == EVERY_MONTH:
        return "Varje månad"
    times = "En gång" if len(months) == 1 else f"{len(months)} gånger"
    return f"{times} per år: efter {listing(MONTHS[month - 1] for month in months)}"


def _words(text: str) -> Cell:
    return Cell(None, 0, text=text.strip() or UNDEFINED)
