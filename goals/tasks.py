"""Celery's way in: each task is an adapter that calls one function."""

from celery import shared_task

from goals import protecting
from organisation import jobs
from organisation.models import Committee


@shared_task(name="goals.refresh_all")
def refresh_all(job_id: int, committee_id: int) -> None:
    """What follows from all of a committee's measurements, as when its threshold has changed."""
    with jobs.run(job_id) as progress:
        protecting.refresh_all(Committee.objects.get(pk=committee_id), progress)
