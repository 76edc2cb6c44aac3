"""Risks that units propose, and what becomes of them: taken up, declined with a reason, or taken back.

They are free also while the plan is adopted: what the plan says is not changed by them.
"""

from typing import Any

from django.db import transaction

from internal_control.codes import next_code
from internal_control.models import ControlPlan, Risk
from internal_control.recording import record_step
from internal_control.refusing import ControlRefused, locked, require_not_over
from internal_control.risk_editing import RiskEntry, next_position
from internal_control.risk_faults import risk_faults
from internal_control.risk_scale import scale_of
from organisation.typed_texts import tidied


@transaction.atomic
def propose_risk(*, plan: ControlPlan, entry: RiskEntry, by: Any) -> Risk:
    """Hand in a risk of a unit, for the secretary to take up. The code is given here. Raises ControlRefused.

    The same words from the same person while they wait are the same proposal: a form that was sent twice.
    """
    plan = locked(plan)
    require_not_over(plan)
    risk = Risk(
        plan=plan,
        code=next_code("r", plan.risks.values_list("code", flat=True)),
        process=entry.process.strip(),
        description=entry.description.strip(),
        cause=tidied(entry.cause),
        category=entry.category.strip(),
        unit=entry.unit,
        is_proposal=True,
        proposed_by=str(by)[:150],
        position=next_position(plan),
    )
    for field, sentence in risk_faults(risk, scale_of(plan)):
        raise ControlRefused(sentence, field)
    said = ("process", "description", "cause", "category", "unit", "proposed_by")
    if same := plan.risks.waiting().filter(**{name: getattr(risk, name) for name in said}).first():
        return same
    risk.save()
    record_step(risk, "föreslog risk", by, unit=risk.unit.code)
    return risk


@transaction.atomic
def take_up(*, risk: Risk, by: Any) -> Risk:
    """Let a proposal be one of the year's gathered risks, also one that was declined. Raises ControlRefused."""
    stored = _locked(risk)
    stored.is_proposal, stored.declined_because = False, ""
    stored.save(update_fields=["is_proposal", "declined_because"])
    record_step(stored, "tog upp föreslagen risk", by)
    return stored


@transaction.atomic
def decline(*, risk: Risk, because: str, by: Any) -> Risk:
    """Say why a proposal is not taken up; it can still be, later. Raises ControlRefused."""
    stored = _locked(risk)
    if stored.declined_because:
        raise ControlRefused(f"Förslaget är redan avböjt: {stored.declined_because}")
    if not because.strip():
        raise ControlRefused("Skriv varför förslaget inte tas upp.", "because")
    stored.declined_because = because.strip()
    stored.save(update_fields=["declined_because"])
    record_step(stored, "avböjde föreslagen risk", by, because=stored.declined_because)
    return stored


@transaction.atomic
def take_back(*, risk: Risk, by: Any) -> None:
    """Withdraw a proposal that nobody has taken up. Raises ControlRefused."""
    stored = _locked(risk)
    record_step(stored, "tog tillbaka föreslagen risk", by, process=stored.process, cause=stored.cause)
    stored.delete()


def _locked(risk: Risk) -> Risk:
    """The proposal as it is stored now."""
    require_not_over(locked(risk.plan))
    stored = Risk.objects.select_related("plan__committee", "unit").filter(pk=risk.pk).first()
    if stored is None:
        raise ControlRefused("Förslaget finns inte längre.")
    if not stored.is_proposal:
        raise ControlRefused(f"Förslaget är redan upptaget bland riskerna, som {stored.code}.")
    return stored
