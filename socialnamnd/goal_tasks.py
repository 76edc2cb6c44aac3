"""What goals, assignments and indicators leave for somebody to do, as the start page says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from goals.assignment_lists import late
from goals.follow_up_periods import current_periods, period_name
from goals.follow_up_state import UnitState, unit_states
from goals.models import Assignment
from organisation.access import may, may_all
from organisation.models import ClosedMonth, Committee, Unit
from organisation.permissions import Permission


@dataclass(frozen=True)
class Task:
    """Something to do, in the words of who does it."""

    title: str
    text: str
    url: str


def goal_tasks(
    user: Any,
    committee: Committee,
    units: Sequence[Unit],
    newest_actuals: tuple[int, int] | None,
    today: date,
) -> list[Task]:
    """For whoever follows up, and whoever sets up; nothing for a reader. units: those in the user's scope."""
    tasks = []
    if may(user, Permission.FOLLOW_UP, committee):
        own = [unit for unit in units if may(user, Permission.FOLLOW_UP, committee, unit)]
        for period in current_periods(committee, today, newest_actuals):
            tasks += _follow_up(committee, own, period)
    if may_all(user, Permission.EDIT_GOALS, committee):
        tasks += _assignments(user, committee, today)
    return tasks


def _follow_up(committee: Committee, units: Sequence[Unit], period: tuple[int, int]) -> list[Task]:
    year, month = period
    states = unit_states(committee, units, year, month)
    left = [state for state in states if not state.is_done]
    if not left or ClosedMonth.objects.filter(committee=committee, year=year, month=month).exists():
        return []
    title = f"Följ upp {period_name(year, month)}"
    if len(states) == 1:
        url = reverse("follow_up_unit", args=[committee.slug, year, month, left[0].unit.code])
        return [Task(title, f"{left[0].unit.name}: {left[0].whole.left} av {left[0].whole.total} kvar.", url)]
    return [Task(title, _who_is_left(states, left), reverse("follow_up", args=[committee.slug, year, month]))]


def _who_is_left(states: Sequence[UnitState], left: Sequence[UnitState]) -> str:
    done = len(states) - len(left)
    if len(left) == 1:
        return f"{done} av {len(states)} enheter är klara. {left[0].unit.name} har {left[0].whole.left} kvar."
    return f"{done} av {len(states)} enheter är klara."


def _assignments(user: Any, committee: Committee, today: date) -> list[Task]:
    tasks = []
    url = reverse("assignments_for_meeting", args=[committee.slug])
    assignments = Assignment.objects.for_user(user).filter(committee=committee)
    statuses = dict(assignments.order_by().values_list("status").annotate(Count("pk")))
    if waiting := statuses.get(Assignment.Status.TO_CLOSE, 0):
        text = "Ett uppdrag väntar" if waiting == 1 else f"{waiting} uppdrag väntar"
        tasks.append(Task("Avsluta uppdrag", f"{text} på nämndens beslut.", url))
    overdue = late(assignments, today).count() if statuses.get(Assignment.Status.OPEN) else 0
    if overdue:
        text = "Ett uppdrag är sent." if overdue == 1 else f"{overdue} uppdrag är sena."
        tasks.append(Task("Se över sena uppdrag", text, url))
    return tasks
