"""The committee's register of assignments: what is chosen, in which order, and what there is to choose from."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from goals import assignment_lists as lists
from goals.assignment_forms import RegisterForm
from goals.models import AssessmentLevel, Assignment, AssignmentQuerySet, Goal
from organisation.models import Committee, Unit
from organisation.searching import holding

ORDERS = {
    "kod": ("code",),
    "uppdrag": ("title", "code"),
    "givare": ("giver", "giver_name", "decided_on"),
    "klart": ("due_on", "code"),
    "rapporterat": ("last_reported", "code"),
    "lage": ("status", "closed_on", "code"),
}
SEARCHED = ("code", "title", "text", "giver_name", "responsible", "registration_number")


def assignments_of(user: Any, committee: Committee) -> AssignmentQuerySet:
    """Those of the committee, if the user belongs to it, as every list of them reads them."""
    rows = Assignment.objects.for_user(user).filter(committee=committee)
    return rows.select_related("committee").prefetch_related("units")


def chosen(
    assignments: AssignmentQuerySet, form: RegisterForm, *, units: Iterable[Unit], today: date
) -> AssignmentQuerySet:
    """What the form asks for, with last_reported, in its order. units: those that the form offers."""
    asked = form.cleaned_data
    rows = _of_status(assignments, asked.get("lage", ""), today)
    if giver := asked.get("givare"):
        rows = rows.filter(giver=giver)
    if code := asked.get("enhet"):
        path = next(unit.path for unit in units if unit.code == code)
        below = [unit.pk for unit in units if unit.path.startswith(path)]
        rows = rows.filter(pk__in=Assignment.objects.filter(units__in=below).values("pk"))
    if goal := asked.get("mal"):
        year, _, of_year = goal.partition("/")
        rows = rows.filter(goals__year=year, goals__code=of_year)
    if in_year := asked.get("ar"):
        rows = lists.in_force(rows, in_year)
    rows = holding(rows, SEARCHED, asked.get("sok", ""))
    return _ordered(lists.with_judgement(lists.with_last_reported(rows)), asked.get("sortera", ""))


def levels_of(assignments: Iterable[Any]) -> dict[int, AssessmentLevel]:
    """The levels that the committee has given the assignments, by number."""
    return AssessmentLevel.objects.in_bulk({each.judged_level for each in assignments} - {None})


def goals_with_assignments(committee: Committee) -> list[Goal]:
    """Newest year first, and within it in the order of the goals."""
    goals = Goal.objects.filter(committee=committee, assignments__isnull=False).distinct()
    return list(goals.order_by("-year", "level__position", "position", "number", "pk"))


def years_of(assignments: AssignmentQuerySet) -> list[int]:
    """The years from the oldest decision to the newest decision or closing, newest first."""
    days = assignments.order_by().values_list("decided_on", "closed_on")
    years = {day.year for row in days for day in row if day}
    return list(range(max(years), min(years) - 1, -1)) if years else []


def late_among(assignments: Iterable[Assignment], today: date) -> set[int]:
    """The numbers of those that are late."""
    rows = Assignment.objects.filter(pk__in=[each.pk for each in assignments])
    return set(lists.late(rows, today).values_list("pk", flat=True))


def next_code(committee: Committee) -> str:
    """The number after the highest one in use, for a new assignment."""
    codes = Assignment.objects.filter(committee=committee).values_list("code", flat=True)
    return str(max((int(code) for code in codes if code.isdecimal()), default=0) + 1)


def _of_status(assignments: AssignmentQuerySet, asked: str, today: date) -> AssignmentQuerySet:
    match asked:
        case RegisterForm.OPEN:
            return lists.still_open(assignments)
        case RegisterForm.LATE:
            return lists.late(assignments, today)
        case RegisterForm.TO_CLOSE:
            return lists.to_close(assignments)
        case RegisterForm.CLOSED:
            return assignments.filter(status=Assignment.Status.CLOSED)
        case RegisterForm.ALL:
            return assignments
        case _:
            return lists.not_closed(assignments)


def _ordered(rows: AssignmentQuerySet, order: str) -> AssignmentQuerySet:
    falling, key = order.startswith("-"), order.removeprefix("-")
    if key not in ORDERS:
        return rows.in_order()
    first, *rest = ORDERS[key]
    if key == "klart":
        return lists.by_due(rows, falling=falling)
    return rows.order_by(f"{'-' if falling else ''}{first}", *rest, "pk")
