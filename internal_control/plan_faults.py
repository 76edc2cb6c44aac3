"""What stands in the way of adopting a plan, and what is worth a look before."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from internal_control.models import Control, ControlPlan, FollowUp, Measure, Risk, RiskDecision, ScaleStep
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


@dataclass(frozen=True)
class PlanRows:
    """What a plan holds, as it has been read: the numbers of occasions by control, the steps of the scale, and the
    controls whose performer has left.
    """

    plan: ControlPlan
    risks: Sequence[Risk]
    controls: Sequence[Control]
    occasions: Mapping[int, int]
    steps: int
    left: Collection[int]


def findings(plan: ControlPlan) -> list[Finding]:
    """Those that stand in the way first. As many queries whatever the plan holds."""
    occasions = FollowUp.objects.filter(control__plan=plan).values_list("control_id", flat=True)
    rows = PlanRows(
        plan,
        list(plan.risks.in_order()),
        list(plan.controls.in_order()),
        Counter(occasions),
        plan.scale_steps.filter(axis=ScaleStep.Axis.LIKELIHOOD).count(),
        left(plan),
    )
    return findings_of(rows)


def findings_of(rows: PlanRows) -> list[Finding]:
    """As findings, of a plan whose rows are read. One query."""
    found = [*_of_scale(rows), *_of_risks(rows), *_of_proposals(rows), *_of_controls(rows)]
    return sorted(found, key=lambda each: not each.blocks)


def _of_scale(rows: PlanRows) -> Iterator[Finding]:
    if not rows.steps:
        yield Finding("Planen har ingen skala för sannolikhet och konsekvens.", "scale")


def _of_risks(rows: PlanRows) -> Iterator[Finding]:
    checked = {control.risk_id for control in rows.controls if control.struck_on is None}
    of_risks = Measure.objects.of_year(rows.plan).filter(risk__isnull=False)
    acted_on = set(of_risks.values_list("risk__code", flat=True))
    for risk in rows.risks:
        if not risk.is_chosen:
            continue
        name = f"Risken {risk.code}, ”{risk}”,"
        if risk.likelihood is None or risk.consequence is None:
            yield Finding(f"{name} är inte värderad.", "risk", risk.code)
        elif max(risk.likelihood, risk.consequence) > rows.steps > 0:
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


def _of_proposals(rows: PlanRows) -> Iterator[Finding]:
    if proposals := sum(risk.is_proposal and not risk.declined_because for risk in rows.risks):
        many = (
            "förslag till risk är inte behandlat"
            if proposals == 1
            else "förslag till risker är inte behandlade"
        )
        yield Finding(f"{proposals} {many}.", "risks", blocks=False)


def _of_controls(rows: PlanRows) -> Iterator[Finding]:
    if not any(control.struck_on is None for control in rows.controls):
        yield Finding("Planen har ingen kontroll.", "controls")
    chosen = {risk.pk for risk in rows.risks if risk.is_chosen}
    codes = {risk.pk: risk.code for risk in rows.risks}
    for control in rows.controls:
        if control.struck_on is not None:
            continue
        name = f"Kontrollen {control.code}, ”{control}”,"
        if not rows.occasions.get(control.pk):
            yield Finding(f"{name} saknar månader.", "control", control.code)
        if not control.responsible.strip():
            yield Finding(f"{name} saknar ansvarig.", "control", control.code)
        if control.risk_id is not None and control.risk_id not in chosen:
            text = f"{name} gäller risken {codes[control.risk_id]}, som inte är med i planen."
            yield Finding(text, "control", control.code)
        if control.pk in rows.left:
            text = f"{name} ska utföras av någon som har slutat eller saknar behörighet."
            yield Finding(text, "control", control.code, blocks=False)
