"""Keys that several blocks about goals share: which goals, and which level of the tree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reports.blocks.base import Finding, Known
from reports.goal_records import ReportGoal
from reports.goal_sources import GoalSources
from reports.toml_reading import TableReader, listed

_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_LOOSE = re.compile(r" +(?=[:.,])|(?<= ) +")


@dataclass(frozen=True)
class GoalChoice:
    """The goals of the report's year at some levels of the tree; those under one goal alone where under is a code,
    and those alone that are reported to the council where to_council is true.
    """

    levels: tuple[str, ...] = ()  # names; all of them where it is empty
    under: str = ""
    to_council: bool = False

    def of(self, goals: tuple[ReportGoal, ...]) -> tuple[ReportGoal, ...]:
        """In the order of goals."""
        within = goals if not self.under else _below(self.under, goals)
        return tuple(
            goal
            for goal in within
            if (not self.levels or goal.level.name in self.levels)
            and (goal.goes_to_council or not self.to_council)
        )

    def absent(self, sources: GoalSources) -> str:
        """What stands there while there are no such goals."""
        which = f" på nivån {listed(self.levels)}" if self.levels else ""
        reported = " som redovisas till fullmäktige" if self.to_council else ""
        return f"Det finns inga mål{which}{reported} för {sources.year}."

    def check(self, known: Known, line: int) -> Iterable[Finding]:
        yield from check_levels(self.levels, known, line)
        if self.under and self.under not in known.goal_codes:
            yield Finding(f"Målet ”{self.under}” finns inte i nämnden.", line)


def read_choice(table: TableReader) -> GoalChoice:
    levels = table.texts("nivaer") if table.has("nivaer") else ()
    return GoalChoice(levels, table.text("under", ""), table.flag("fullmaktige", default=False))


def check_levels(levels: Iterable[str], known: Known, line: int) -> Iterable[Finding]:
    for level in levels:
        if level not in known.goal_levels:
            there = f" De som finns: {listed(known.goal_levels)}." if known.goal_levels else ""
            yield Finding(f"Målnivån ”{level}” finns inte i nämnden.{there}", line)


def _below(code: str, goals: tuple[ReportGoal, ...]) -> list[ReportGoal]:
    """The goals under the one with the code, at any depth. Parents stand before children."""
    within = {goal.id for goal in goals if goal.code == code}
    found = []
    for goal in goals:
        if goal.parent_id in within:
            within.add(goal.id)
            found.append(goal)
    return found


def read_pattern(table: TableReader, key: str, default: str, allowed: tuple[str, ...]) -> str:
    """A heading that is made from data: '{nivå} {nummer}: {mål}'."""
    pattern = table.text(key, default)
    for found in _PLACEHOLDER.findall(pattern):
        if found not in allowed:
            raise table.error(f"”{found}” finns inte. Det som kan fyllas i är {listed(allowed)}.", key)
    return pattern


def filled_in(pattern: str, **words: str) -> str:
    """The heading; a number that is missing takes its space with it: 'Målbild: Trygghet'."""
    for name, word in words.items():
        pattern = pattern.replace(f"{{{name}}}", word)
    return _LOOSE.sub("", pattern).strip()
