"""What is wrong with a risk as it is to be: asked by the form, the step that saves, and the administration."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from internal_control.codes import code_fault
from internal_control.models import Risk, RiskDecision
from internal_control.risk_values import RiskScale
from organisation.models import code_validator

_AXES = (
    ("likelihood", "consequence", "Sannolikheten", "Konsekvensen"),
    ("likelihood_after", "consequence_after", "Sannolikheten efter åtgärder", "Konsekvensen efter åtgärder"),
)


def risk_faults(risk: Risk, scale: RiskScale) -> list[tuple[str, str]]:
    """Field and sentence for each fault; [] if there is none. risk has its plan and its unit."""
    return [*_facts(risk), *_values(risk, scale)]


def step_fault(scale: RiskScale, step: int | None, name: str) -> str:
    """Why a step cannot be; '' if it can. name is of the axis, in the definite."""
    if step is None or scale.holds(step):
        return ""
    return f"{name} {step} finns inte på skalan, som går från 1 till {scale.steps}."


def _facts(risk: Risk) -> Iterator[tuple[str, str]]:
    if fault := _code(risk):
        yield "code", fault
    if not risk.process.strip():
        yield "process", "Skriv vilken process eller vilket område risken gäller."
    if not risk.description.strip():
        yield "description", "Skriv vad risken är."
    if risk.unit.committee_id != risk.plan.committee_id:
        yield "unit", "Välj en av nämndens enheter."
    if risk.decision and risk.decision not in RiskDecision.values:
        yield "decision", "Välj ett av besluten i listan."
    if risk.is_chosen and risk.is_proposal:
        yield "is_chosen", "Ta upp förslaget innan det kommer med i planen."


def _code(risk: Risk) -> str:
    if not risk.code.strip():
        return "Skriv en kod."
    try:
        code_validator(risk.code)
    except ValidationError as wrong:
        return str(wrong.messages[0])
    if fault := code_fault(risk.code):
        return fault
    same = Risk.objects.filter(plan=risk.plan_id, code=risk.code).exclude(pk=risk.pk)
    return "Planen har redan en risk med den koden." if same.exists() else ""


def _values(risk: Risk, scale: RiskScale) -> Iterator[tuple[str, str]]:
    for likelihood, consequence, first, second in _AXES:
        pair = (getattr(risk, likelihood), getattr(risk, consequence))
        if fault := step_fault(scale, pair[0], first):
            yield likelihood, fault
        if fault := step_fault(scale, pair[1], second):
            yield consequence, fault
        if pair[0] is None and pair[1] is not None:
            yield likelihood, "Välj sannolikheten också: en värderad risk har båda."
        if pair[1] is None and pair[0] is not None:
            yield consequence, "Välj konsekvensen också: en värderad risk har båda."
