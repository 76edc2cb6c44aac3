"""The log of what was done. A step of a process records itself here, in its own transaction."""

from datetime import date
from typing import Any

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
