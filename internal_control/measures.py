"""Measures on their way: decided, reported on, closed, opened again, and their effect checked."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from internal_control.following_up import held
from internal_control.measure_faults import faults
from internal_control.models import ControlPlan, FollowUp, Measure, Risk
from internal_control.recording import record_step
from internal_control.refusing import ControlRefused, locked
from organisation.meanwhile import changed_meanwhile
from organisation.meanwhile import fingerprint as fingerprint_of
from organisation.models import Unit
from organisation.typed_texts import tidied

_FACTS = (
    "code",
    "follow_up_id",
    "risk_id",
    "text",
    "unit_id",
    "responsible",
    "performer_id",
    "due_on",
    "effect_due_on",
)
_STATE = ("status", "closed_on", "progress", "effect", "effect_on", "effect_text")
CLOSED = (Measure.Status.DONE, Measure.Status.CANCELLED)


@dataclass(frozen=True)
class MeasureEntry:
    """A measure as typed. It is for a deviation (follow_up), for a risk, or for neither; performer is a user."""

    code: str
    text: str
    unit: Unit
    responsible: str
    due_on: date
    follow_up: FollowUp | None = None
    risk: Risk | None = None
    performer: Any = None
    effect_due_on: date | None = None


@transaction.atomic
def save_measure(
    *, plan: ControlPlan, measure: Measure | None, entry: MeasureEntry, seen: str | None = None, by: Any
) -> Measure:
    """Store a new measure in the plan's year, or changed facts of one in its own. Raises ControlRefused.

    seen is the fingerprint of what the writer began from: somebody else's change since then refuses.
    """
    of = _require_going_on(measure.plan if measure else plan)
    stored = _locked(measure) if measure is not None else Measure(plan=of)
    is_new = stored.pk is None
    if seen and not is_new and fingerprint(stored) != seen:
        raise ControlRefused(changed_meanwhile("åtgärden"))
    before = {} if is_new else _words(stored)
    for field in fields(entry):
        setattr(stored, field.name, getattr(entry, field.name))
    if entry.follow_up is not None:
        # Nobody corrects it or sets it back until the measure for it is there.
        stored.follow_up = held(entry.follow_up)
    stored.text, stored.responsible = tidied(stored.text), stored.responsible.strip()
    for name, sentence in faults(stored):
        raise ControlRefused(sentence, name)
    taken = Measure.objects.filter(plan=of, code=stored.code).exclude(pk=stored.pk)
    if taken.exists():
        raise ControlRefused("Planen har redan en åtgärd med den koden.", "code")
    stored.save()
    after = _words(stored)
    record_step(
        stored,
        "lade till åtgärd" if is_new else "ändrade åtgärd",
        by,
        before={name: text for name, text in before.items() if after[name] != text},
        after={name: text for name, text in after.items() if before.get(name) != text},
    )
    return stored


@transaction.atomic
def report_progress(
    *,
    measure: Measure,
    status: str,
    closed_on: date | None = None,
    progress: str = "",
    seen: str | None = None,
    by: Any,
) -> Measure:
    """Say how it goes; with status DONE or CANCELLED and a day the measure is closed. Raises ControlRefused.

    Also when the year is followed up and adopted: measures go on after it.
    """
    stored = _locked(measure)
    if seen and state_fingerprint(stored) != seen:
        raise ControlRefused(changed_meanwhile("åtgärden"))
    if stored.status in CLOSED:
        raise ControlRefused(f"{_closed(stored)} Öppna den igen för att skriva om den.")
    if status not in Measure.Status.values:
        raise ControlRefused("Välj hur det går.", "status")
    closes = status in CLOSED
    if closes and closed_on is None:
        raise ControlRefused("Skriv vilken dag åtgärden avslutades.", "closed_on")
    if not closes and closed_on is not None:
        raise ControlRefused("En åtgärd som inte är avslutad har ingen sådan dag.", "closed_on")
    if closed_on is not None and closed_on > timezone.localdate():
        raise ControlRefused("Åtgärden kan inte vara avslutad i framtiden.", "closed_on")
    if closed_on is not None and closed_on.year < stored.plan.year:
        raise ControlRefused(f"Åtgärden beslutades {stored.plan.year}. Välj en senare dag.", "closed_on")
    if status == Measure.Status.CANCELLED and not progress.strip():
        raise ControlRefused("Skriv varför åtgärden avbryts.", "progress")
    stored.status, stored.closed_on, stored.progress = status, closed_on, tidied(progress)
    stored.save(update_fields=["status", "closed_on", "progress"])
    action = "avslutade åtgärd" if closes else "skrev hur det går med åtgärd"
    record_step(stored, action, by, status=stored.get_status_display(), progress=stored.progress)
    return stored


@transaction.atomic
def reopen_measure(*, measure: Measure, reason: str, by: Any) -> Measure:
    """Go on with a closed measure. That it was closed, what was said of its effect and the reason stay in what is
    written about it. Raises ControlRefused without a reason, or if it is open.
    """
    stored = _locked(measure)
    if stored.status not in CLOSED:
        raise ControlRefused("Åtgärden pågår redan.")
    if not reason.strip():
        raise ControlRefused("Skriv varför åtgärden ska fortsätta.", "reason")
    effect = ""
    if stored.effect:
        effect = f" {stored.get_effect_display()} ({stored.effect_on}). {stored.effect_text}".rstrip()
    line = f"Öppnad igen {timezone.localdate()}. {_closed(stored)}{effect} Skäl: {tidied(reason)}"
    stored.progress = f"{stored.progress}\n\n{line}".strip()
    stored.status, stored.closed_on = Measure.Status.ONGOING, None
    stored.effect, stored.effect_on, stored.effect_text = Measure.Effect.UNCHECKED, None, ""
    stored.save(update_fields=list(_STATE))
    record_step(stored, "öppnade åtgärd igen", by, reason=reason.strip())
    return stored


@transaction.atomic
def check_effect(
    *,
    measure: Measure,
    effect: str,
    effect_on: date | None,
    text: str,
    seen: str | None = None,
    by: Any,
) -> Measure:
    """Say what came of a measure that is done; also to correct what was said. Raises ControlRefused."""
    stored = _locked(measure)
    if seen and state_fingerprint(stored) != seen:
        raise ControlRefused(changed_meanwhile("åtgärden"))
    if stored.status != Measure.Status.DONE:
        raise ControlRefused("Effekten följs upp när åtgärden är genomförd.")
    if effect not in Measure.Effect.values or not effect:
        raise ControlRefused("Välj vilken effekt åtgärden har haft.", "effect")
    if effect_on is None:
        raise ControlRefused("Skriv vilken dag effekten följdes upp.", "effect_on")
    if effect_on > timezone.localdate():
        raise ControlRefused("Effekten kan inte vara uppföljd i framtiden.", "effect_on")
    if stored.closed_on is not None and effect_on < stored.closed_on:
        raise ControlRefused(
            f"Åtgärden genomfördes {stored.closed_on}. Effekten följs upp tidigast då.", "effect_on"
        )
    if effect != Measure.Effect.FULL and not text.strip():
        raise ControlRefused("Skriv vad som blev bättre och vad som återstår.", "text")
    stored.effect, stored.effect_on, stored.effect_text = effect, effect_on, tidied(text)
    stored.save(update_fields=["effect", "effect_on", "effect_text"])
    record_step(stored, "följde upp effekt av åtgärd", by, effect=stored.get_effect_display())
    return stored


@transaction.atomic
def delete_measure(*, measure: Measure, by: Any) -> None:
    """Delete what was entered by mistake. Raises ControlRefused if anything has been done."""
    _require_going_on(measure.plan)
    stored = _locked(measure)
    if why := standing_in_the_way(stored):
        raise ControlRefused(why)
    record_step(stored, "tog bort åtgärd", by, text=stored.text)
    stored.delete()


def standing_in_the_way(measure: Measure) -> str:
    """Why a measure cannot be deleted, as a sentence; '' if it can. The plan is at hand."""
    if measure.plan.is_over:
        return only_progress(measure.plan)
    if measure.status in CLOSED:
        return f"{_closed(measure)} Den kan inte tas bort."
    if measure.status != Measure.Status.PLANNED or measure.progress:
        return "Åtgärden är påbörjad och kan inte tas bort. Avbryt den i stället."
    return ""


def fingerprint(measure: Measure) -> str:
    """The same as long as the measure's own facts are."""
    return fingerprint_of(measure, _FACTS)


def state_fingerprint(measure: Measure) -> str:
    """The same as long as what is written about the measure is."""
    return fingerprint_of(measure, _STATE)


def _words(measure: Measure) -> dict[str, str]:
    """The facts as a reader of the log knows them."""
    occasion = measure.follow_up
    return {
        "code": measure.code,
        "text": measure.text,
        "deviation": f"{occasion.control.plan.year}/{occasion.control.code}/{occasion.month}"
        if occasion
        else "",
        "risk": measure.risk.code if measure.risk else "",
        "unit": measure.unit.code,
        "responsible": measure.responsible,
        "performer": str(measure.performer or ""),
        "due_on": str(measure.due_on),
        "effect_due_on": str(measure.effect_due_on or ""),
    }


def _require_going_on(plan: ControlPlan) -> ControlPlan:
    """The plan as it is stored, locked. Raises ControlRefused if its year is followed up and adopted."""
    stored = locked(plan)
    if stored.is_over:
        raise ControlRefused(only_progress(stored))
    return stored


def only_progress(plan: ControlPlan) -> str:
    """Why nothing else of a measure changes once the year of its plan is over, as a sentence."""
    return (
        f"Internkontrollen {plan.year} är följd upp och fastställd."
        " Det går bara att skriva hur det går med dess åtgärder och vilken effekt de har."
    )


def _locked(measure: Measure) -> Measure:
    """As it is stored now: nobody else changes it until the step is taken."""
    stored = (
        Measure.objects.select_for_update(of=("self",))
        .select_related("plan__committee", "unit")
        .filter(pk=measure.pk)
        .first()
    )
    if stored is None:
        raise ControlRefused("Åtgärden finns inte längre. Någon annan har tagit bort den.")
    return stored


def _closed(measure: Measure) -> str:
    done = "genomfördes" if measure.status == Measure.Status.DONE else "avbröts"
    return f"Åtgärden {done} {measure.closed_on}."
