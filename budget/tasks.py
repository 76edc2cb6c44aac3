"""Celery's way in: each task is an adapter that calls one function."""

from celery import shared_task

from budget import recalculation
from organisation import jobs
from organisation.models import Committee


@shared_task(name="budget.recalculate")
def recalculate(committee_id: int, year: int) -> None:
    """A committee's year, unless somebody has been there already."""
    recalculation.ensure_fresh(Committee.objects.get(pk=committee_id), [year])


@shared_task(name="budget.recalculate_changed")
def recalculate_changed() -> None:
    """Every minute: what a lost queue or a killed worker left undone."""
    recalculation.recalculate_stale()
    jobs.fail_silent()
