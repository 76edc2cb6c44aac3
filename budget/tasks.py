"""Celery's way in: each task is an adapter that calls one function."""

from celery import shared_task

from budget import batch_recalculation, loading, recalculation
from budget.models import Load
from organisation import jobs
from organisation.models import Committee, User


@shared_task(name="budget.recalculate")
def recalculate(committee_id: int, year: int) -> None:
    """A committee's year, unless somebody has been there already."""
    recalculation.ensure_fresh(Committee.objects.get(pk=committee_id), [year])


@shared_task(name="budget.recalculate_changed")
def recalculate_changed() -> None:
    """Every minute."""
    batch_recalculation.recalculate_stale()
    jobs.fail_silent()


@shared_task(name="budget.recalculate_all")
def recalculate_all(job_id: int, committee_id: int | None = None) -> None:
    """All years of a committee, or of every committee if none is given."""
    committees = Committee.objects.select_related("municipality").order_by("slug")
    if committee_id is not None:
        committees = committees.filter(pk=committee_id)
    with jobs.run(job_id) as progress:
        batch_recalculation.recalculate_all(batch_recalculation.all_work(committees), progress)


@shared_task(name="budget.check_load")
def check_load(job_id: int, load_id: int, user_id: int | None = None) -> None:
    with jobs.run(job_id) as progress:
        load = Load.objects.select_related("committee").get(pk=load_id)
        progress.result(loading.address(load))
        loading.check(load=load, progress=progress)


@shared_task(name="budget.apply_load")
def apply_load(job_id: int, load_id: int, user_id: int | None = None) -> None:
    with jobs.run(job_id) as progress:
        load = Load.objects.select_related("committee").get(pk=load_id)
        progress.result(loading.address(load))
        loading.apply(load=load, by=_who(user_id), progress=progress)


@shared_task(name="budget.undo_load")
def undo_load(job_id: int, load_id: int, user_id: int | None = None) -> None:
    with jobs.run(job_id) as progress:
        load = Load.objects.select_related("committee").get(pk=load_id)
        progress.result(loading.address(load))
        loading.undo(load=load, by=_who(user_id), progress=progress)


def _who(user_id: int | None) -> User | str:
    return User.objects.get(pk=user_id) if user_id else "kommandoraden"
