"""An assignment's own words in templates: who gave it, the decision, and when it is due."""

from typing import Any

from django import template

from goals.assigning import due_of
from goals.models import AssessmentLevel, Assignment, Giver
from organisation.due_texts import shown_due
from organisation.figures import NBSP, UNDEFINED

register = template.Library()


@register.filter
def giver(assignment: Assignment) -> str:
    """'Kommunfullmäktige'; of an authority or another its name: 'IVO'."""
    label = assignment.get_giver_display()
    if not assignment.giver_name:
        return label
    if assignment.giver in {Giver.AUTHORITY, Giver.OTHER}:
        return assignment.giver_name
    return f"{label}, {assignment.giver_name}"


@register.filter
def decision(assignment: Assignment) -> str:
    """'2021-02-10, § 12'; '' if it is not known."""
    if assignment.decided_on is None:
        return ""
    day = assignment.decided_on.isoformat()
    return f"{day}, §{NBSP}{assignment.decision_paragraph}" if assignment.decision_paragraph else day


@register.filter
def judged(assignment: Any, levels: dict[int, AssessmentLevel]) -> AssessmentLevel | None:
    """The level that the committee last gave an assignment of goals.assignment_register."""
    return levels.get(assignment.judged_level)


@register.filter
def due(assignment: Assignment) -> str:
    return shown_due(due_of(assignment)) or UNDEFINED
