"""An overview of goals: each with how it is assessed, and a legend under the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Finding, Known, Namespace
from reports.blocks.goal_reading import GoalChoice, read_choice
from reports.blocks.table_reading import read_label
from reports.contents import Block, Cell, Column, Row, RowGroup, Table
from reports.goal_records import ReportGoal, in_tree_order
from reports.goal_sources import GoalSources
from reports.labels import filled
from reports.sources import Sources
from reports.toml_reading import TableReader

EMPTY = Cell(None, 0, text="\u2013")


@dataclass(frozen=True)
class GoalOverviewBlock(BlockSettings):
    TYPE: ClassVar = "målöversikt"
    key: str
    name: str
    row_heading: str
    column: str
    choice: GoalChoice
    has_legend: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line,
            key=table.key(),
            name=read_label(table, "namn"),
            row_heading=read_label(table, "radrubrik", "Mål"),
            column=read_label(table, "kolumn", "Bedömning"),
            choice=read_choice(table),
            has_legend=table.flag("forklaring", default=True),
        )

    def build(self, sources: Sources) -> Block:
        goals = self.choice.of(sources.goals.goals)
        if not goals:
            return Block("marked_table", note=self.choice.absent(sources.goals))
        report = sources.report
        table = Table(
            self.key,
            filled(self.name, report.year, report.month),
            self.row_heading,
            (Column(self.column, is_text=True),),
            tuple(_groups(goals, sources.goals)),
            "",
            holds_figures=False,
        )
        used = [level for goal in goals if (level := sources.goals.level(goal))]
        legend = sources.goals.legend(used) if self.has_legend else ()
        return Block("marked_table", tables=(table,), legend=legend)

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]

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
