"""What the page of one assignment shows besides its own fields. Each is one query."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate

from goals.models import Assessment, Assignment, AssignmentNote, Goal
from organisation.models import Unit
from organisation.periods import month_name


@dataclass(frozen=True)
class AssessedPeriod:
    name: str
    assessments: list[Assessment]


def log(assignment: Assignment) -> list[AssignmentNote]:
    """The notes, newest first."""
    day = Coalesce("meeting_on", TruncDate("written_at"))
    return list(assignment.notes.order_by(day.desc(), "-pk"))


def assessed_periods(assignment: Assignment, user: Any) -> list[AssessedPeriod]:
    """Newest period first; within it the committee's own, then the units in the user's scope, in their order."""
    scope = Q(unit__parent=None) | Q(unit__in=Unit.objects.for_user(user))
    rows = assignment.assessments.filter(scope).select_related("unit", "level")
    in_order = rows.order_by("-year", "-month", "unit__position", "unit__code")
    return [
        AssessedPeriod(f"till och med {month_name(*period)}", list(of_period))
        for period, of_period in groupby(in_order, key=lambda each: (each.year, each.month))
    ]


def goals_by_year(assignment: Assignment) -> list[tuple[int, list[Goal]]]:
    """Newest year first."""
    goals = assignment.goals.select_related("level").order_by(
        "-year", "level__position", "position", "number", "pk"
    )
    return [(year, list(of_year)) for year, of_year in groupby(goals, key=lambda goal: goal.year)]
