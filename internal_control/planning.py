"""A year's plan: made, deleted while it is a draft, adopted and followed up with the documents that say so."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from internal_control.copying import copy_rows
from internal_control.models import WHOLE_YEAR, ControlPlan, Evidence, FollowUp, Measure, Result
from internal_control.plan_faults import findings
from internal_control.refusing import ControlRefused, locked
from internal_control.standard_scale import add_standard_scale
from organisation.audit import record
from organisation.due import last_day
from organisation.models import YEAR_MAX, YEAR_MIN, Committee
from organisation.periods import MONTHS


@transaction.atomic
def create_plan(
    *, committee: Committee, year: int, by: Any, copy_from: ControlPlan | None = None
) -> ControlPlan:
    """A draft for the year, with the standard scale or as a copy of an earlier year's plan. Raises ControlRefused."""
    # Of two who make the year's plan at once the second waits here, and is refused.
    Committee.objects.select_for_update().get(pk=committee.pk)
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise ControlRefused(f"Året måste vara {YEAR_MIN} till {YEAR_MAX}.", "year")
    if ControlPlan.objects.filter(committee=committee, year=year).exists():
        raise ControlRefused(f"Nämnden har redan en internkontrollplan för {year}.")
    if copy_from is not None and (copy_from.committee_id != committee.pk or copy_from.year >= year):
        raise ControlRefused("Välj en av nämndens tidigare planer att kopiera.", "copy_from")
    plan = ControlPlan.objects.create(committee=committee, year=year)
    if copy_from is None:
        add_standard_scale(plan)
    else:
        copy_rows(locked(copy_from), plan, by=str(by)[:150])
    _record(plan, "lade upp internkontrollplan", by, copy_of=str(copy_from or ""))
    return plan


@transaction.atomic
def delete_plan(*, plan: ControlPlan, by: Any) -> None:
    """Delete a draft in which nothing is carried out. Raises ControlRefused."""
    stored = locked(plan)
    if why := standing_in_the_way(stored):
        raise ControlRefused(why)
    _record(stored, "tog bort internkontrollplan", by)
    stored.delete()


def standing_in_the_way(plan: ControlPlan) -> str:
    """Why the plan cannot be deleted, as a sentence; '' if it can."""
    if plan.is_adopted:
        return f"{_adopted(plan)} Den kan inte tas bort."
    written = [
        name
        for name, rows in (
            (
                "genomförda kontroller",
                FollowUp.objects.filter(control__plan=plan).exclude(result=Result.PENDING),
            ),
            ("underlag", Evidence.objects.filter(follow_up__control__plan=plan)),
            ("åtgärder", Measure.objects.filter(plan=plan)),
            ("beslutade ändringar", plan.changes.all()),
        )
        if rows.exists()
    ]
    return f"Planen har {_listed(written)} och kan inte tas bort." if written else ""


def plan_faults(plan: ControlPlan) -> list[str]:
    """Why the plan cannot be adopted as it is: sentences for whoever puts it right. Empty: it can."""
    return [finding.text for finding in findings(plan) if finding.blocks]


@transaction.atomic
def adopt_plan(
    *, plan: ControlPlan, meeting_on: date, paragraph: str, registration_number: str, by: Any
) -> ControlPlan:
    """Let the plan be what the committee has decided. Raises ControlRefused."""
    stored = locked(plan)
    if stored.is_adopted:
        raise ControlRefused(f"{_adopted(stored)} Dra tillbaka den först om den ska fastställas på nytt.")
    if meeting_on > timezone.localdate():
        raise ControlRefused("Sammanträdet kan inte ligga i framtiden.", "meeting_on")
    if not paragraph.strip():
        raise ControlRefused("Skriv beslutets paragraf.", "paragraph")
    if faults := plan_faults(stored):
        raise ControlRefused(f"Planen kan inte fastställas än. {' '.join(faults)}")
    stored.adopted_on, stored.decision_paragraph = meeting_on, paragraph.strip()
    stored.registration_number = registration_number.strip()
    stored.save(update_fields=["adopted_on", "decision_paragraph", "registration_number"])
    _record(
        stored,
        "fastställde internkontrollplan",
        by,
        meeting_on=meeting_on.isoformat(),
        paragraph=stored.decision_paragraph,
    )
    return stored


@transaction.atomic
def withdraw_plan(*, plan: ControlPlan, by: Any) -> ControlPlan:
    """Let the plan be a draft again. Raises ControlRefused where a follow-up of it is adopted."""
    stored = locked(plan)
    if not stored.is_adopted:
        raise ControlRefused("Planen är ett utkast: den är inte fastställd.")
    if stored.followed_up_through:
        raise ControlRefused(f"{_followed_up(stored)} Dra tillbaka uppföljningen först.")
    _record(
        stored,
        "drog tillbaka internkontrollplan",
        by,
        meeting_on=stored.adopted_on.isoformat() if stored.adopted_on else "",
        paragraph=stored.decision_paragraph,
    )
    stored.adopted_on, stored.decision_paragraph, stored.registration_number = None, "", ""
    stored.save(update_fields=["adopted_on", "decision_paragraph", "registration_number"])
    return stored


@transaction.atomic
def adopt_follow_up(*, plan: ControlPlan, month: int, by: Any) -> ControlPlan:
    """Settle what is carried out through the month 1–12; after 12 the year is over. Raises ControlRefused.

    A follow-up of an earlier month than the newest leaves the plan as far as it was.
    """
    stored = locked(plan)
    if not 1 <= month <= WHOLE_YEAR:
        raise ControlRefused("Månaden måste vara 1 till 12.", "month")
    if fault := follow_up_fault(stored, month):
        raise ControlRefused(fault)
    through = max(stored.followed_up_through, month)
    stands_at = "" if through == month else _month(through)
    return _follow_up_through(stored, through, "fastställde uppföljning", by, of=month, stands_at=stands_at)


def follow_up_fault(plan: ControlPlan, month: int) -> str:
    """Why the follow-up through the month cannot be adopted as things are, as a sentence; '' if it can."""
    if not plan.is_adopted:
        return f"Internkontrollplanen för {plan.year} är inte fastställd. Fastställ den först."
    if month == WHOLE_YEAR and (waiting := _still_pending(plan)):
        many = "kontrolltillfälle har" if len(waiting) == 1 else "kontrolltillfällen har"
        return (
            f"{len(waiting)} {many} inget resultat: {_listed(waiting[:10])}{' …' if len(waiting) > 10 else ''}."
            " Skriv vad kontrollen visade, eller varför den inte blev av, innan årets uppföljning fastställs."
        )
    return ""


@transaction.atomic
def withdraw_follow_up(*, plan: ControlPlan, month: int, month_before: int, by: Any) -> ControlPlan:
    """Withdraw the follow-up through the month: the plan goes back to month_before, that of the newest that is still
    adopted, 0 if there is none. Raises ControlRefused.
    """
    stored = locked(plan)
    if not 0 <= month_before <= stored.followed_up_through:
        raise ControlRefused("Uppföljningen är inte fastställd så långt.", "month")
    stands_at = _month(month_before) or "ingen månad"
    return _follow_up_through(
        stored, month_before, "drog tillbaka uppföljning", by, of=month, stands_at=stands_at
    )


def _follow_up_through(
    plan: ControlPlan, month: int, action: str, by: Any, *, of: int, stands_at: str
) -> ControlPlan:
    """of is the month of the follow-up, stands_at how far the plan is followed up where that is another."""
    plan.followed_up_through = month
    plan.save(update_fields=["followed_up_through"])
    _record(plan, f"{action} av internkontroll", by, through=_month(of), stands_at=stands_at)
    return plan


def _still_pending(plan: ControlPlan) -> list[str]:
    """Code and month of each occasion that is owed and without a result; a struck control owes none after that."""
    rows = FollowUp.objects.filter(control__plan=plan, result=Result.PENDING)
    found = rows.order_by("month", "control__position", "control__code").values_list(
        "control__code", "control__struck_on", "month"
    )
    return [
        f"{code} i {_month(month)}"
        for code, struck_on, month in found
        if struck_on is None or struck_on > last_day(plan.year, month)
    ]


def _adopted(plan: ControlPlan) -> str:
    return f"Planen är fastställd {plan.adopted_on} § {plan.decision_paragraph}."


def _followed_up(plan: ControlPlan) -> str:
    return f"Uppföljningen till och med {_month(plan.followed_up_through)} {plan.year} är fastställd."


def _month(month: int) -> str:
    return MONTHS[month - 1] if month else ""


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}"


def _record(plan: ControlPlan, action: str, by: Any, **details: Any) -> None:
    record(by=by, action=action, committee=plan.committee, subject=plan, year=plan.year, **details)
