"""What stands in the way of adopting a plan, and what is worth a look before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from django.db.models import Count

from internal_control.models import ControlPlan, Measure, RiskDecision, ScaleStep
from internal_control.performers import Performers, performers_of


@dataclass(frozen=True)
class Finding:
    """A sentence about the plan, and the page where it is put right: a risk's, a control's, or a list's (code '').

    blocks: the plan cannot be adopted before it is put right.
    """

    text: str
    about: Literal["risk", "risks", "control", "controls", "scale"]
    code: str = ""
    blocks: bool = True


class RiskFacts(NamedTuple):
    """What is read of a risk, of which there may be hundreds."""

    pk: int
    code: str
    description: str
    likelihood: int | None
    consequence: int | None
    decision: str
    is_chosen: bool
    is_proposal: bool
    declined_because: str


class ControlFacts(NamedTuple):
    """occasions: how many months it has."""

    pk: int
    code: str
    title: str
    responsible: str
    risk_id: int | None
    struck_on: date | None
    performer_id: int | None
    unit_path: str
    occasions: int


@dataclass(frozen=True)
class _Plan:
    plan: ControlPlan
    risks: Sequence[RiskFacts]
    controls: Sequence[ControlFacts]
    steps: int
    performers: Performers

    def has_left(self, control: ControlFacts) -> bool:
        return control.performer_id is not None and not self.performers.may_at(
            control.performer_id, control.unit_path
        )


def findings(plan: ControlPlan) -> list[Finding]:
    """Those that stand in the way first. As many queries whatever the plan holds."""
    steps = plan.scale_steps.filter(axis=ScaleStep.Axis.LIKELIHOOD).count()
    return findings_on(plan, steps=steps, performers=performers_of(plan.committee))


def findings_on(plan: ControlPlan, *, steps: int, performers: Performers) -> list[Finding]:
    """As findings, where the scale and who may carry out are read already. Three queries."""
    risks = plan.risks.in_order().values_list(
        "pk",
        "code",
        "description",
        "likelihood",
        "consequence",
        "decision",
        "is_chosen",
        "is_proposal",
        "declined_because",
    )
    counted = plan.controls.in_order().annotate(occasions=Count("follow_ups"))
    controls = counted.values_list(
        "pk",
        "code",
        "title",
        "responsible",
        "risk_id",
        "struck_on",
        "performer_id",
        "unit__path",
        "occasions",
    )
    rows = _Plan(
        plan,
        [RiskFacts(*each) for each in risks],
        [ControlFacts(*each) for each in controls],
        steps,
        performers,
    )
    found = [*_of_scale(rows), *_of_risks(rows), *_of_proposals(rows), *_of_controls(rows)]
    return sorted(found, key=lambda each: not each.blocks)


def _of_scale(rows: _Plan) -> Iterator[Finding]:
    if not rows.steps:
        yield Finding("Planen har ingen skala för sannolikhet och konsekvens.", "scale")


def _of_risks(rows: _Plan) -> Iterator[Finding]:
    checked = {control.risk_id for control in rows.controls if control.struck_on is None}
    of_risks = Measure.objects.of_year(rows.plan.committee_id, rows.plan.year).filter(risk__isnull=False)
    acted_on = set(of_risks.values_list("risk__code", flat=True))
    for risk in rows.risks:
        if not risk.is_chosen:
            continue
        name = f"Risken {risk.code}, ”{risk.description}”,"
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


def _of_proposals(rows: _Plan) -> Iterator[Finding]:
    if proposals := sum(risk.is_proposal and not risk.declined_because for risk in rows.risks):
        many = (
            "förslag till risk är inte behandlat"
            if proposals == 1
            else "förslag till risker är inte behandlade"
        )
        yield Finding(f"{proposals} {many}.", "risks", blocks=False)


def _of_controls(rows: _Plan) -> Iterator[Finding]:
    if not any(control.struck_on is None for control in rows.controls):
        yield Finding("Planen har ingen kontroll.", "controls")
    chosen = {risk.pk for risk in rows.risks if risk.is_chosen}
    codes = {risk.pk: risk.code for risk in rows.risks}
    for control in rows.controls:
        if control.struck_on is not None:
            continue
        name = f"Kontrollen {control.code}, ”{control.title}”,"
        if not control.occasions:
            yield Finding(f"{name} saknar månader.", "control", control.code)
        if not control.responsible.strip():
            yield Finding(f"{name} saknar ansvarig.", "control", control.code)
        if control.risk_id is not None and control.risk_id not in chosen:
            text = f"{name} gäller risken {codes[control.risk_id]}, som inte är med i planen."
            yield Finding(text, "control", control.code)
        if rows.has_left(control):
            text = f"{name} ska utföras av någon som har slutat eller saknar behörighet."
            yield Finding(text, "control", control.code, blocks=False)
