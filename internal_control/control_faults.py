"""What is wrong with a control as it is typed: asked by the form, the step that saves, and the administration."""

from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError

from internal_control.codes import code_fault
from internal_control.control_entries import ControlEntry, PlacedItem, placed
from internal_control.models import Control, ControlPlan, CountedItem, FollowUp, FollowUpCount
from internal_control.performers import performers_of
from organisation.models import code_validator
from organisation.periods import MONTHS

Fault = tuple[str, str]


def control_faults(plan: ControlPlan, control: Control | None, entry: ControlEntry) -> list[Fault]:
    """Field and sentence of each fault; [] if there is none. control is the stored row, None for a new one."""
    return [
        *_facts(plan, control, entry),
        *_people(plan, entry),
        *_months(plan, control, entry),
        *_items(control, entry),
    ]


def _facts(plan: ControlPlan, control: Control | None, entry: ControlEntry) -> Iterator[Fault]:
    if fault := _code(plan, control, entry.code.strip()):
        yield "code", fault
    if not entry.process.strip():
        yield "process", "Skriv vilken process eller vilket område kontrollen gäller."
    if not entry.title.strip():
        yield "title", "Skriv vad som kontrolleras."
    if entry.method not in Control.Method.values:
        yield "method", "Välj hur kontrollen görs."
    if entry.method == Control.Method.SAMPLE and not entry.sample_size:
        yield "sample_size", "Skriv hur många stickprovet omfattar."
    if not entry.responsible.strip():
        yield "responsible", "Skriv vem som ansvarar, med titel."
    if entry.risk is not None and entry.risk.plan_id != plan.pk:
        yield "risk", f"Välj bland riskerna för {plan.year}."
    elif entry.risk is not None and entry.risk.is_proposal:
        yield "risk", f"Ta upp förslaget {entry.risk.code} innan en kontroll gäller det."


def _code(plan: ControlPlan, control: Control | None, code: str) -> str:
    if not code:
        return "Skriv en kod."
    try:
        code_validator(code)
    except ValidationError as wrong:
        return str(wrong.messages[0])
    if fault := code_fault(code):
        return fault
    taken = plan.controls.filter(code=code).values_list("pk", flat=True)
    others = set(taken) - {control.pk if control else None}
    return "Planen har redan en kontroll med den koden." if others else ""


def _people(plan: ControlPlan, entry: ControlEntry) -> Iterator[Fault]:
    if entry.unit.committee_id != plan.committee_id:
        yield "unit", "Välj en av nämndens enheter."
    elif entry.performer is not None and not performers_of(plan.committee).may(
        entry.performer.pk, entry.unit
    ):
        yield "performer", performer_fault(entry.performer)


def performer_fault(performer: object) -> str:
    return f"{performer} har slutat eller saknar behörighet att utföra enhetens kontroller. Välj en ny."


def _months(plan: ControlPlan, control: Control | None, entry: ControlEntry) -> Iterator[Fault]:
    wanted = set(entry.months)
    if not wanted:
        yield "months", "Välj minst en månad."
    if any(not 1 <= month <= 12 for month in wanted):
        yield "months", "Månaden måste vara 1 till 12."
        return
    stored = list(FollowUp.objects.filter(control=control)) if control else []
    came = wanted - {each.month for each in stored}
    if any(month <= plan.followed_up_through for month in came):
        through = MONTHS[plan.followed_up_through - 1]
        yield "months", f"Uppföljningen till och med {through} är fastställd. Välj senare månader."
    for each in sorted(stored, key=lambda each: each.month):
        if each.month not in wanted and (why := occasion_fault(each)):
            yield "months", f"{MONTHS[each.month - 1].capitalize()} kan inte tas bort: {why}"


def occasion_fault(follow_up: FollowUp) -> str:
    """Why the occasion cannot be taken out of the plan, as the end of a sentence; '' if it can."""
    if not follow_up.is_pending:
        return "kontrollen är redan genomförd då."
    if follow_up.evidence.exists():
        return "det finns underlag."
    return "det finns en åtgärd." if follow_up.measures.exists() else ""


def _items(control: Control | None, entry: ControlEntry) -> Iterator[Fault]:
    rows = list(placed(entry.items))
    if rows and rows[0].entry.is_part:
        yield "items", "Den första raden kan inte vara en del av en annan."
    if any(not each.entry.label.strip() for each in rows):
        yield "items", "Skriv vad som räknas på varje rad."
    for each in rows:
        if each.entry.is_deviation and not each.is_deviation:
            yield "items", f"”{each.entry.label}” är avvikelse bara om raden som den är en del av är det."
    labels = [(id(each.top), each.entry.label.strip().casefold()) for each in rows]
    if len(set(labels)) < len(labels):
        yield "items", "Samma sak räknas två gånger. Skriv olika namn på raderna."
    codes = [each.entry.code for each in rows if each.entry.code]
    if len(set(codes)) < len(codes):
        yield "items", "En rad är inskickad två gånger. Ladda om sidan och skriv raderna på nytt."
    yield from _counted(control, {each.entry.code: each for each in rows if each.entry.code})


def _counted(control: Control | None, kept: Mapping[str, PlacedItem]) -> Iterator[Fault]:
    """What has been counted already stays what it was."""
    if control is None:
        return
    counted = FollowUpCount.objects.filter(item__control=control).values("item")
    for item in CountedItem.objects.filter(pk__in=counted).select_related("parent").order_by("position"):
        now = kept.get(item.code)
        was_deviation = item.is_deviation or (item.parent is not None and item.parent.is_deviation)
        if now is None:
            yield "items", f"”{item}” har redan räknats och kan inte tas bort."
        elif now.has_parts:
            yield "items", f"”{item}” har redan räknats för sig och kan inte delas upp."
        elif now.is_deviation != was_deviation:
            yield (
                "items",
                f"”{item}” har redan räknats {'som' if was_deviation else 'utan att vara'} avvikelse.",
            )
