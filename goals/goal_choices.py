"""What the pages of goals are set to: year, period, units; and what is to be done first where nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from goals.models import AssessmentScale, Goal
from goals.overview import GoalLevels
from organisation.models import Committee, Unit


def working_year(committee: Committee, today: date) -> int | None:
    """The year whose goals the committee works with: this one, else the newest with assessments, else the newest.

    Goals of a coming year wait for it. None without any goals.
    """
    goals = Goal.objects.filter(committee=committee).order_by("-year")
    years = list(goals.values_list("year", flat=True).distinct())
    begun = [year for year in years if year <= today.year]
    if not begun or begun[0] == today.year:
        return begun[0] if begun else min(years, default=None)
    assessed = goals.filter(year__lte=today.year, assessments__isnull=False).values_list("year", flat=True)
    return assessed.first() or begun[0]


def period_of(year: int, months: Sequence[int], assessed: Sequence[int], today: date) -> int:
    """The newest month with assessments, else the newest that has come to its end, else the first of the year."""
    if assessed:
        return assessed[-1]
    ended = [month for month in months if (year, month) < (today.year, today.month)]
    return ended[-1] if ended else months[0]


def units_with_goals(user: Any, committee: Committee, year: int) -> QuerySet[Unit]:
    """The units in the user's scope that have goals to follow up, and those above them, in the committee's order."""
    paths = Goal.units.through.objects.filter(goal__committee=committee, goal__year=year)
    codes = {
        code
        for path in paths.order_by("unit__path").values_list("unit__path", flat=True).distinct()
        for code in path.rstrip("/").split("/")[1:]
    }
    return Unit.objects.for_user(user).filter(committee=committee, code__in=codes).in_order()


def units_to_choose(user: Any, goal: Goal) -> QuerySet[Unit]:
    """Who could follow the goal up: the units of its year under the root, and those that do whatever their years."""
    units = Unit.objects.for_user(user).filter(committee=goal.committee, parent__isnull=False)
    kept = Goal.units.through.objects.filter(goal=goal.pk).values("unit_id")
    return (units.valid_in(goal.year) | units.filter(pk__in=kept)).in_order()


@dataclass(frozen=True)
class FirstSteps:
    """What a committee without goals in a year has, in the order that it is set up."""

    has_scales: bool
    has_levels: bool
    year_before: int | None


def first_steps(committee: Committee, year: int, levels: GoalLevels) -> FirstSteps:
    """Two queries."""
    before = Goal.objects.filter(committee=committee, year=year - 1).exists()
    return FirstSteps(
        has_scales=AssessmentScale.objects.filter(committee=committee).exists(),
        has_levels=bool(levels.levels),
        year_before=year - 1 if before else None,
    )
