"""The log of what was done. A step of a process records itself here, in its own transaction."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organisation.models import AuditEvent, AuditEventQuerySet, Committee


def record(
    *,
    by: Any,
    action: str,
    committee: Committee | None = None,
    subject: object = "",
    changes_data: bool = True,
    **details: Any,
) -> AuditEvent:
    """Log that by did action (Swedish, past tense: 'läste in huvudbok').

    by is a user, or a text for what no person did ('kommandoraden'). changes_data is False for what
    leaves figures and reports as they were (logging in, exporting).
    """
    return AuditEvent.objects.create(
        actor=str(by)[:150],
        actor_id=getattr(by, "pk", None),
        committee_slug=committee.slug if committee else "",
        action=action,
        subject=str(subject)[:200],
        details=details,
        changes_data=changes_data,
    )


# How long somebody may go on with the same thing before the log gets a new line of it, and how far back it is sought.
_AGAIN = timedelta(minutes=15)
_AMONG = 100


def record_again(
    *, by: Any, action: str, committee: Committee, subject: object, changes_data: bool = True, **details: Any
) -> AuditEvent:
    """As record, for what is saved while one types: the line that it continues is replaced, not followed.

    That is the newest event of the action and subject, if by made it and it is younger than 15 minutes. The new
    event has a number of its own, so that the version of the committee's data grows. Call it in a transaction.
    """
    newest = AuditEvent.objects.of(committee).newest_first().defer("details")[:_AMONG]
    same = [each for each in newest if (each.action, each.subject) == (action, str(subject)[:200])]
    if same and same[0].actor_id == getattr(by, "pk", None) and same[0].actor == str(by)[:150]:
        continued = same[0]
        if timezone.now() - continued.at < _AGAIN and continued.changes_data == changes_data:
            continued.delete()
    return record(
        by=by, action=action, committee=committee, subject=subject, changes_data=changes_data, **details
    )


def version(committee: Committee) -> int:
    """A number that is new after every change of the committee's data: its newest event; 0 before the first."""
    newest = AuditEvent.objects.filter(committee_slug=committee.slug, changes_data=True)
    return newest.order_by("-id").values_list("id", flat=True).first() or 0


def narrowed(
    events: AuditEventQuerySet,
    *,
    text: str = "",
    actor: str = "",
    action: str = "",
    first: date | None = None,
    last: date | None = None,
) -> AuditEventQuerySet:
    """The events that a search asks for; days are those of the site's time zone, last included."""
    if text:
        events = events.matching(text)
    if actor:
        events = events.filter(actor=actor)
    if action:
        events = events.filter(action=action)
    if first:
        events = events.filter(at__date__gte=first)
    if last:
        events = events.filter(at__date__lte=last)
    return events
