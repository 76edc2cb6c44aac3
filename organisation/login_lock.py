"""Logins that fail, and the lock that too many of them close. django-axes counts and locks; settings say how many.

A person is locked out at one address at a time: somebody else's guesses elsewhere do not keep the person out.
"""

from datetime import timedelta
from ipaddress import ip_address
from typing import Any

from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from organisation.audit import record
from organisation.models import AuditEvent, User

FAILED, LOCKED, RELEASED = "misslyckades logga in", "spärrades från inloggning", "hävde spärr av inloggning"


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from, past the proxies that are ours; None if that cannot be told.

    Each proxy adds to the end of X-Forwarded-For whom it was asked by: what stands before that, anybody may write.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    told = hops[-settings.PROXIES] if 0 < settings.PROXIES <= len(hops) else ""
    for address in (told.strip(), request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ip_address(address))
        except ValueError:
            continue
    return None


@transaction.atomic
def record_refusal(*, username: str, request: HttpRequest, is_locked: bool) -> None:
    """Log a login that failed, or the first that was refused while the lock is closed.

    A name that nobody has is not written down: it may be a password in the wrong field.
    """
    known = User.objects.filter(username=username).exists()
    subject = username if known else "okänt användarnamn"
    address = client_address(request) or ""
    if is_locked:
        since = timezone.now() - _lasts()
        said = AuditEvent.objects.filter(action=LOCKED, subject=subject, at__gte=since)
        if any(event.details.get("address") == address for event in said):
            return
    record(
        by="okänd person",
        action=LOCKED if is_locked else FAILED,
        subject=subject,
        changes_data=False,
        address=address,
    )


@transaction.atomic
def release(*, user: User, by: Any) -> int:
    """Let somebody log in again at every address. Returns how many failed logins are forgotten."""
    forgotten: int = reset(username=user.username)
    record(by=by, action=RELEASED, subject=user.username, changes_data=False)
    return forgotten


def _lasts() -> timedelta:
    lasts: timedelta = settings.AXES_COOLOFF_TIME
    return lasts
