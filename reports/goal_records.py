"""A committee's goals, assignments and assessments as frozen records for the blocks of a report. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from goals.goal_tree import numbered
from organisation.figures import NBSP
from reports.contents import LevelMark


@dataclass(frozen=True)
class GoalLevelRecord:
    """A level of the goal tree. Goals of a level without a scale are not assessed."""

    id: int
    name: str
    plural: str
    position: int
    scale_id: int | None


@dataclass(frozen=True)
class ScaleLevel:
    """A level of an assessment scale. plural is how it stands in 'Av 14 mål är 8 uppnådda'."""

    id: int
    scale_id: int
    meaning: str
    plural: str
    mark: LevelMark


@dataclass(frozen=True)
class ReportGoal:
    level: GoalLevelRecord
    months: tuple[int, ...]
    id: int
    code: str
    parent_id: int | None
    number: str
    text: str
    description: str
    contributions: str
    expected_effect: str
    method: str
    times: int | None
    goes_to_council: bool = False

    @property
    def label(self) -> str:
        return numbered(self.number, self.text)


@dataclass(frozen=True)
class ReportAssignment:
    """closed_on is None for one that was not closed when the report's period ended."""

    id: int
    code: str
    title: str
    text: str
    giver: str  # in words
    giver_kind: str
    decided_on: date | None
    paragraph: str
    registration_number: str
    responsible: str
    due: str  # in words
    status: str
    closed_on: date | None
    closed_paragraph: str
    scale_id: int | None
    goal_ids: frozenset[int]


class AssessmentRecord(NamedTuple):
    level_id: int | None
    text: str
    measures: str


def decision(on: date | None, paragraph: str) -> str:
    """'§ 12, 2021-03-09'; either may be missing."""
    return ", ".join(filter(None, [f"§{NBSP}{paragraph}" if paragraph else "", on.isoformat() if on else ""]))


def in_tree_order(goals: tuple[ReportGoal, ...]) -> list[tuple[ReportGoal, int]]:
    """Each goal with its depth, before those under it. A goal whose parent is not among them stands topmost."""
    known = {goal.id for goal in goals}
    found: list[tuple[ReportGoal, int]] = []

    def visit(parent: int | None, depth: int) -> None:
        for goal in goals:
            if (goal.parent_id if goal.parent_id in known else None) == parent:
                found.append((goal, depth))
                visit(goal.id, depth + 1)

    visit(None, 0)
    return found
