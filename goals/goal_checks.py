"""What a goal must agree with: the same for forms, the administration and the steps that store it."""

from collections.abc import Iterable, Sequence

from goals.goal_tree import GoalRecord, below
from goals.models import Goal, GoalLevel
from organisation.codes import free_code
from organisation.models import Committee, Unit

# Addresses of their own beside /mal/<year>/<code>/.
RESERVED_CODES = ("for-over", "nytt", "ordning")


class GoalRefused(ValueError):
    """What cannot be done with a goal or a level. by_field: field → sentence; '' is the whole."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(" ".join(by_field.values()))
        self.by_field = by_field


def record_of(goal: Goal) -> GoalRecord:
    """The goal, its level loaded, as the tree sees it."""
    return GoalRecord(
        goal.pk, goal.code, goal.level.position, goal.parent_id, goal.number, goal.text, goal.position
    )


def goal_records(committee: Committee, year: int) -> list[GoalRecord]:
    """A year's goals as the tree sees them. One query."""
    rows = Goal.objects.filter(committee=committee, year=year).values_list(
        "pk", "code", "level__position", "parent_id", "number", "text", "position"
    )
    return [GoalRecord(*row) for row in rows]


def goal_faults(
    *,
    goal: Goal,
    level: GoalLevel | None,
    parent: Goal | None,
    predecessor: Goal | None,
    months: Sequence[int],
    units: Iterable[Unit],
) -> dict[str, str]:
    """What is wrong with a goal as it is to be, by field; {} if nothing. goal has its committee, year and code."""
    faults: dict[str, str] = {}
    if goal.code in RESERVED_CODES:
        faults["code"] = f"Koden ”{goal.code}” används av programmet självt. Välj en annan."
    elif (
        Goal.objects.filter(committee=goal.committee, year=goal.year, code=goal.code)
        .exclude(pk=goal.pk)
        .exists()
    ):
        faults["code"] = f"Koden ”{goal.code}” finns redan {goal.year}. Välj en annan."
    if level is not None and level.committee_id != goal.committee_id:
        faults["level"] = "Nivån hör till en annan nämnd."
    elif parent is not None and (fault := _parent_fault(goal, level, parent)):
        faults["parent"] = fault
    elif level is not None and (child := _child_not_under(goal, level)):
        faults["level"] = (
            f"Målet ”{child}” hör till det här målet och ligger på nivån {child.level}. "
            "Välj en nivå som ligger högre, eller flytta det målet först."
        )
    if predecessor is not None and predecessor.committee_id != goal.committee_id:
        faults["predecessor"] = "Målet hör till en annan nämnd."
    elif predecessor is not None and predecessor.year >= goal.year:
        faults["predecessor"] = f"Målet ”{predecessor}” är för {predecessor.year}, inte för ett tidigare år."
    if any(unit.committee_id != goal.committee_id for unit in units):
        faults["units"] = "En av enheterna hör till en annan nämnd."
    if any(month not in range(1, 13) for month in months):
        faults["follow_up_months"] = "En månad är ett tal från 1 till 12."
    return faults


def _parent_fault(goal: Goal, level: GoalLevel | None, parent: Goal) -> str:
    if parent.committee_id != goal.committee_id:
        return "Målet hör till en annan nämnd."
    if goal.pk is not None and parent.pk == goal.pk:
        return "Ett mål kan inte höra till sig självt."
    if parent.year != goal.year:
        return f"Målet ”{parent}” är för {parent.year}. Välj ett mål för {goal.year}."
    if goal.pk is not None and parent.pk in below(goal.pk, goal_records(goal.committee, goal.year)):
        return f"Målet ”{parent}” ligger under det här målet, och kan inte också ligga över det."
    if level is not None and parent.level.position >= level.position:
        return (
            f"Målet ”{parent}” är på nivån {parent.level}, som inte ligger över {level}. "
            "Välj ett mål på en högre nivå."
        )
    return ""


def _child_not_under(goal: Goal, level: GoalLevel) -> Goal | None:
    if goal._state.adding:
        return None
    children = Goal.objects.filter(parent=goal, level__position__lte=level.position)
    return children.select_related("level").in_order().first()


def code_for(goal: Goal) -> str:
    """A code that is free in the goal's year, made from its level and number, or else from its text."""
    others = Goal.objects.filter(committee=goal.committee, year=goal.year).exclude(pk=goal.pk)
    taken = {*RESERVED_CODES, *others.values_list("code", flat=True)}
    words = f"{goal.level.name[:18]} {goal.number.replace('.', ' ')}" if goal.number else goal.text
    return free_code(words, taken, otherwise="mal")
