"""Celery's way in: each task is an adapter that calls one function."""

from celery import shared_task
from django.utils import timezone

from internal_control import evidence_sweeping, reminding


@shared_task(name="internal_control.remind")
def remind() -> None:
    """Run every hour of the working day: what was not sent, because something was down, is sent later the same day."""
    reminding.remind(timezone.localdate())


@shared_task(name="internal_control.sweep_evidence")
def sweep_evidence() -> None:
    """Every night."""
    evidence_sweeping.sweep()
