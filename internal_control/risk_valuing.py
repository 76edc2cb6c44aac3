"""Valuing risks: many at one sitting, whole or not at all."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from internal_control.models import ControlPlan, Risk, RiskDecision, RiskValuation
from internal_control.refusing import (
    ControlRefused,
    Decision,
    locked,
    log_change,
    require_changeable,
    require_not_over,
)
from internal_control.risk_faults import step_fault
from internal_control.risk_history import PAIRS, keep_values
from internal_control.risk_scale import RiskScale, scale_of
from organisation.audit import record


@dataclass(frozen=True)
class RiskValue:
    """A value for one risk. decision: what is done about it; None to leave that as it is.

    seen: what stood there when the writer began, as value_of says it; None where nobody can have looked.
    """

    code: str
    likelihood: int | None
    consequence: int | None
    decision: str | None = None
    reason: str = ""
    seen: str | None = None


class ValuesRefused(ControlRefused):
    """Values of which at least one is refused: by the risk's code. None is saved."""

    def __init__(self, by_risk: Mapping[str, ControlRefused]) -> None:
        super().__init__("Ingenting är sparat än. Rätta det som är markerat.")
        self.by_risk = by_risk


class ValueConflict(ControlRefused):
    """Somebody else has valued the risk meanwhile."""


def value_of(risk: Risk, stage: str) -> str:
    """What stands now, in one word: '3-4-watch'. The same as long as nobody has valued the risk anew."""
    likelihood, consequence = (getattr(risk, name) for name in PAIRS[stage])
    decided = risk.decision if stage == RiskValuation.Stage.BEFORE else ""
    return f"{likelihood or ''}-{consequence or ''}-{decided}"


@transaction.atomic
def value_risks(
    *,
    plan: ControlPlan,
    values: Sequence[RiskValue],
    stage: str,
    decision: Decision | None = None,
    by: Any,
) -> list[Risk]:
    """Give the risks their values, and answer with those that got another than they had.

    stage is a RiskValuation.Stage. Raises ValuesRefused with what is wrong with each, or ControlRefused where the
    plan may not be changed.
    """
    plan = locked(plan)
    require_not_over(plan)
    valued, errors = _checked(plan, values, stage)
    if errors:
        raise ValuesRefused(errors)
    _save(plan, valued, stage, decision, by)
    return [after for _, after, _ in valued]


def value_faults(plan: ControlPlan, values: Sequence[RiskValue], stage: str) -> dict[str, ControlRefused]:
    """What would be refused of the values, by the risk's code."""
    return _checked(plan, values, stage)[1]


def _checked(
    plan: ControlPlan, values: Sequence[RiskValue], stage: str
) -> tuple[list[tuple[Risk, Risk, str]], dict[str, ControlRefused]]:
    """Each risk that gets another value, as it is and as it is to be, and why; and what is refused."""
    scale = scale_of(plan)
    risks = {
        risk.code: risk for risk in plan.risks.gathered().filter(code__in=[each.code for each in values])
    }
    errors: dict[str, ControlRefused] = {}
    valued: list[tuple[Risk, Risk, str]] = []
    for value in values:
        before = risks.get(value.code)
        try:
            after = _valued(before, value, stage, scale)
        except ControlRefused as refused:
            errors[value.code] = refused
            continue
        assert before is not None  # noqa: S101  (_valued refuses it)
        if value_of(after, stage) != value_of(before, stage):
            valued.append((before, after, value.reason))
    return valued, errors


def _valued(before: Risk | None, value: RiskValue, stage: str, scale: RiskScale) -> Risk:
    if before is None:
        raise ControlRefused("Risken finns inte längre bland årets risker.")
    if value.seen is not None and value.seen != value_of(before, stage):
        raise ValueConflict(
            "Någon annan har värderat risken medan du skrev. Spara igen om ditt värde ska gälla."
        )
    for step, name, field in (
        (value.likelihood, "Sannolikheten", "likelihood"),
        (value.consequence, "Konsekvensen", "consequence"),
    ):
        if fault := step_fault(scale, step, name):
            raise ControlRefused(fault, field)
    if (value.likelihood is None) != (value.consequence is None):
        missing = "likelihood" if value.likelihood is None else "consequence"
        raise ControlRefused("Välj både sannolikhet och konsekvens.", missing)
    names = PAIRS[stage]
    if value.likelihood is None and getattr(before, names[0]) is not None:
        raise ControlRefused(
            "Risken är redan värderad. Ge den ett nytt värde i stället för inget.", "likelihood"
        )
    if value.decision and value.decision not in RiskDecision.values:
        raise ControlRefused("Välj ett av besluten i listan.", "decision")
    after = copy(before)
    for name, step in zip(names, (value.likelihood, value.consequence), strict=True):
        setattr(after, name, step)
    if value.decision is not None and stage == RiskValuation.Stage.BEFORE:
        after.decision = value.decision
    return after


def _save(
    plan: ControlPlan,
    valued: Sequence[tuple[Risk, Risk, str]],
    stage: str,
    decision: Decision | None,
    by: Any,
) -> None:
    if not valued:
        return
    printed = [
        (before, after)
        for before, after, _ in valued
        if after.is_chosen and stage == RiskValuation.Stage.BEFORE
    ]
    if printed:
        require_changeable(plan, decision)
    Risk.objects.bulk_update([after for _, after, _ in valued], [*PAIRS[stage], "decision"])
    keep_values(valued, by=by)
    for before, after in printed:
        log_change(
            plan,
            decision,
            f"Risk {after.code} värderad: {after}",
            by=by,
            before=_in_words(before, stage),
            after=_in_words(after, stage),
        )
    record(
        by=by,
        action="värderade risker",
        committee=plan.committee,
        subject=plan,
        year=plan.year,
        stage=str(RiskValuation.Stage(stage).label),
        values={
            after.code: f"{_in_short(before, stage)} → {_in_short(after, stage)}"
            for before, after, _ in valued
        },
    )


def _in_short(risk: Risk, stage: str) -> str:
    """'3 × 4, bevaka', 'inte värderad': a value with its decision, which is made before measures."""
    likelihood, consequence = (getattr(risk, name) for name in PAIRS[stage])
    value = f"{likelihood} × {consequence}" if likelihood and consequence else "inte värderad"
    if stage != RiskValuation.Stage.BEFORE or not risk.decision:
        return value
    return f"{value}, {str(RiskDecision(risk.decision).label).lower()}"


def _in_words(risk: Risk, stage: str) -> dict[str, str]:
    steps = [getattr(risk, name) for name in PAIRS[stage]]
    return {
        "sannolikhet": str(steps[0] or ""),
        "konsekvens": str(steps[1] or ""),
        "beslut": str(RiskDecision(risk.decision).label) if risk.decision else "",
    }
