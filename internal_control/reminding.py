"""Reminders by e-mail to those who carry out controls: when a month's are due, and when they are late.

An occasion is said once when its month has begun and once when it is over, in one e-mail a person and day. It is
marked before the e-mail is sent: whoever is killed in between has it unsaid, never said twice. If it could not be
sent the mark is taken back, and the next round tries again.
"""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from internal_control.models import Control, FollowUp
from internal_control.occasions import owed
from internal_control.performers import Performers, performers_of
from organisation.audit import record
from organisation.due import last_day
from organisation.models import Committee, User
from organisation.periods import MONTHS, month_name

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """An occasion as the e-mail says it."""

    title: str
    month: str
    committee: str
    url: str


def remind(today: date) -> int:
    """Send what is to be said today. Returns how many e-mails were sent. An error with one stops no other."""
    sent = 0
    for person, occasions in _to_remind(today).items():
        if (claimed := _claim(person, occasions, today)) and _send(person, claimed, today):
            sent += 1
    return sent


def forget(control: Control) -> None:
    """Whoever takes over a control is reminded of what is left of it, whatever the one before was.

    Of what is carried out, too: it may be set back.
    """
    control.follow_ups.update(reminded_on=None)


def _to_remind(today: date) -> dict[User, list[FollowUp]]:
    """Occasions not said yet by person: of adopted plans of this year and the last, not settled, of those who may."""
    rows = owed(FollowUp.objects.all(), today).filter(
        control__plan__year__gte=today.year - 1,
        control__plan__adopted_on__isnull=False,
        control__plan__followed_up_through__lt=F("month"),
        control__performer__is_active=True,
    )
    rows = rows.exclude(control__performer__email="").select_related(
        "control__plan__committee", "control__performer", "control__unit"
    )
    may: dict[Committee, Performers] = {}
    by_person: dict[User, list[FollowUp]] = defaultdict(list)
    for each in rows:
        control, committee = each.control, each.control.plan.committee
        if committee not in may:
            may[committee] = performers_of(committee)
        if _is_unsaid(each, today) and may[committee].may(control.performer_id, control.unit):
            assert control.performer is not None  # noqa: S101  (asked for above)
            by_person[control.performer].append(each)
    return by_person


def _is_unsaid(occasion: FollowUp, today: date) -> bool:
    """Never said; or said in its month, and late now."""
    due_on = last_day(occasion.control.plan.year, occasion.month)
    said = occasion.reminded_on
    return said is None or (said <= due_on < today)


@transaction.atomic
def _claim(person: User, occasions: Sequence[FollowUp], today: date) -> list[FollowUp]:
    """Mark what is still to be said; [] if somebody else has, or the person has had an e-mail today."""
    User.objects.select_for_update().get(pk=person.pk)
    if FollowUp.objects.filter(control__performer=person, reminded_on=today).exists():
        return []
    stored = FollowUp.objects.select_for_update().in_bulk([each.pk for each in occasions])
    unsaid = [
        each
        for each in occasions
        if each.pk in stored
        and stored[each.pk].is_pending
        and stored[each.pk].reminded_on == each.reminded_on
    ]
    FollowUp.objects.filter(pk__in=[each.pk for each in unsaid]).update(reminded_on=today)
    return unsaid


def _send(person: User, occasions: Sequence[FollowUp], today: date) -> bool:
    try:
        message(person, occasions, today).send()
    except Exception:  # whatever the mail server says: the next round tries again
        logger.exception("No reminder could be sent to user %s", person.pk)
        _take_back(occasions, today)
        return False
    _log(person, occasions)
    return True


@transaction.atomic
def _take_back(occasions: Sequence[FollowUp], today: date) -> None:
    for each in occasions:
        FollowUp.objects.filter(pk=each.pk, reminded_on=today).update(reminded_on=each.reminded_on)


@transaction.atomic
def _log(person: User, occasions: Sequence[FollowUp]) -> None:
    by_committee: Mapping[Committee, list[FollowUp]] = _grouped(occasions)
    for committee, of_committee in by_committee.items():
        record(
            by="påminnelser",
            action="påminde om kontroller",
            committee=committee,
            subject=person,
            changes_data=False,
            occasions=[f"{each.control.plan.year}/{each.control.code}/{each.month}" for each in of_committee],
        )


def message(person: User, occasions: Sequence[FollowUp], today: date) -> EmailMessage:
    """One e-mail about all of them, those that are late first."""
    late, due = list[Line](), list[Line]()
    for each in occasions:
        is_late = last_day(each.control.plan.year, each.month) < today
        (late if is_late else due).append(_line(each))
    month = MONTHS[today.month - 1]
    context = {
        "name": person.first_name or str(person),
        "late": late,
        "due": due,
        "month": month,
        "last_day": f"{last_day(today.year, today.month).day} {month}",
        "years": [
            (committee.name, _address("control_year", committee.slug, of_committee[-1].control.plan.year))
            for committee, of_committee in _grouped(occasions).items()
        ],
    }
    body = f"{render_to_string('internal_control/reminder.txt', context).strip()}\n"
    return EmailMessage(_subject(len(late), len(due), month), body, to=[person.email])


def _subject(late: int, due: int, month: str) -> str:
    """'Intern kontroll: 1 försenad, 2 att utföra i september'."""
    parts = [f"{late} {'försenad' if late == 1 else 'försenade'}"] if late else []
    parts += [f"{due} att utföra i {month}"] if due else []
    return f"Intern kontroll: {', '.join(parts)}"


def _line(occasion: FollowUp) -> Line:
    control, plan = occasion.control, occasion.control.plan
    return Line(
        " ".join(control.title.split()),
        month_name(plan.year, occasion.month),
        plan.committee.name,
        _address("control_follow_up", plan.committee.slug, plan.year, control.code, occasion.month),
    )


def _address(name: str, *args: Any) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _grouped(occasions: Sequence[FollowUp]) -> dict[Committee, list[FollowUp]]:
    grouped: dict[Committee, list[FollowUp]] = defaultdict(list)
    for each in occasions:
        grouped[each.control.plan.committee].append(each)
    return grouped
