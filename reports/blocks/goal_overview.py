"""An overview of goals: each with how it is assessed, and a legend under the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import Finding, Known
from reports.blocks.goal_reading import GoalChoice, read_choice
from reports.blocks.table_reading import read_label
from reports.blocks.word_table import WordTable, read_head
from reports.contents import Block, Cell, Column, Row, RowGroup
from reports.goal_records import ReportGoal, in_tree_order
from reports.goal_sources import GoalSources
from reports.sources import Sources
from reports.toml_reading import TableReader

EMPTY = Cell(None, 0, text="\u2013")


@dataclass(frozen=True)
class GoalOverviewBlock(WordTable):
    TYPE: ClassVar = "målöversikt"
    column: str
    choice: GoalChoice
    has_legend: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_head(table, "Mål"),
            column=read_label(table, "kolumn", "Bedömning"),
            choice=read_choice(table),
            has_legend=table.flag("forklaring", default=True),
        )

    def build(self, sources: Sources) -> Block:
        goals = self.choice.of(sources.goals.goals)
        if not goals:
            return Block("marked_table", note=self.choice.absent(sources.goals))
        columns = [Column(self.column, is_text=True)]
        table = self.table(sources, columns, _groups(goals, sources.goals))
        used = [level for goal in goals if (level := sources.goals.level(goal))]
        legend = sources.goals.legend(used) if self.has_legend else ()
        return Block("marked_table", tables=(table,), legend=legend)

    def check(self, known: Known) -> Iterable[Finding]:
        return self.choice.check(known, self.line)


def _groups(goals: tuple[ReportGoal, ...], sources: GoalSources) -> Iterable[RowGroup]:
    """Under a heading for each topmost goal where those are not assessed; else in one group, indented."""
    found: list[tuple[str, list[Row]]] = []
    for goal, depth in in_tree_order(goals):
        level = sources.level(goal)
        if depth == 0 and level is None:
            found.append((goal.label, []))
            continue
        if not found or (depth == 0 and found[-1][0]):
            found.append(("", []))
        indent = max(0, depth - 1) if found[-1][0] else depth
        cell = Cell(None, 0, mark=level.mark) if level else EMPTY
        found[-1][1].append(Row(goal.label, (cell,), level=indent))
    for label, rows in found:
        yield RowGroup(label, tuple(rows) or (Row(label, (EMPTY,)),), shows_label=bool(label and rows))
