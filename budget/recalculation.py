"""Keeping the stored deviations right: the only writer of Deviation and Recalculation.

Whoever changes ledger rows, accounts or units calls mark_changed in the same transaction. A worker then
recalculates the committee's year; whoever cannot wait for it calls ensure_fresh.
"""

from collections.abc import Iterable

from celery import signature
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from budget.bulk_insert import insert_rows
from budget.ledger_sums import ledger_sums
from budget.models import Actual, BudgetLine, Deviation, Forecast, Recalculation
from budget.rollup import DeviationRow, deviations
from organisation.jobs import enqueue
from organisation.models import Committee, Unit

COLUMNS = (
    "unit_id",
    "cost_type_id",
    "month",
    "budget",
    "budget_changes",
    "actual",
    "deviation",
    "forecast",
    "forecast_deviation",
    "forecasts_missing",
)
CHUNK = 5000


@transaction.atomic
def mark_changed(committee: Committee, years: Iterable[int]) -> None:
    """Note that figures of the years changed, and have them recalculated after commit.

    Call it in the transaction that changes them: change and mark are seen together or not at all.
    """
    wanted = sorted(set(years))
    Recalculation.objects.bulk_create(
        [Recalculation(committee=committee, year=year) for year in wanted], ignore_conflicts=True
    )
    Recalculation.objects.filter(committee=committee, year__in=wanted).update(changed=F("changed") + 1)
    for year in wanted:
        enqueue(signature("budget.recalculate"), committee.pk, year)


def stale_years(committee: Committee) -> set[int]:
    """The years whose deviations do not yet show what is in the ledger."""
    stale = Recalculation.objects.filter(committee=committee, calculated__lt=F("changed"))
    return set(stale.values_list("year", flat=True))


def ensure_fresh(committee: Committee, years: Iterable[int]) -> None:
    """Recalculate, here and now, those of the years that are stale."""
    for year in sorted(stale_years(committee) & set(years)):
        recalculate(committee, year)


@transaction.atomic
def recalculate(committee: Committee, year: int) -> int:
    """Make the committee's deviations of the year anew from its ledger; the number of rows that differed.

    All or nothing, and rows that are right already are left as they are. While it runs its row of
    Recalculation is locked: a change of the same committee and year waits to be marked, so all sums are
    of the same moment, and two recalculations take turns.
    """
    state = _locked(committee, year)
    parents = dict(Unit.objects.filter(committee=committee).values_list("pk", "parent_id"))
    written = _write(committee, year, deviations(parents, ledger_sums(committee, year)))
    Recalculation.objects.filter(pk=state.pk).update(calculated=state.changed, calculated_at=timezone.now())
    return written


def _locked(committee: Committee, year: int) -> Recalculation:
    rows = Recalculation.objects.select_for_update().filter(committee=committee, year=year)
    found = rows.order_by("pk").first()
    if found is None:
        Recalculation.objects.bulk_create(
            [Recalculation(committee=committee, year=year)], ignore_conflicts=True
        )
        found = rows.get()
    return found


def years_with_figures(committee: Committee) -> list[int]:
    """The years that there is anything to recalculate for, oldest first."""
    years = set(Recalculation.objects.filter(committee=committee).values_list("year", flat=True))
    for model in (BudgetLine, Actual, Forecast):
        years.update(model.objects.of(committee).order_by().values_list("year", flat=True).distinct())
    return sorted(years)


def _write(committee: Committee, year: int, rows: list[DeviationRow]) -> int:
    """Replace the rows that differ from those in place; returns how many were written or removed."""
    wanted: dict[tuple[int, ...], DeviationRow] = {row[:3]: row for row in rows}
    wrong: list[int] = []
    in_place = Deviation.objects.filter(year=year, unit__committee=committee)
    for pk, *values in in_place.values_list("pk", *COLUMNS).iterator(chunk_size=CHUNK):
        row = tuple(values)
        if wanted.get(row[:3]) == row:
            del wanted[row[:3]]
        else:
            wrong.append(pk)
    for at in range(0, len(wrong), CHUNK):
        Deviation.objects.filter(pk__in=wrong[at : at + CHUNK]).delete()
    if wanted:
        insert_rows(Deviation, ("year", *COLUMNS), [(year, *row) for row in wanted.values()])
    return len(wrong) + len(wanted)
