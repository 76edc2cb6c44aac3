"""A section for each goal: how it is assessed, what is written about it, its assignments and its indicators."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Finding, Known, Namespace
from reports.blocks.goal_reading import GoalChoice, read_pattern
from reports.contents import Block, Section
from reports.goal_chapters import HEADINGS, ChapterLevel, ChapterSettings, Part, chapters, left_out
from reports.sources import Sources
from reports.table_notes import listing
from reports.toml_reading import TableReader

GOAL_WORDS = ("{nivå}", "{nummer}", "{mål}")
ASSIGNMENT_WORDS = ("{uppdrag}", "{kod}")
ASSIGNMENT_PARTS = (Part.ASSESSMENT, Part.DESCRIPTION, Part.ANALYSIS, Part.MEASURES, Part.UNITS)
KEYS = {
    Part.DESCRIPTION: "forklaring",
    Part.CONTRIBUTIONS: "bidrag",
    Part.EFFECT: "effekt",
    Part.ANALYSIS: "analys",
    Part.MEASURES: "atgarder",
}


@dataclass(frozen=True)
class GoalChaptersBlock(BlockSettings):
    TYPE: ClassVar = "målkapitel"
    chapters: ChapterSettings

    @classmethod
    def read(cls, table: TableReader) -> Self:
        levels: list[ChapterLevel] = []
        for reader in table.tables("nivaer", "en nivå"):
            name = reader.text("niva")
            if any(level.name == name for level in levels):
                raise reader.error(f"Målnivån ”{name}” står två gånger.", "niva")
            heading = read_pattern(reader, "rubrik", "{nivå} {nummer}: {mål}", GOAL_WORDS)
            levels.append(ChapterLevel(name, heading, reader.choices("visar", Part, tuple(Part))))
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
                headings=_read_headings(table),
            ),
        )

    def build(self, sources: Sources) -> Block:
        goals = sources.goals.goals
        top = GoalChoice((self.chapters.levels[0].name,), self.chapters.under)
        if not top.of(goals):
            return Block("text", note=top.absent(sources.goals))
        if absent := left_out(self.chapters, goals):
            names = listing(f"”{goal.label}”" for goal in absent)
            return Block("text", note=f"Hör inte till något mål på nivån över och står inte med: {names}.")
        return Block("text")

    def sections(self, sources: Sources) -> tuple[Section, ...]:
        return chapters(self.chapters, sources, {})

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.SECTION, self.chapters.key)]

    def check(self, known: Known) -> Iterable[Finding]:
        return GoalChoice(tuple(level.name for level in self.chapters.levels), self.chapters.under).check(
            known, self.line
        )


def _read_headings(table: TableReader) -> dict[Part, str]:
    with table.table("rubriker", "rubriker") as reader:
        return {part: reader.text(key, HEADINGS[part]) for part, key in KEYS.items()}
