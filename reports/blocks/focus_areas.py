"""Focus areas side by side, with the goals of each level under them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from organisation.figures import UNDEFINED
from reports.blocks.base import Finding, Known
from reports.blocks.goal_reading import GoalChoice, check_levels
from reports.blocks.word_table import WordTable, read_head
from reports.contents import Block, Cell, Column, Row, RowGroup
from reports.sources import Sources
from reports.toml_reading import TableReader

WIDE = 4  # focus areas


@dataclass(frozen=True)
class FocusAreasBlock(WordTable):
    """top is the level of the columns, levels those of the rows; '' and () are the topmost and all below it."""

    TYPE: ClassVar = "fokusområden"
    top: str
    levels: tuple[str, ...]
    has_description: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_head(table, ""),
            top=table.text("kolumner", ""),
            levels=table.texts("rader") if table.has("rader") else (),
            has_description=table.flag("forklaring", default=False),
        )

    def build(self, sources: Sources) -> Block:
        levels, goals = sources.goals.levels, sources.goals.goals
        top = next((level for level in levels if level.name == self.top or not self.top), None)
        areas = [goal for goal in goals if goal.level == top]
        if top is None or not areas:
            return Block(
                "marked_table", note=GoalChoice((self.top,) if self.top else ()).absent(sources.goals)
            )
        rows = []
        if self.has_description and any(area.description for area in areas):
            cells = tuple(Cell(None, 0, text=area.description or UNDEFINED) for area in areas)
            rows.append(Row("Beskrivning", cells))
        for level in levels:
            if level.name in self.levels or (not self.levels and level.position > top.position):
                below = [GoalChoice((level.name,), area.code).of(goals) for area in areas]
                texts = ("\n".join(goal.label for goal in each) for each in below)
                rows.append(Row(level.plural, tuple(Cell(None, 0, text=text) for text in texts)))
        table = self.table(
            sources,
            (Column(area.label, is_text=True) for area in areas),
            [RowGroup(sources.tree.root.name, tuple(rows), shows_label=False)],
            row_heading=top.name,
            is_wide=len(areas) > WIDE,
        )
        return Block("marked_table", tables=(table,))

    def check(self, known: Known) -> Iterable[Finding]:
        return check_levels(filter(None, [self.top, *self.levels]), known, self.line)
