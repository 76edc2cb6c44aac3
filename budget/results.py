"""The figures of result pages and reports. The number of queries never depends on the number of units."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Aggregate, Max, Q

from budget.calculations import Amounts, amounts_by_month
from budget.models import Deviation
from budget.sums import ExactSum
from organisation.models import Committee, Unit

# Unit, cost type, year.
YearKey = tuple[int, int, int]
# Unit, cost type, month.
MonthKey = tuple[int, int, int]


def yearly_amounts(committee: Committee, years: Iterable[int], month: int) -> dict[YearKey, Amounts]:
    """(unit, cost type, year) → the unit's whole subtree, with month as the last month of the period.

    One query. A unit or cost type without figures in a year has no entry: undefined, as Amounts() is.
    """
    rows = (
        Deviation.objects.filter(unit__committee=committee, year__in=sorted(set(years)))
        .order_by()
        .values_list("unit_id", "cost_type_id", "year")
        .annotate(**_columns(month))
    )
    return {(unit, cost_type, year): Amounts(*amounts) for unit, cost_type, year, *amounts in rows}


def unit_amounts(unit: Unit, year: int, month: int) -> Amounts:
    """The unit's whole subtree, all cost types together, with month as the last month of the period. One query."""
    row = Deviation.objects.filter(unit=unit, year=year).aggregate(**_columns(month))
    return Amounts(*row.values())


def monthly_amounts(unit_ids: Iterable[int], year: int) -> dict[MonthKey, Amounts]:
    """(unit, cost type, month) → each unit's whole subtree as it was at the end of the month. One query."""
    rows = (
        Deviation.objects.filter(unit__in=list(unit_ids), year=year)
        .order_by("unit_id", "cost_type_id", "month")
        .values_list(
            "unit_id", "cost_type_id", "budget", "budget_changes", "actual", "forecast", "forecasts_missing"
        )
    )
    return {
        (*key, month): amounts
        for key, months in groupby(rows, key=lambda row: row[:2])
        for month, amounts in enumerate(amounts_by_month(*zip(*(row[2:] for row in months), strict=True)), 1)
    }


def _columns(month: int) -> dict[str, Aggregate]:
    """The sums of an Amounts, in the order of its fields."""
    at_month, to_month = Q(month=month), Q(month__lte=month)
    return {
        "budget_at": ExactSum("budget", filter=at_month),
        "budget_to": ExactSum("budget", filter=to_month),
        "budget_whole": ExactSum("budget"),
        "changes_whole": ExactSum("budget_changes"),
        "actual_at": ExactSum("actual", filter=at_month),
        "actual_to": ExactSum("actual", filter=to_month),
        "actual_whole": ExactSum("actual"),
        "forecast_at": ExactSum("forecast", filter=at_month),
        "missing_at": Max("forecasts_missing", filter=at_month, default=0),
    }
