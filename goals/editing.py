"""The steps that change a goal."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from goals.goal_checks import GoalRefused, goal_faults
from goals.models import Assessment, Goal
from organisation import audit, periods
from organisation.meanwhile import changed_meanwhile
from organisation.meanwhile import fingerprint as fingerprint_of
from organisation.models import Committee, Unit

_FACTS = (
    "level_id",
    "parent_id",
    "number",
    "code",
    "text",
    "description",
    "contributions",
    "expected_effect",
    "follow_up_method",
    "follow_up_times",
    "follow_up_months",
    "reports_to_council",
    "decided_by",
    "decided_on",
    "decision_paragraph",
    "predecessor_id",
)


@transaction.atomic
def save_goal(*, goal: Goal, units: Sequence[Unit], seen: str | None = None, by: Any) -> Goal:
    """Store a new or changed goal with those who follow it up. A new one comes last among its siblings.

    seen is the fingerprint of what the writer began from. Raises GoalRefused if somebody has changed the goal since,
    and for what goal_faults finds.
    """
    Committee.objects.select_for_update().get(pk=goal.committee_id)
    stored = _stored(goal) if goal.pk is not None else None
    if seen is not None and stored is not None and fingerprint(stored) != seen:
        raise GoalRefused({"": changed_meanwhile("målet")})
    faults = goal_faults(
        goal=goal,
        level=goal.level,
        parent=goal.parent,
        predecessor=goal.predecessor,
        months=goal.follow_up_months,
        units=units,
    )
    if faults:
        raise GoalRefused(faults)
    is_new = goal.pk is None
    if is_new:
        last = Goal.objects.filter(committee=goal.committee, year=goal.year).aggregate(last=Max("position"))
        goal.position = (last["last"] or 0) + 1
    goal.save()
    goal.units.set(units)
    audit.record(
        by=by,
        action="lade till mål" if is_new else "ändrade mål",
        committee=goal.committee,
        subject=f"{goal}, {goal.year}",
        code=goal.code,
        text=goal.text,
        level=goal.level.name,
        parent=goal.parent.code if goal.parent else "",
        units=sorted(unit.code for unit in units),
    )
    return goal


def _stored(goal: Goal) -> Goal:
    """As it is stored now; the committee is locked. Raises GoalRefused if it has been deleted."""
    stored = Goal.objects.filter(pk=goal.pk).first()
    if stored is None:
        raise GoalRefused({"": "Målet finns inte längre: någon annan har tagit bort det."})
    return stored


def fingerprint(goal: Goal) -> str:
    """The same as long as what people write about the goal itself is the same; its place among others is not that."""
    return fingerprint_of(goal, _FACTS, ["units"])


def periods_of(goal: Goal) -> list[tuple[int, int]]:
    """The periods that the goal is assessed after: what its deletion would change."""
    rows = Assessment.objects.filter(goal=goal).order_by("year", "month")
    return list(rows.values_list("year", "month").distinct())


def losses(goal: Goal) -> list[str]:
    """What is lost with a goal, as sentences; what stays is told too."""
    assessments = goal.assessments.count()
    links = [
        *([f"{count} mått"] if (count := goal.indicators.count()) else []),
        *([f"{count} uppdrag"] if (count := goal.assignments.count()) else []),
    ]
    told = []
    if assessments:
        told.append(
            f"{assessments} bedömning{'' if assessments == 1 else 'ar'} av målet tas bort med sina texter. "
            "Händelseloggen behåller dem."
        )
    if links:
        told.append(f"Målet är kopplat till {' och '.join(links)}. De finns kvar, men inte under målet.")
    if goal.successors.exists():
        told.append("Nästa års mål förlorar sin historik.")
    return told


@transaction.atomic
def delete_goal(*, goal: Goal, by: Any) -> None:
    """Delete a goal with its assessments; the log keeps what they said. Indicators and assignments stay.

    Raises GoalRefused while other goals are under it, MonthClosed if an assessment is in a closed month.
    """
    written = Assessment.objects.filter(goal=goal)
    periods.require_open(goal.committee, periods_of(goal))
    children = Goal.objects.filter(parent=goal).count()
    if children:
        raise GoalRefused(
            {
                "": f"{children} mål hör till ”{goal}”. Flytta dem till ett annat mål, eller ta bort dem, först."
            }
        )
    audit.record(
        by=by,
        action="tog bort mål",
        committee=goal.committee,
        subject=f"{goal}, {goal.year}",
        code=goal.code,
        text=goal.text,
        assessments=[
            [row.unit.code, str(row), row.level.label if row.level else "", row.text, row.measures]
            for row in written.select_related("unit", "level").order_by("year", "month", "unit__code")
        ],
    )
    goal.delete()


@transaction.atomic
def move_goal(*, goal: Goal, up: bool, by: Any) -> bool:
    """Change places with the sibling before or after. Returns False if there is none that way.

    Raises GoalRefused if the goal has been deleted.
    """
    Committee.objects.select_for_update().get(pk=goal.committee_id)
    goal = _stored(goal)
    siblings = list(
        Goal.objects.filter(
            committee=goal.committee, year=goal.year, parent=goal.parent_id, level=goal.level_id
        ).in_order()
    )
    place = next(place for place, each in enumerate(siblings) if each.pk == goal.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(siblings):
        return False
    siblings[place], siblings[other] = siblings[other], siblings[place]
    # Positions of the group are dealt out anew: they may have been alike.
    positions = sorted(each.position for each in siblings)
    for before, each in enumerate(siblings):
        each.position = max(positions[before], siblings[before - 1].position + 1 if before else 0)
    Goal.objects.bulk_update(siblings, ["position"])
    audit.record(
        by=by,
        action="flyttade mål",
        committee=goal.committee,
        subject=f"{goal}, {goal.year}",
        direction="upp" if up else "ner",
    )
    return True
