"""What may be wrong with a measure, said once for pages, administration and packages."""

from collections.abc import Iterator

from internal_control.codes import code_fault
from internal_control.models import DEVIATIONS, Measure, Result
from internal_control.performers import performers_of

# What a measure may be decided about: also that a control was not carried out.
_CALLS_FOR_MEASURES = (*DEVIATIONS, Result.NOT_DONE)


def faults(measure: Measure, *, checks_performer: bool = True) -> Iterator[tuple[str, str]]:
    """Field and sentence of each. The measure has plan and unit. checks_performer: asks whether the person may
    carry it out now.
    """
    if not measure.code:
        yield "code", "Skriv en kod."
    elif fault := code_fault(measure.code):
        yield "code", fault
    if not measure.text.strip():
        yield "text", "Skriv vad som ska göras."
    if not measure.responsible.strip():
        yield "responsible", "Skriv vem som ansvarar för åtgärden."
    yield from _wrong_place(measure)
    yield from _wrong_days(measure)
    if (
        checks_performer
        and measure.performer_id is not None
        and not performers_of(measure.plan.committee).may(measure.performer_id, measure.unit)
    ):
        yield "performer", "Personen har slutat eller saknar behörighet för enheten. Välj en annan."


def _wrong_place(measure: Measure) -> Iterator[tuple[str, str]]:
    plan, occasion, risk = measure.plan, measure.follow_up, measure.risk
    if measure.unit.committee_id != plan.committee_id:
        yield "unit", "Enheten hör till en annan nämnd."
    if occasion is not None and risk is not None:
        yield "risk", "En åtgärd gäller en avvikelse eller en risk, inte båda."
    if occasion is not None:
        of = occasion.control.plan
        if of.committee_id != plan.committee_id or of.year > plan.year:
            yield "follow_up", "Avvikelsen hör inte till nämndens kontroller i år eller tidigare."
        elif occasion.result not in _CALLS_FOR_MEASURES:
            yield "follow_up", "Kontrollen har ingen avvikelse den månaden."
    if risk is not None and risk.plan_id != plan.pk:
        yield "risk", f"Välj en risk bland dem för {plan.year}."


def _wrong_days(measure: Measure) -> Iterator[tuple[str, str]]:
    if measure.due_on.year < measure.plan.year:
        yield "due_on", f"En åtgärd som beslutas {measure.plan.year} kan inte vara klar före det."
    if measure.effect_due_on is not None and measure.effect_due_on < measure.due_on:
        yield "effect_due_on", "Effekten följs upp tidigast den dag då åtgärden ska vara klar."
