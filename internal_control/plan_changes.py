"""What was changed in a plan since it was adopted, for who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from internal_control.models import ControlPlan, PlanChange

# A copy of a whole control is told by its fields, but not by those that are empty before and after.
BEFORE, AFTER = "före", "efter"


@dataclass(frozen=True)
class ChangedField:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldChange:
    change: PlanChange
    fields: list[ChangedField]


def changes_of(plan: ControlPlan) -> "QuerySet[PlanChange]":
    """The newest decision first."""
    return plan.changes.order_by("-decided_on", "-pk")


def told(changes: Iterable[PlanChange]) -> list[ToldChange]:
    return [ToldChange(each, _fields(each)) for each in changes]


def _fields(change: PlanChange) -> list[ChangedField]:
    before, after = change.details.get(BEFORE) or {}, change.details.get(AFTER) or {}
    return [
        ChangedField(label, str(before.get(label, "")), str(after.get(label, "")))
        for label in [*before, *(each for each in after if each not in before)]
        if before.get(label) or after.get(label)
    ]
