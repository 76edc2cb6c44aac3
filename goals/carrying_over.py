"""Goals carried over to the next year: copied with their history, and taken back while nothing is written on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from goals.goal_checks import GoalRefused, record_of
from goals.goal_tree import in_tree_order
from goals.models import Assessment, Assignment, Goal, Indicator
from organisation import audit
from organisation.models import YEAR_MAX, Committee, Unit

_COPIED = (
    "level_id",
    "code",
    "number",
    "text",
    "description",
    "contributions",
    "expected_effect",
    "follow_up_method",
    "follow_up_times",
    "follow_up_months",
    "reports_to_council",
    "position",
)


@dataclass(frozen=True)
class Candidate:
    """A goal of the year before. exists: the next year has a goal with its code, which is left as it is."""

    goal: Goal
    depth: int
    exists: bool


@dataclass(frozen=True)
class Preview:
    """What carrying goals over would do. orphaned: goals that come topmost, since their parent is not there."""

    copied: Sequence[Goal]
    left: Sequence[Goal]
    orphaned: Sequence[Goal]
    indicators: int
    assignments: int
    lost_units: int


def candidates(committee: Committee, from_year: int) -> list[Candidate]:
    """The goals of a year in the order of the tree. Two queries."""
    goals = {
        goal.pk: goal
        for goal in Goal.objects.filter(committee=committee, year=from_year)
        .select_related("level")
        .in_order()
    }
    codes = set(Goal.objects.filter(committee=committee, year=from_year + 1).values_list("code", flat=True))
    return [
        Candidate(goals[branch.goal.pk], branch.depth, branch.goal.code in codes)
        for branch in in_tree_order(map(record_of, goals.values()))
    ]


def preview(*, committee: Committee, from_year: int, codes: Collection[str]) -> Preview:
    """What carry_over of the goals with these codes would do."""
    all_of_year = candidates(committee, from_year)
    chosen = [each for each in all_of_year if each.goal.code in codes]
    copied = [each.goal for each in chosen if not each.exists]
    pks = [goal.pk for goal in copied]
    there = {each.goal.pk for each in all_of_year if each.exists} | set(pks)
    in_year = Unit.objects.filter(committee=committee).valid_in(from_year + 1)
    through = Goal.units.through.objects.filter(goal__in=pks)
    return Preview(
        copied=copied,
        left=[each.goal for each in chosen if each.exists],
        orphaned=[goal for goal in copied if goal.parent_id and goal.parent_id not in there],
        indicators=_indicator_links(pks, from_year + 1).count(),
        assignments=_assignment_links(pks).count(),
        lost_units=through.exclude(unit__in=in_year).values("unit").distinct().count(),
    )


def _indicator_links(pks: Collection[int], year: int) -> Any:
    valid = Indicator.objects.valid_in(year)
    return Indicator.goals.through.objects.filter(goal__in=pks, indicator__in=valid)


def _assignment_links(pks: Collection[int]) -> Any:
    return Assignment.goals.through.objects.filter(goal__in=pks).exclude(
        assignment__status=Assignment.Status.CLOSED
    )


@transaction.atomic
def carry_over(*, committee: Committee, from_year: int, codes: Collection[str], by: Any) -> list[Goal]:
    """Copy the year's goals with these codes to the next year, and return the copies.

    Copied: place in the tree, texts, units that exist then, how it is followed up, links to indicators that are
    measured then and to assignments that are open. Not the decision: the new year's is another. A goal that is
    there already is left. Raises GoalRefused when there is nothing to copy.
    """
    Committee.objects.select_for_update().get(pk=committee.pk)
    year = from_year + 1
    if year > YEAR_MAX:
        raise GoalRefused({"": f"Mål kan inte föras över till senare år än {YEAR_MAX}."})
    planned = preview(committee=committee, from_year=from_year, codes=codes)
    if not planned.copied:
        raise GoalRefused({"": f"Välj minst ett mål som inte redan finns {year}."})
    copies = {
        goal.pk: Goal(
            committee=committee,
            year=year,
            predecessor=goal,
            **{field: getattr(goal, field) for field in _COPIED},
        )
        for goal in planned.copied
    }
    Goal.objects.bulk_create(copies.values())
    _place(committee, from_year, copies)
    _link(copies, year)
    audit.record(
        by=by,
        action="förde över mål",
        committee=committee,
        subject=f"{from_year} till {year}",
        year=year,
        codes=sorted(goal.code for goal in planned.copied),
    )
    return list(copies.values())


def _place(committee: Committee, from_year: int, copies: dict[int, Goal]) -> None:
    """Put each copy under the new year's copy of its parent, or under the goal that was there with its code."""
    originals = Goal.objects.filter(committee=committee, year=from_year)
    code_of = dict(originals.values_list("pk", "code"))
    parent_of = dict(originals.values_list("pk", "parent_id"))
    new_year = {goal.code: goal for goal in Goal.objects.filter(committee=committee, year=from_year + 1)}
    for pk, copy in copies.items():
        parent = parent_of[pk]
        copy.parent = new_year.get(code_of[parent]) if parent is not None else None
    Goal.objects.bulk_update(copies.values(), ["parent"])


def _link(copies: dict[int, Goal], year: int) -> None:
    units = Goal.units.through.objects.filter(goal__in=copies)
    in_year = Unit.objects.valid_in(year)
    Goal.units.through.objects.bulk_create(
        Goal.units.through(goal_id=copies[goal].pk, unit_id=unit)
        for goal, unit in units.filter(unit__in=in_year).values_list("goal_id", "unit_id")
    )
    Indicator.goals.through.objects.bulk_create(
        Indicator.goals.through(goal_id=copies[goal].pk, indicator_id=indicator)
        for goal, indicator in _indicator_links(copies, year).values_list("goal_id", "indicator_id")
    )
    Assignment.goals.through.objects.bulk_create(
        Assignment.goals.through(goal_id=copies[goal].pk, assignment_id=assignment)
        for goal, assignment in _assignment_links(copies).values_list("goal_id", "assignment_id")
    )


@dataclass(frozen=True)
class Copied:
    """A goal that came from the year before. hindrance says why it cannot be taken back; '' if it can."""

    goal: Goal
    hindrance: str


def copied_goals(committee: Committee, year: int) -> list[Copied]:
    """The year's goals with a predecessor, in the order of the tree. Three queries."""
    goals = (
        Goal.objects.filter(committee=committee, year=year).select_related("level", "predecessor").in_order()
    )
    assessed = set(Assessment.objects.filter(goal__in=goals.order_by()).values_list("goal_id", flat=True))
    by_pk = {goal.pk: goal for goal in goals}
    rows = [by_pk[branch.goal.pk] for branch in in_tree_order(map(record_of, by_pk.values()))]
    copied = {goal.pk for goal in rows if goal.predecessor_id}
    under_it = {goal.parent_id for goal in rows if goal.pk not in copied or goal.pk in assessed}
    return [
        Copied(goal, _hindrance(goal, is_assessed=goal.pk in assessed, has_own=goal.pk in under_it))
        for goal in rows
        if goal.predecessor_id
    ]


def _hindrance(goal: Goal, *, is_assessed: bool, has_own: bool) -> str:
    if is_assessed:
        return "Det finns bedömningar av målet."
    if has_own:
        return "Det finns mål under det som inte kan tas bort samtidigt."
    if goal.predecessor and any(
        getattr(goal, field) != getattr(goal.predecessor, field) for field in _COPIED
    ):
        return "Målet skiljer sig från förra årets."
    if goal.decided_by or goal.decided_on or goal.decision_paragraph:
        return "Målet är beslutat."
    return ""


@transaction.atomic
def take_back(*, committee: Committee, year: int, by: Any) -> int:
    """Delete the year's goals that were carried over, as a group; returns how many.

    Raises GoalRefused, deleting nothing, if something is written on any of them, or if there are none.
    """
    Committee.objects.select_for_update().get(pk=committee.pk)
    group = copied_goals(committee, year)
    if not group:
        raise GoalRefused({"": f"Inga mål för {year} är överförda från {year - 1}."})
    hindered = [each for each in group if each.hindrance]
    if hindered:
        raise GoalRefused(
            {"": f"Överföringen kan inte ångras. ”{hindered[0].goal}”: {hindered[0].hindrance}"}
        )
    pks = [each.goal.pk for each in group]
    audit.record(
        by=by,
        action="ångrade överföring av mål",
        committee=committee,
        subject=f"{year - 1} till {year}",
        year=year,
        codes=sorted(each.goal.code for each in group),
    )
    Goal.objects.filter(pk__in=pks).update(parent=None)
    Goal.objects.filter(pk__in=pks).delete()
    return len(pks)
