"""A section for each goal: how it is assessed, what is written about it, its assignments and its indicators."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Finding, Known, Namespace
from reports.blocks.goal_reading import GoalChoice, read_pattern
from reports.blocks.indicator_reading import read_layout
from reports.contents import Block, Section, Table
from reports.goal_chapters import HEADINGS, ChapterLevel, ChapterSettings, Part, chapters, left_out
from reports.indicator_records import IndicatorNeed
from reports.indicator_settings import IndicatorLayout
from reports.indicator_tables_of import need_of_goals, tables_of_goals
from reports.labels import PLACEHOLDERS
from reports.sources import Sources
from reports.table_notes import listing
from reports.toml_reading import TableReader

GOAL_WORDS = ("{nivå}", "{nummer}", "{mål}")
TABLE_WORDS = (*PLACEHOLDERS, "{nummer}", "{mål}")
ASSIGNMENT_WORDS = ("{uppdrag}", "{kod}")
ASSIGNMENT_PARTS = (Part.ASSESSMENT, Part.DESCRIPTION, Part.ANALYSIS, Part.MEASURES, Part.UNITS)
KEYS = {
    Part.DESCRIPTION: "forklaring",
    Part.CONTRIBUTIONS: "bidrag",
    Part.EFFECT: "effekt",
    Part.ANALYSIS: "analys",
    Part.MEASURES: "atgarder",
    Part.UNITS: "enheter",
}


@dataclass(frozen=True)
class GoalChaptersBlock(BlockSettings):
    """table is how the indicators of a goal are shown: the name of its table, and its columns."""

    TYPE: ClassVar = "målkapitel"
    chapters: ChapterSettings
    table: tuple[str, IndicatorLayout] | None

    @classmethod
    def read(cls, table: TableReader) -> Self:
        levels: list[ChapterLevel] = []
        for reader in table.tables("nivaer", "en nivå"):
            name = reader.text("niva")
            if any(level.name == name for level in levels):
                raise reader.error(f"Målnivån ”{name}” står två gånger.", "niva")
            heading = read_pattern(reader, "rubrik", "{nivå} {nummer}: {mål}", GOAL_WORDS)
            levels.append(ChapterLevel(name, heading, reader.choices("visar", Part, tuple(Part))))
        indicators, heading = None, ""
        if table.has("matt"):
            with table.table("matt", "matt") as reader:
                heading = reader.text("avsnitt", "")
                name = read_pattern(reader, "namn", "Mått, mål {nummer}", TABLE_WORDS)
                indicators = (name, read_layout(reader))
        return cls(
            table.line,
            ChapterSettings(
                key=table.key(),
                under=table.text("under", ""),
                levels=tuple(levels),
                assignment_heading=read_pattern(
                    table, "uppdragsrubrik", "Uppdrag: {uppdrag}", ASSIGNMENT_WORDS
                ),
                assignment_parts=table.choices("uppdrag_visar", ASSIGNMENT_PARTS, ASSIGNMENT_PARTS),
                indicators_heading=heading,
                headings=_read_headings(table),
                to_council=table.flag("fullmaktige", default=False),
            ),
            indicators,
        )

    def build(self, sources: Sources) -> Block:
        goals = sources.goals.goals
        if not self.chapters.top.of(self.chapters.of(goals)):
            wanted = replace(self.chapters.top, to_council=self.chapters.to_council)
            return Block("text", note=wanted.absent(sources.goals))
        if absent := left_out(self.chapters, goals):
            names = listing(f"”{goal.label}”" for goal in absent)
            return Block("text", note=f"Hör inte till något mål på nivån över och står inte med: {names}.")
        return Block("text")

    def sections(self, sources: Sources) -> tuple[Section, ...]:
        return chapters(self.chapters, sources, self._tables(sources))

    def needs(self, sources: Sources) -> Iterable[IndicatorNeed]:
        if self.table and (goals := self._measured_goals(sources)):
            yield need_of_goals(sources, goals, self.table[1])

    def _tables(self, sources: Sources) -> dict[int, Table]:
        """The indicators of every goal that shows them."""
        if self.table and (goals := self._measured_goals(sources)):
            name, layout = self.table
            return tables_of_goals(sources, goals, layout, key=self.chapters.key, name=name)
        return {}

    def _measured_goals(self, sources: Sources) -> set[int]:
        """The goals (ids) whose sections show their indicators."""
        levels = tuple(level.name for level in self.chapters.levels if Part.INDICATORS in level.parts)
        shown = self.chapters.of(sources.goals.goals)
        goals = GoalChoice(levels, self.chapters.under).of(shown) if levels else ()
        return {goal.id for goal in goals}

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.CHAPTERS, self.chapters.key)]

    def check(self, known: Known) -> Iterable[Finding]:
        return GoalChoice(tuple(level.name for level in self.chapters.levels), self.chapters.under).check(
            known, self.line
        )


def _read_headings(table: TableReader) -> dict[Part, str]:
    with table.table("rubriker", "rubriker") as reader:
        return {part: reader.text(key, HEADINGS[part]) for part, key in KEYS.items()}
