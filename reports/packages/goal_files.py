"""mal.csv: the goals of every year, with what they hang under and whom they were carried over from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from goals.goal_checks import RESERVED_CODES
from goals.models import Goal, GoalLevel
from organisation.due_texts import DueRefused, parsed_months
from organisation.models import Committee, Unit
from reports.packages.files import Package, Row
from reports.packages.known import GoalKey, Known
from reports.packages.linking import linked
from reports.packages.upserting import updated

GOALS = "mal.csv"
GOAL_COLUMNS = ("år", "kod", "nivå", "mål")
OPTIONAL_COLUMNS = (
    "överordnad",
    "nummer",
    "förklaring",
    "bidrag",
    "effekt",
    "enheter",
    "beslutat av",
    "beslutat den",
    "paragraf",
    "metod",
    "gånger",
    "månader",
    "fullmäktige",
    "föregångare",
)
ALL_COLUMNS = (
    "år",
    "kod",
    "nivå",
    "överordnad",
    "nummer",
    "mål",
    *OPTIONAL_COLUMNS[2:],
)
ORDER = ("level__position", "position", "number", "pk")
LONG = 100_000


@dataclass(frozen=True)
class GoalRow:
    """values: the goal's own fields. parent and predecessor are keys of other goals, or None."""

    row: Row
    year: int
    code: str
    level: str
    parent: GoalKey | None
    predecessor: GoalKey | None
    units: list[str]
    values: Mapping[str, Any]


def read_goals(package: Package, known: Known) -> list[GoalRow]:
    goals: list[GoalRow] = []
    seen: dict[GoalKey, int] = {}
    for row in package.rows(GOALS, GOAL_COLUMNS, OPTIONAL_COLUMNS):
        goal = _read_goal(row, known)
        if goal is None:
            continue
        key = (goal.year, goal.code)
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Målet {goal.year}/{goal.code} står redan på rad {seen[key]}.")
        known.goals[key] = goal.level
        goals.append(goal)
    for goal in goals:
        _check_relations(goal, known)
    return goals


def _read_goal(row: Row, known: Known) -> GoalRow | None:
    year, code = row.year("år"), row.code("kod", 30)
    if code in RESERVED_CODES:
        row.error(f"Koden ”{code}” används av programmet självt. Välj en annan.")
    level = row.text("nivå", 60)
    if level and level not in known.goal_levels:
        row.error(f"Målnivån ”{level}” finns inte i malnivaer.csv.")
    values = {
        "number": row.text("nummer", 10, required=False),
        "text": row.text("mål", 500),
        "description": row.lines("förklaring", LONG),
        "contributions": row.lines("bidrag", LONG),
        "expected_effect": row.lines("effekt", LONG),
        "decided_by": row.text("beslutat av", 100, required=False),
        "decided_on": row.day("beslutat den"),
        "decision_paragraph": row.text("paragraf", 20, required=False),
        "follow_up_method": row.lines("metod", LONG),
        "follow_up_times": row.whole("gånger", 1, 12),
        "follow_up_months": _months(row),
        "reports_to_council": row.yes("fullmäktige"),
    }
    units = known.unit_codes(row)
    if year is None:
        return None
    return GoalRow(
        row,
        year,
        code,
        level,
        (year, row.cells["överordnad"]) if row.cells["överordnad"] else None,
        _predecessor(row, year),
        units,
        values,
    )


def _months(row: Row) -> list[int]:
    text = row.cells["månader"]
    try:
        return list(parsed_months(text)) if text else []
    except DueRefused as error:
        row.error(f"månader: {error}")
        return []


def _predecessor(row: Row, year: int) -> GoalKey | None:
    """A code of the year before, or another year's as 2019/n1."""
    of_year, slash, code = row.cells["föregångare"].rpartition("/")
    if not code:
        return None
    if not slash:
        return year - 1, code
    return (int(of_year) if of_year.isascii() and of_year.isdigit() else 0), code


def _check_relations(goal: GoalRow, known: Known) -> None:
    if goal.predecessor and (goal.predecessor not in known.goals or goal.predecessor[0] >= goal.year):
        goal.row.error(
            f"Målet {goal.code} har föregångaren {goal.row.cells['föregångare']}, som inte finns i ett tidigare år."
        )
    if goal.parent is None:
        return
    if goal.parent == (goal.year, goal.code):
        goal.row.error(f"Målet {goal.code} kan inte höra till sig självt.")
    elif goal.parent not in known.goals:
        goal.row.error(f"Målet {goal.code} hör till {goal.parent[1]}, som inte finns {goal.year}.")
    else:
        above = known.goal_levels.get(known.goals[goal.parent])
        own = known.goal_levels.get(goal.level)
        if above and own and above.position >= own.position:
            goal.row.error(
                f"Målet {goal.code} kan inte höra till {goal.parent[1]}: "
                f"nivån ”{known.goals[goal.parent]}” ligger inte över ”{goal.level}”."
            )


def save_goals(package: Package, committee: Committee, goals: list[GoalRow]) -> int:
    """Write the goals in the file's order; returns how many changed. Goals that it does not have stay.

    One of those that would come to lie above its parent becomes an error of the package.
    """
    of_levels = GoalLevel.objects.filter(committee=committee).values_list("name", "pk", "position")
    levels = {name: pk for name, pk, _ in of_levels}
    places = {name: place for name, _, place in of_levels}
    wanted: dict[GoalKey, Mapping[str, Any]] = {
        (goal.year, goal.code): {
            "year": goal.year,
            "code": goal.code,
            "level_id": levels[goal.level],
            "position": position,
            **goal.values,
        }
        # In the order in which they are written out: what is dumped and loaded again has not changed.
        for position, goal in enumerate(sorted(goals, key=lambda goal: (goal.year, places[goal.level])))
    }
    changes = updated(Goal, _stored(committee), wanted, committee=committee)
    stored = _stored(committee)
    relations: dict[GoalKey, Mapping[str, Any]] = {
        (goal.year, goal.code): {
            "parent_id": stored[goal.parent].pk if goal.parent else None,
            "predecessor_id": stored[goal.predecessor].pk if goal.predecessor else None,
        }
        for goal in goals
    }
    changes += updated(Goal, stored, relations)
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    followed_by = {stored[goal.year, goal.code].pk: [units[code] for code in goal.units] for goal in goals}
    below = Goal.objects.filter(committee=committee, parent__level__position__gte=F("level__position"))
    for code, parent in below.values_list("code", "parent__code"):
        reason = f"Målet {code} hör till {parent}, som inte längre ligger på en nivå över."
        package.errors.add(GOALS, None, reason)
    return changes + len(linked(Goal.units.through, "goal", "unit", followed_by))


def _stored(committee: Committee) -> dict[GoalKey, Goal]:
    return {(goal.year, goal.code): goal for goal in Goal.objects.filter(committee=committee)}
