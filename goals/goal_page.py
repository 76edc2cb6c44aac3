"""Everything about one goal: what was written after each period, what hangs on it, and its earlier years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from goals.models import Assessment, AssessmentLevel, Assignment, Goal, GoalLevel
from organisation.due import due_months
from organisation.models import Unit


@dataclass(frozen=True)
class Period:
    """What is written after a period: the committee's own, the units' that the reader may see, and who is left."""

    month: int
    own: Assessment | None
    units: Sequence[Assessment]
    missing: Sequence[Unit]


@dataclass(frozen=True)
class MarkRow:
    """A unit's assessments over the year's periods, one cell for each; unit is None for the committee itself."""

    unit: Unit | None
    marks: Sequence[AssessmentLevel | None]


@dataclass(frozen=True)
class Marked:
    """A goal, or an assignment, with the committee's assessment after the period that the page shows."""

    row: Any
    mark: AssessmentLevel | None


@dataclass(frozen=True)
class GoalYear:
    """The goal as it was called in a year, with the committee's last assessment of it."""

    goal: Goal
    mark: AssessmentLevel | None
    month: int | None


def units_of(goal: Goal, user: Any) -> list[Unit]:
    """The units beside the committee itself that follow the goal up, in the user's scope."""
    return list(Unit.objects.for_user(user).filter(goals=goal, parent__isnull=False).in_order())


def assessments_of(goal: Goal, user: Any) -> list[Assessment]:
    """The committee's own and those of the units in the user's scope. One query."""
    scope = Q(unit__parent=None) | Q(unit__in=Unit.objects.for_user(user))
    rows = Assessment.objects.filter(scope, goal=goal).select_related("unit", "level", "proposed")
    return list(rows.order_by("month", "unit__position", "unit__code"))


def months_of(goal: Goal, assessments: Sequence[Assessment]) -> list[int]:
    """The months after which the goal is, or has been, followed up."""
    due = due_months(goal.follow_up_months, goal.follow_up_times)
    return sorted({*due, *(each.month for each in assessments)})


def periods(months: Sequence[int], units: Sequence[Unit], assessments: Sequence[Assessment]) -> list[Period]:
    """The newest first; a period that nobody has written about is left out."""
    made = []
    for month in sorted(months, reverse=True):
        written = [each for each in assessments if each.month == month]
        if written:
            own = next((each for each in written if each.unit.parent_id is None), None)
            of_units = [each for each in written if each.unit.parent_id is not None]
            done = {each.unit_id for each in of_units}
            made.append(Period(month, own, of_units, [unit for unit in units if unit.pk not in done]))
    return made


def mark_rows(
    months: Sequence[int],
    units: Sequence[Unit],
    assessments: Sequence[Assessment],
    unassessed: AssessmentLevel | None,
) -> list[MarkRow]:
    """The committee first; then the units that follow the goal up, and others that have assessed it."""
    found = {(each.unit_id if each.unit.parent_id else None, each.month): each.level for each in assessments}
    shown = {unit.pk: unit for unit in units}
    shown |= {each.unit_id: each.unit for each in assessments if each.unit.parent_id}
    return [
        MarkRow(unit, [found.get((unit.pk if unit else None, month)) or unassessed for month in months])
        for unit in (None, *shown.values())
    ]


def unassessed_level(goal: Goal) -> AssessmentLevel | None:
    """The level that stands where nothing is assessed; None if goals of the level are not assessed."""
    if goal.level.scale_id is None:
        return None
    return AssessmentLevel.objects.filter(scale=goal.level.scale_id, meaning="not_assessed").first()


def may_have_children(goal: Goal) -> bool:
    """Whether the committee has a level below the goal's."""
    return GoalLevel.objects.filter(committee=goal.committee_id, position__gt=goal.level.position).exists()


def children_of(goal: Goal, month: int) -> list[Marked]:
    """The goals right under a goal. Two queries."""
    rows = list(Goal.objects.filter(parent=goal).select_related("level").in_order())
    marks = _marks(Assessment.objects.filter(goal__parent=goal), goal.year, month, "goal_id")
    return [Marked(row, marks.get(row.pk)) for row in rows]


def assignments_of(goal: Goal, month: int) -> list[Marked]:
    """The goal's assignments. Two queries."""
    rows = list(Assignment.objects.filter(goals=goal).in_order())
    written = Assessment.objects.filter(assignment__goals=goal)
    marks = _marks(written, goal.year, month, "assignment_id")
    return [Marked(row, marks.get(row.pk)) for row in rows]


def _marks(assessments: Any, year: int, month: int, of: str) -> dict[int, AssessmentLevel]:
    rows = assessments.filter(year=year, month=month, unit__parent=None, level__isnull=False)
    return {getattr(row, of): row.level for row in rows.select_related("level")}


def history(goal: Goal) -> list[GoalYear]:
    """The same goal in other years, the newest first: those it came from and those that came from it. Three queries."""
    links = dict(
        Goal.objects.filter(committee=goal.committee_id, predecessor__isnull=False).values_list(
            "pk", "predecessor_id"
        )
    )
    successors = {before: after for after, before in links.items()}
    chain: list[int] = []
    for follow in (links, successors):
        at = follow.get(goal.pk)
        while at is not None and at not in chain and at != goal.pk:
            chain.append(at)
            at = follow.get(at)
    if not chain:
        return []
    newest: dict[int, Assessment] = {}
    written = Assessment.objects.filter(goal__in=chain, unit__parent=None, level__isnull=False)
    for each in written.select_related("level").order_by("month"):
        newest[each.goal_id or 0] = each
    goals = Goal.objects.filter(pk__in=chain).order_by("-year", "pk")
    return [
        GoalYear(each, newest[each.pk].level, newest[each.pk].month)
        if each.pk in newest
        else GoalYear(each, None, None)
        for each in goals
    ]
