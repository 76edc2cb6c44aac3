"""Controls of a plan: entered and changed with their months, struck by a decision, deleted, given to a performer."""

from datetime import date
from typing import Any

from django.db import transaction

from internal_control.control_entries import (
    FACTS,
    ControlEntry,
    ItemEntry,
    placed,
    stored_items,
    stored_months,
)
from internal_control.control_faults import control_faults, occasion_fault, performer_fault
from internal_control.control_words import words_of
from internal_control.models import Control, ControlPlan, CountedItem, FollowUp
from internal_control.performers import performers_of
from internal_control.refusing import (
    ControlRefused,
    Decision,
    locked,
    log_change,
    require_changeable,
    require_not_over,
)
from internal_control.reminding import forget
from organisation.access import may
from organisation.audit import record
from organisation.codes import free_code
from organisation.due import last_day
from organisation.meanwhile import changed_meanwhile, fingerprint_of
from organisation.models import User
from organisation.periods import MONTHS
from organisation.permissions import Permission
from organisation.typed_texts import tidied

__all__ = [
    "ControlEntry",
    "ItemEntry",
    "delete_control",
    "resume_control",
    "save_control",
    "set_performer",
    "strike_control",
]


@transaction.atomic
def save_control(
    *,
    plan: ControlPlan,
    control: Control | None,
    entry: ControlEntry,
    decision: Decision | None,
    seen: str | None = None,
    by: Any,
) -> Control:
    """Store a new control (None), last in the plan, or a changed one in its own, with its occasions and what it counts.

    seen is the fingerprint of what the writer began from. In an adopted plan only the performer, and whether what is
    counted are people, change without a decision. Raises ControlRefused.
    """
    plan = locked(control.plan if control else plan)
    is_new = control is None
    stored = Control(plan=plan, position=_next_position(plan)) if control is None else _locked(control)
    if seen is not None and not is_new and fingerprint(stored) != seen:
        raise ControlRefused(changed_meanwhile("kontrollen"))
    before = {} if is_new else words_of(stored, stored_months(stored), stored_items(stored))
    aside_before = {} if is_new else _words_aside(stored)
    performed_by = stored.performer_id
    if stored.counts_people and not entry.counts_people:
        _require_may_uncover(stored, by)
    for field, sentence in control_faults(plan, None if is_new else stored, entry):
        raise ControlRefused(sentence, field)
    _fill(stored, entry)
    was, now = _changed(before, words_of(stored, entry.months, entry.items))
    if now:
        require_changeable(plan, decision)
    else:
        require_not_over(plan)
    stored.save()
    if not is_new and stored.performer_id != performed_by:
        forget(stored)
    _set_months(stored, set(entry.months))
    _set_items(stored, entry)
    if now:
        text = (
            f"Ny kontroll {stored.code}: {stored}" if is_new else f"Kontroll {stored.code} ändrad: {stored}"
        )
        log_change(plan, decision, text, by=by, before=None if is_new else was, after=now)
    aside = _words_aside(stored)
    was |= {name: word for name, word in aside_before.items() if aside[name] != word}
    now |= {name: word for name, word in aside.items() if aside_before.get(name) != word}
    _record(stored, "lade till kontroll" if is_new else "ändrade kontroll", by, before=was, after=now)
    return stored


def _fill(control: Control, entry: ControlEntry) -> None:
    for name in FACTS:
        value = getattr(entry, name)
        setattr(control, name, tidied(value) if isinstance(value, str) else value)
    if control.method != Control.Method.SAMPLE:
        control.sample_size = None


def _changed(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What differs, as it was and as it is. A new control was nothing."""
    names = [name for name in after if before.get(name, "") != after[name]]
    return {name: before.get(name, "") for name in names}, {name: after[name] for name in names}


def _words_aside(control: Control) -> dict[str, str]:
    """What the log tells of a control beside what the plan says."""
    return {
        "Utförs av": str(control.performer or "ingen"),
        "Det som räknas är personer": "ja" if control.counts_people else "nej",
    }


def _require_may_uncover(control: Control, by: Any) -> None:
    """Raise ControlRefused where numbers would be shown to somebody who may not see them."""
    if not isinstance(by, User) or may(by, Permission.VIEW_SMALL, control.plan.committee, control.unit):
        return
    if control.follow_ups.exclude(result="").exists():
        raise ControlRefused(
            "Antalen är skyddade för att de rör få personer. Skyddet kan bara tas bort av den som får se dem.",
            "counts_people",
        )


def fingerprint(control: Control, months: tuple[int, ...] | None = None) -> str:
    """The same as long as what people write about the control is the same. months: where they are read already."""
    facts = [getattr(control, name) for name in FACTS]
    of_year = stored_months(control) if months is None else months
    return fingerprint_of([*facts, control.struck_on, of_year, stored_items(control)])


@transaction.atomic
def strike_control(*, control: Control, on: date, decision: Decision | None, by: Any) -> Control:
    """Let the control not be carried out any more from the day on. Raises ControlRefused."""
    plan, stored = locked(control.plan), _locked(control)
    if stored.struck_on is not None:
        raise ControlRefused(f"Kontrollen utgår redan från {stored.struck_on}.")
    if on.year != plan.year:
        raise ControlRefused(f"Välj en dag under {plan.year}.", "on")
    done = stored.follow_ups.exclude(result="").order_by("-month").first()
    if done is not None and last_day(plan.year, done.month) >= on:
        raise ControlRefused(
            f"Kontrollen är genomförd i {MONTHS[done.month - 1]}. Den kan utgå först efter den månaden.", "on"
        )
    require_changeable(plan, decision)
    stored.struck_on = on
    stored.save(update_fields=["struck_on"])
    text = f"Kontroll {stored.code} utgår från {on}: {stored}"
    log_change(plan, decision, text, by=by, after={"Utgår från": str(on)})
    _record(stored, "lät kontroll utgå", by, after={"Utgår från": str(on)})
    return stored


@transaction.atomic
def resume_control(*, control: Control, decision: Decision | None, by: Any) -> Control:
    """Let a control that was struck be carried out again, as if it had not been. Raises ControlRefused."""
    plan, stored = locked(control.plan), _locked(control)
    if stored.struck_on is None:
        raise ControlRefused("Kontrollen gäller: den har inte utgått.")
    require_changeable(plan, decision)
    was, stored.struck_on = str(stored.struck_on), None
    stored.save(update_fields=["struck_on"])
    log_change(
        plan, decision, f"Kontroll {stored.code} gäller igen: {stored}", by=by, before={"Utgår från": was}
    )
    _record(stored, "lät kontroll gälla igen", by, before={"Utgår från": was})
    return stored


@transaction.atomic
def delete_control(*, control: Control, decision: Decision | None, by: Any) -> None:
    """Delete a control of which nothing is carried out. Raises ControlRefused."""
    plan, stored = locked(control.plan), _locked(control)
    if why := standing_in_the_way(stored):
        raise ControlRefused(why)
    require_changeable(plan, decision)
    words = words_of(stored, stored_months(stored), stored_items(stored))
    log_change(plan, decision, f"Kontroll {stored.code} borttagen: {stored}", by=by, before=words)
    _record(stored, "tog bort kontroll", by, before=words)
    stored.delete()


def standing_in_the_way(control: Control) -> str:
    """Why the control cannot be deleted, as a sentence; '' if it can."""
    for each in control.follow_ups.order_by("month"):
        if why := occasion_fault(each):
            return f"{MONTHS[each.month - 1].capitalize()}: {why} Kontrollen kan inte tas bort, men den kan utgå."
    return ""


@transaction.atomic
def set_performer(*, control: Control, performer: Any, by: Any) -> Control:
    """Give the control to a person (None: nobody); free in an adopted plan, too. Raises ControlRefused."""
    plan, stored = locked(control.plan), _locked(control)
    require_not_over(plan)
    if performer is not None and not performers_of(plan.committee).may(performer.pk, stored.unit):
        raise ControlRefused(performer_fault(performer), "performer")
    before, stored.performer = stored.performer, performer
    stored.save(update_fields=["performer"])
    if performer != before:
        forget(stored)
    _record(
        stored,
        "valde vem som utför kontroll",
        by,
        before=str(before or "ingen"),
        after=str(performer or "ingen"),
    )
    return stored


def _locked(control: Control) -> Control:
    """As it is stored now; the plan is locked, and with it whatever is in it."""
    found = Control.objects.select_related("plan__committee", "risk", "unit", "performer")
    stored = found.filter(pk=control.pk).first()
    if stored is None:
        raise ControlRefused("Kontrollen finns inte längre: någon annan har tagit bort den.")
    return stored


def _next_position(plan: ControlPlan) -> int:
    last = plan.controls.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _set_months(control: Control, wanted: set[int]) -> None:
    control.follow_ups.exclude(month__in=wanted).delete()
    came = wanted - set(stored_months(control))
    FollowUp.objects.bulk_create(FollowUp(control=control, month=month) for month in sorted(came))


def _set_items(control: Control, entry: ControlEntry) -> None:
    """Rows that stay keep their code; what they are part of is stored before them."""
    stored = {each.code: each for each in control.counted_items.all()}
    codes, kept = set(stored), set[str]()
    top: CountedItem | None = None
    for position, each in enumerate(placed(entry.items)):
        typed = each.entry
        row = stored.get(typed.code) or CountedItem(control=control)
        row.code = row.code or free_code(typed.label, codes, otherwise="post")
        codes.add(row.code)
        kept.add(row.code)
        row.label, row.is_deviation, row.position = typed.label.strip(), each.is_deviation, position
        row.parent = None if typed is each.top else top
        row.save()
        top = row if typed is each.top else top
    control.counted_items.exclude(code__in=kept).delete()


def _record(control: Control, action: str, by: Any, **details: Any) -> None:
    record(
        by=by,
        action=action,
        committee=control.plan.committee,
        subject=control,
        code=control.code,
        year=control.plan.year,
        **details,
    )
