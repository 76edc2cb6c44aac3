"""Goals as sections of a report, with what is written about each and its assignments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from organisation.markdown import as_html
from reports.blocks.goal_reading import GoalChoice, filled_in
from reports.contents import Block, Section, Table, TextContent
from reports.goal_records import ReportAssignment, ReportGoal
from reports.made_sections import made_key
from reports.sources import Sources
from reports.table_notes import listing


class Part(StrEnum):
    """What can stand in a section, in the order that the template gives."""

    ASSESSMENT = "bedömning"
    DESCRIPTION = "förklaring"
    CONTRIBUTIONS = "bidrag"
    EFFECT = "effekt"
    ANALYSIS = "analys"
    MEASURES = "åtgärder"
    UNITS = "enheter"
    INDICATORS = "mått"
    ASSIGNMENTS = "uppdrag"


HEADINGS = {
    Part.DESCRIPTION: "",
    Part.CONTRIBUTIONS: "Så bidrar nämnden",
    Part.EFFECT: "Förväntad effekt",
    Part.ANALYSIS: "Uppföljning och analys",
    Part.MEASURES: "Åtgärder",
    Part.UNITS: "Enheternas uppföljning",
}


@dataclass(frozen=True)
class ChapterLevel:
    """A level of the tree, how its goals head their sections, and what stands in those."""

    name: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ChapterSettings:
    """levels are nested: each goal's section holds those of the next level that are under it.

    headings is what stands over each text, '' for nothing; over the units' texts only where another heading stands
    before them, so that they do not seem to be part of it. indicators_heading makes the indicators of a goal a
    section of their own, after its assignments. to_council leaves out what is not reported to the council.
    """

    key: str
    under: str
    levels: tuple[ChapterLevel, ...]
    assignment_heading: str
    assignment_parts: tuple[Part, ...]
    indicators_heading: str = ""
    headings: Mapping[Part, str] = field(default_factory=lambda: HEADINGS)
    to_council: bool = False

    @property
    def top(self) -> GoalChoice:
        """The goals of sections that are in no other, among those that may have sections."""
        return GoalChoice((self.levels[0].name,), self.under)

    def of(self, goals: tuple[ReportGoal, ...]) -> tuple[ReportGoal, ...]:
        """The goals that may have sections: all, or those that are reported to the council and those above them."""
        if not self.to_council:
            return goals
        kept: set[int | None] = set()
        for goal in reversed(goals):  # a goal stands before those under it
            if goal.goes_to_council or goal.id in kept:
                kept |= {goal.id, goal.parent_id}
        return tuple(goal for goal in goals if goal.id in kept)


def chapters(settings: ChapterSettings, sources: Sources, tables: Mapping[int, Table]) -> tuple[Section, ...]:
    """A section for each goal of the first level, at level 1; tables are the indicators of goals by their id."""
    maker = _Chapters(settings, sources, tables)
    return tuple(maker.goal(goal, 0) for goal in settings.top.of(maker.shown))


def left_out(settings: ChapterSettings, goals: tuple[ReportGoal, ...]) -> list[ReportGoal]:
    """The goals of the settings' levels that stand under none of the level above, and so in no section."""
    goals, found = settings.of(goals), set[int]()
    above = settings.top.of(goals)
    wanted = list(above)
    for level in settings.levels[1:]:
        choice = (level.name,)
        wanted += GoalChoice(choice, settings.under).of(goals)
        below = [goal for each in above for goal in GoalChoice(choice, each.code).of(goals)]
        found |= {goal.id for goal in above}
        above = tuple(below)
    found |= {goal.id for goal in above}
    return [goal for goal in wanted if goal.id not in found]


class _Chapters:
    def __init__(self, settings: ChapterSettings, sources: Sources, tables: Mapping[int, Table]) -> None:
        self._settings = settings
        self._sources = sources
        self._goals = sources.goals
        self._tables = tables
        self.shown = settings.of(sources.goals.goals)

    def goal(self, goal: ReportGoal, at: int) -> Section:
        level = self._settings.levels[at]
        below: list[Section] = []
        if at + 1 < len(self._settings.levels):
            under = GoalChoice((self._settings.levels[at + 1].name,), goal.code)
            below += [self.goal(each, at + 1) for each in under.of(self.shown)]
        if Part.ASSIGNMENTS in level.parts:
            under_goal = (each for each in self._goals.assignments if goal.id in each.goal_ids)
            below += [self._assignment(each, goal, at) for each in under_goal]
        table = self._tables.get(goal.id) if Part.INDICATORS in level.parts else None
        if table and self._settings.indicators_heading:
            key = made_key(self._settings.key, goal.code, "", "matt")
            block = Block("indicator_table", tables=(table,))
            below.append(Section(key, self._settings.indicators_heading, at + 2, "", (block,)))
            table = None
        texts = {
            Part.DESCRIPTION: goal.description,
            Part.CONTRIBUTIONS: goal.contributions,
            Part.EFFECT: goal.expected_effect,
        }
        heading = filled_in(level.heading, nivå=level.name, nummer=goal.number, mål=goal.text)
        return Section(
            made_key(self._settings.key, goal.code),
            heading,
            at + 1,
            "",
            tuple(self._blocks(goal, level.parts, texts, table)),
            tuple(below),
        )

    def _assignment(self, assignment: ReportAssignment, goal: ReportGoal, at: int) -> Section:
        pattern = self._settings.assignment_heading
        parts = self._settings.assignment_parts
        return Section(
            made_key(self._settings.key, goal.code, assignment.code),
            filled_in(pattern, uppdrag=assignment.title, kod=assignment.code),
            at + 2,
            "",
            tuple(self._blocks(assignment, parts, {Part.DESCRIPTION: assignment.text}, None)),
        )

    def _blocks(
        self,
        subject: ReportGoal | ReportAssignment,
        parts: Iterable[Part],
        texts: Mapping[Part, str],
        table: Table | None,
    ) -> Iterable[Block]:
        """Texts that follow on each other, and the mark before them, in one block."""
        own = self._goals.assessment(subject)
        level = self._goals.level(subject)
        texts = {**texts, Part.ANALYSIS: own.text, Part.MEASURES: own.measures}
        parts = tuple(parts)
        mark, written = None, []
        is_headed = False
        for part in parts:
            if part is Part.ASSESSMENT:
                mark = level.mark if level else None
            elif part in texts:
                if html := as_html(texts[part]):
                    written.append(TextContent(html, heading=self._settings.headings[part]))
                    is_headed = is_headed or bool(written[-1].heading)
            elif part is Part.UNITS or (part is Part.INDICATORS and table):
                if mark or written:
                    yield Block("assessed", mark=mark, texts=tuple(written))
                    mark, written = None, []
                if part is Part.UNITS:
                    heading = self._settings.headings[part] if is_headed else ""
                    yield self._unit_texts(subject, heading, has_measures=Part.MEASURES in parts)
                elif table:
                    yield Block("indicator_table", tables=(table,))
        is_missing = Part.ANALYSIS in parts and level is not None and not own.text.strip()
        note = "Nämndens uppföljning är inte skriven." if is_missing and Part.UNITS not in parts else ""
        if mark or written or note:
            yield Block("assessed", mark=mark, texts=tuple(written), note=note)

    def _unit_texts(
        self, subject: ReportGoal | ReportAssignment, heading: str, *, has_measures: bool
    ) -> Block:
        """A text per unit that has written, with the unit's name run in; the note names the others."""
        texts, missing = [], []
        written, asked = self._goals.assessments(subject), self._goals.units_of(subject)
        for unit in self._sources.tree.units:
            own = written.get(unit.id)
            if unit.parent_id is None or (own is None and unit.id not in asked):
                continue
            if own and (html := as_html(own.text)):
                texts.append(TextContent(html, "", unit.name, unit.code))
            elif unit.id in asked:
                missing.append(unit.name)
            if own and has_measures and (html := as_html(own.measures)):
                texts.append(TextContent(html, "", f"{unit.name}, åtgärder", unit.code))
        note = f"Text saknas för {listing(missing)}." if missing else ""
        if texts:
            texts[0] = replace(texts[0], heading=heading)
        return Block("unit_texts", texts=tuple(texts), note=note)
