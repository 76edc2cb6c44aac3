"""What stands in the way of adopting a plan, and what is worth a look before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count

from internal_control.models import Control, ControlPlan, Measure, Risk, RiskDecision, ScaleStep
from internal_control.performers import left


@dataclass(frozen=True)
class Finding:
    """A sentence about the plan, and the page where it is put right: a risk's, a control's, or a list's (code '').

    blocks: the plan cannot be adopted before it is put right.
    """

    text: str
    about: Literal["risk", "risks", "control", "controls", "scale"]
    code: str = ""
    blocks: bool = True


def findings(plan: ControlPlan) -> list[Finding]:
    """Those that stand in the way first. Six queries, whatever the plan holds."""
    risks = list(plan.risks.in_order())
    controls = list(plan.controls.in_order().annotate(occasions=Count("follow_ups")))
    steps = plan.scale_steps.filter(axis=ScaleStep.Axis.LIKELIHOOD).count()
    found = [
        *_of_scale(steps),
        *_of_risks(plan, risks, controls, steps),
        *_of_controls(plan, risks, controls),
    ]
    return sorted(found, key=lambda each: not each.blocks)


def _of_scale(steps: int) -> Iterator[Finding]:
    if not steps:
        yield Finding("Planen har ingen skala för sannolikhet och konsekvens.", "scale")


def _of_risks(plan: ControlPlan, risks: list[Risk], controls: list[Control], steps: int) -> Iterator[Finding]:
    checked = {control.risk_id for control in controls if control.struck_on is None}
    acted_on = set(
        Measure.objects.of_year(plan).filter(risk__isnull=False).values_list("risk__code", flat=True)
    )
    for risk in risks:
        if not risk.is_chosen:
            continue
        name = f"Risken {risk.code}, ”{risk}”,"
        if risk.likelihood is None or risk.consequence is None:
            yield Finding(f"{name} är inte värderad.", "risk", risk.code)
        elif max(risk.likelihood, risk.consequence) > steps > 0:
            yield Finding(f"{name} har ett värde utanför skalan.", "risk", risk.code)
        if not risk.decision:
            yield Finding(f"{name} saknar beslut.", "risk", risk.code)
        if risk.decision == RiskDecision.CONTROL and risk.pk not in checked:
            yield Finding(
                f"{name} ska kontrolleras, men ingen kontroll gäller den.", "risk", risk.code, blocks=False
            )
        if risk.decision == RiskDecision.ACT and risk.code not in acted_on:
            yield Finding(
                f"{name} ska åtgärdas, men ingen åtgärd är beslutad.", "risk", risk.code, blocks=False
            )
    if proposals := sum(risk.is_proposal for risk in risks):
        many = (
            "förslag till risk är inte behandlat"
            if proposals == 1
            else "förslag till risker är inte behandlade"
        )
        yield Finding(f"{proposals} {many}.", "risks", blocks=False)


def _of_controls(plan: ControlPlan, risks: list[Risk], controls: list[Control]) -> Iterator[Finding]:
    if not any(control.struck_on is None for control in controls):
        yield Finding("Planen har ingen kontroll.", "controls")
    chosen, gone = {risk.pk for risk in risks if risk.is_chosen}, left(plan)
    codes = {risk.pk: risk.code for risk in risks}
    for control in controls:
        if control.struck_on is not None:
            continue
        name = f"Kontrollen {control.code}, ”{control}”,"
        if not control.occasions:  # type: ignore[attr-defined]  # annotated
            yield Finding(f"{name} saknar månader.", "control", control.code)
        if not control.responsible.strip():
            yield Finding(f"{name} saknar ansvarig.", "control", control.code)
        if control.risk_id is not None and control.risk_id not in chosen:
            text = f"{name} gäller risken {codes[control.risk_id]}, som inte är med i planen."
            yield Finding(text, "control", control.code)
        if control.pk in gone:
            text = f"{name} ska utföras av någon som har slutat eller saknar behörighet."
            yield Finding(text, "control", control.code, blocks=False)
