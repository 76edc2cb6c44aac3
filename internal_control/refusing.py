"""Refusals of internal control, and the decision that a change of an adopted plan asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from internal_control.models import ControlPlan, PlanChange
from internal_control.plan_changes import AFTER, BEFORE
from organisation.refusing import FieldRefused


class ControlRefused(FieldRefused):
    """What cannot be done with internal control."""


@dataclass(frozen=True)
class Decision:
    """The decision behind a change of an adopted plan."""

    decided_on: date
    paragraph: str
    reason: str = ""


def locked(plan: ControlPlan) -> ControlPlan:
    """The plan as it is stored now; nobody else changes it, or what is in it, until the transaction is over.

    Raises ControlRefused if it has been deleted.
    """
    stored = ControlPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if stored is None:
        raise ControlRefused(f"Internkontrollplanen för {plan.year} finns inte längre.")
    return stored


def over(year: int) -> str:
    """Why nothing of a year that is over changes."""
    return f"Internkontrollen {year} är följd upp och fastställd. Den kan inte ändras."


def require_not_over(plan: ControlPlan) -> None:
    """Raise ControlRefused if the year is over: nothing of it changes any more."""
    if plan.is_over:
        raise ControlRefused(over(plan.year))


def require_changeable(plan: ControlPlan, decision: Decision | None) -> None:
    """Raise ControlRefused unless what the plan says may be changed: it is a draft, or a decision stands behind."""
    require_not_over(plan)
    if not plan.is_adopted:
        return
    if decision is None or not decision.paragraph.strip():
        raise ControlRefused(
            f"Planen är fastställd {plan.adopted_on:%Y-%m-%d} § {plan.decision_paragraph}."
            " En ändring behöver ett beslut: skriv dess datum och paragraf.",
            "decision_paragraph",
        )
    assert plan.adopted_on is not None  # noqa: S101  (is_adopted)
    if decision.decided_on < plan.adopted_on:
        raise ControlRefused(
            f"Planen fastställdes {plan.adopted_on:%Y-%m-%d} och kan inte ändras genom ett tidigare beslut.",
            "decided_on",
        )
    if decision.decided_on > timezone.localdate():
        raise ControlRefused("Beslutet kan inte ligga i framtiden.", "decided_on")


def log_change(
    plan: ControlPlan,
    decision: Decision | None,
    text: str,
    *,
    by: Any,
    before: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
) -> None:
    """Keep a change of an adopted plan with its decision; a draft's changes are not kept.

    before and after are texts by the name of the field, as a reader would say it; plan_changes tells them.
    """
    if not plan.is_adopted or decision is None:
        return
    PlanChange.objects.create(
        plan=plan,
        decided_on=decision.decided_on,
        decision_paragraph=decision.paragraph.strip(),
        reason=decision.reason.strip(),
        text=text[:500],
        details={BEFORE: dict(before or {}), AFTER: dict(after or {})},
        made_by=str(by)[:150],
    )
