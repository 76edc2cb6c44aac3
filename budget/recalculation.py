"""Keeping the stored deviations right: the only writer of Deviation and Recalculation.

Whoever changes ledger rows, accounts or units calls mark_changed in the same transaction. A worker then
recalculates the committee's year; whoever cannot wait for it calls ensure_fresh.
"""

from collections.abc import Iterable
from typing import Any

from celery import signature
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from budget.bulk_insert import insert_rows
from budget.models import Actual, BudgetLine, Deviation, Forecast, Recalculation
from budget.rollup import DeviationRow, LedgerSums, Sum, deviations
from budget.sums import ExactSum
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
Key = tuple[int, int, int]


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
    Recalculation.objects.get_or_create(committee=committee, year=year)
    state = Recalculation.objects.select_for_update().get(committee=committee, year=year)
    parents = dict(Unit.objects.filter(committee=committee).values_list("pk", "parent_id"))
    written = _write(committee, year, deviations(parents, _ledger_sums(committee, year)))
    Recalculation.objects.filter(pk=state.pk).update(calculated=state.changed, calculated_at=timezone.now())
    return written


def years_with_figures(committee: Committee) -> list[int]:
    """The years that there is anything to recalculate for, oldest first."""
    years = set(Recalculation.objects.filter(committee=committee).values_list("year", flat=True))
    for model in (BudgetLine, Actual, Forecast):
        years.update(model.objects.of(committee).order_by().values_list("year", flat=True).distinct())
    return sorted(years)


def _ledger_sums(committee: Committee, year: int) -> LedgerSums:
    budget: list[Sum] = []
    changes: list[Sum] = []
    is_change = ~Q(type=BudgetLine.Type.ORIGINAL)
    for *key, total, changed in _sums(BudgetLine, committee, year, ExactSum("amount", filter=is_change)):
        budget.append((*key, total))
        if changed is not None:
            changes.append((*key, changed))
    return LedgerSums(
        budget=budget,
        changes=changes,
        actual=_sums(Actual, committee, year),
        forecasts=_sums(Forecast, committee, year),
    )


def _sums(
    model: type[Actual | BudgetLine | Forecast], committee: Committee, year: int, *more: ExactSum
) -> Any:
    """Rows of unit, cost type, month, the amount's sum, and what more is asked for."""
    also = {f"also_{at}": aggregate for at, aggregate in enumerate(more)}
    rows = model.objects.of(committee).filter(year=year).order_by()
    return rows.values_list("unit_id", "account__cost_type_id", "month").annotate(
        total=ExactSum("amount"), **also
    )


def _write(committee: Committee, year: int, rows: list[DeviationRow]) -> int:
    """Replace the rows that differ from those in place; returns how many were written or removed."""
    wanted: dict[Key, DeviationRow] = {row[:3]: row for row in rows}
    wrong: list[int] = []
    in_place = Deviation.objects.filter(unit__committee=committee, year=year)
    for pk, *values in in_place.values_list("pk", *COLUMNS).iterator(chunk_size=CHUNK):
        row = tuple(values)
        if wanted.get(row[:3]) == row:
            del wanted[row[:3]]
        else:
            wrong.append(pk)
    for at in range(0, len(wrong), CHUNK):
        Deviation.objects.filter(pk__in=wrong[at : at + CHUNK]).delete()
    insert_rows(Deviation, ("year", *COLUMNS), [(year, *row) for row in wanted.values()])
    return len(wrong) + len(wanted)
