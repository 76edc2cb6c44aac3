"""Rows of internal control for tests, as plain functions.

plan = make_plan(committee, 2021)                              # a draft with a scale of 4 steps and three levels
risk = make_risk(plan, "r1", likelihood=3, consequence=4)      # valued 12, in the plan
control = make_control(plan, "k1", months=[5, 9, 12], risk=risk)
done = carry_out(control, 5, Result.MINOR, sample_size=20, deviations=2)
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from internal_control.models import (
    Control,
    ControlPlan,
    FollowUp,
    Measure,
    Result,
    Risk,
    RiskDecision,
    RiskLevel,
    RiskValuation,
    ScaleStep,
)
from organisation.due import last_day
from organisation.marks import Colour, Symbol
from organisation.models import Committee, Unit

LIKELIHOOD = ("Osannolik", "Mindre sannolik", "Möjlig", "Sannolik", "Nästan säker")
CONSEQUENCE = ("Försumbar", "Lindrig", "Kännbar", "Allvarlig", "Mycket allvarlig")


def make_plan(committee: Committee, year: int = 2021, *, steps: int = 4, **fields: Any) -> ControlPlan:
    plan = ControlPlan.objects.create(committee=committee, year=year, **fields)
    for axis, labels in (
        (ScaleStep.Axis.LIKELIHOOD, LIKELIHOOD),
        (ScaleStep.Axis.CONSEQUENCE, CONSEQUENCE),
    ):
        ScaleStep.objects.bulk_create(
            ScaleStep(plan=plan, axis=axis, value=value, label=label)
            for value, label in enumerate(labels[:steps], start=1)
        )
    RiskLevel.objects.bulk_create(
        RiskLevel(plan=plan, from_value=start, label=label, symbol=symbol, colour=colour, decision=decision)
        for start, label, symbol, colour, decision in (
            (1, "Låg", Symbol.EMPTY, Colour.GREEN, RiskDecision.ACCEPT),
            (4, "Medel", Symbol.HALF, Colour.YELLOW, RiskDecision.WATCH),
            (9, "Hög", Symbol.FILLED, Colour.RED, RiskDecision.CONTROL),
        )
    )
    return plan


def root_of(committee: Committee) -> Unit:
    """The unit that stands for the committee; made if there is none."""
    root = committee.units.filter(parent=None).first()
    return root or Unit.objects.create(committee=committee, code="SN", name=committee.name, path="SN/")


def make_risk(
    plan: ControlPlan,
    code: str = "r1",
    *,
    likelihood: int | None = 3,
    consequence: int | None = 4,
    **fields: Any,
) -> Risk:
    """A risk that is chosen for the plan, with its value in the history."""
    given: dict[str, Any] = {
        "process": "Myndighetsutövning",
        "description": f"Risk {code}",
        "unit": fields.pop("unit", None) or root_of(plan.committee),
        "is_chosen": True,
        "position": plan.risks.count(),
        **fields,
    }
    risk = Risk.objects.create(plan=plan, code=code, likelihood=likelihood, consequence=consequence, **given)
    if likelihood is not None and consequence is not None:
        RiskValuation.objects.create(
            risk=risk,
            stage=RiskValuation.Stage.BEFORE,
            likelihood=likelihood,
            consequence=consequence,
            valued_by="karin",
        )
    return risk


def make_control(
    plan: ControlPlan, code: str = "k1", *, months: Iterable[int] = (5, 9, 12), **fields: Any
) -> Control:
    """A control with an occasion in each of the months."""
    given: dict[str, Any] = {
        "process": "Myndighetsutövning",
        "title": f"Kontroll {code}",
        "method": Control.Method.ALL,
        "unit": fields.pop("unit", None) or root_of(plan.committee),
        "responsible": "Enhetschef",
        "position": plan.controls.count(),
        **fields,
    }
    control = Control.objects.create(plan=plan, code=code, **given)
    FollowUp.objects.bulk_create(FollowUp(control=control, month=month) for month in months)
    return control


def carry_out(control: Control, month: int, result: Result = Result.NO_DEVIATION, **fields: Any) -> FollowUp:
    """What was found at an occasion, stored as it stands."""
    follow_up = control.follow_ups.get(month=month)
    given: dict[str, Any] = {
        "done_on": last_day(control.plan.year, month),
        "done_by": "erik",
        "text": f"Kontrollerat i månad {month}.",
        "version": 1,
        **fields,
    }
    FollowUp.objects.filter(pk=follow_up.pk).update(result=result, **given)
    follow_up.refresh_from_db()
    return follow_up


def make_measure(plan: ControlPlan, code: str = "a1", **fields: Any) -> Measure:
    given: dict[str, Any] = {
        "text": f"Åtgärd {code}",
        "unit": fields.pop("unit", None) or root_of(plan.committee),
        "responsible": "Enhetschef",
        "due_on": date(plan.year, 10, 31),
        **fields,
    }
    return Measure.objects.create(plan=plan, code=code, **given)
