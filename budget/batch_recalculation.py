"""Recalculating many committees and years, one transaction each, with progress."""

from collections.abc import Callable, Iterable
from typing import Any

from celery import signature
from django.db import transaction
from django.db.models import F

from budget.models import Recalculation
from budget.recalculation import ensure_fresh, recalculate, years_with_figures
from organisation.audit import record
from organisation.jobs import start
from organisation.models import Committee, Job

# Done, of how many, and which it was.
Progress = Callable[[int, int, str], object]


def recalculate_stale() -> None:
    """Recalculate everything that is stale, in every committee: what a lost queue or a killed worker left."""
    stale = Recalculation.objects.filter(calculated__lt=F("changed")).select_related("committee")
    for state in stale.order_by("pk"):
        ensure_fresh(state.committee, [state.year])


def recalculate_all(work: Iterable[tuple[Committee, int]], progress: Progress) -> int:
    """Recalculate committees and years whether stale or not; the number of rows that differed.

    Each is a transaction of its own: what was done stays done if the work is broken off, and it can be
    started again from the beginning.
    """
    todo = list(work)
    differed = 0
    for done, (committee, year) in enumerate(todo):
        progress(done, len(todo), f"{committee} {year}")
        differed += recalculate(committee, year)
    progress(len(todo), len(todo), "Alla avvikelser är omräknade")
    return differed


def all_work(committees: Iterable[Committee]) -> list[tuple[Committee, int]]:
    """Every year that the committees have figures for."""
    return [(committee, year) for committee in committees for year in years_with_figures(committee)]


@transaction.atomic
def order_recalculation(*, by: Any, committee: Committee | None = None) -> Job:
    """Have all years of a committee, or of every committee, recalculated by a worker."""
    record(by=by, action="beställde omräkning", committee=committee, changes_data=False)
    return start(
        task=signature("budget.recalculate_all"),
        kind="omräkning",
        subject=committee or "Alla nämnder",
        by=by,
        committee=committee,
        committee_id=committee.pk if committee else None,
    )
