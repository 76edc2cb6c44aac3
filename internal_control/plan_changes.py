"""What was changed in a plan since it was adopted, for who reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from internal_control.models import ControlPlan, PlanChange

# The keys of PlanChange.details.
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
    return [ToldChange(each, changed_fields(each.details)) for each in changes]


def changed_fields(details: Mapping[str, Mapping[str, str]]) -> list[ChangedField]:
    """What differs, field by field; details are those of a PlanChange."""
    before, after = details.get(BEFORE) or {}, details.get(AFTER) or {}
    fields = [
        ChangedField(label, str(before.get(label, "")), str(after.get(label, "")))
        for label in dict.fromkeys([*before, *after])
    ]
    return [field for field in fields if field.before != field.after]
