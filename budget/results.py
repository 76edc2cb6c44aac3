"""The figures of result pages and reports. The number of queries never depends on the number of units."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import CharField, Count, F, Max, Q, QuerySet, Value

from budget.calculations import ZERO, Amounts, added, amounts_by_month
from budget.models import Account, Actual, BudgetLine, Deviation, Forecast
from budget.sums import ExactSum
from organisation.models import Committee, Unit

# Unit, cost type, year.
YearKey = tuple[int, int, int]
# Unit, cost type, month.
MonthKey = tuple[int, int, int]

# What kind of row of an account: a BudgetLine.Type, or one of these.
ACTUAL, FORECAST = "actual", "forecast"


def yearly_amounts(committee: Committee, years: Iterable[int], month: int) -> dict[YearKey, Amounts]:
    """(unit, cost type, year) → the unit's whole subtree, with month as the last month of the period.

    One query. A unit or cost type without figures in a year has no entry: undefined, as Amounts() is.
    """
    at_month, to_month = Q(month=month), Q(month__lte=month)
    rows = (
        Deviation.objects.filter(unit__committee=committee, year__in=sorted(set(years)))
        .order_by()
        .values_list("unit_id", "cost_type_id", "year")
        .annotate(
            budget_month=ExactSum("budget", filter=at_month),
            budget_period=ExactSum("budget", filter=to_month),
            budget_year=ExactSum("budget"),
            changes_year=ExactSum("budget_changes"),
            actual_month=ExactSum("actual", filter=at_month),
            actual_period=ExactSum("actual", filter=to_month),
            actual_year=ExactSum("actual"),
            forecast_then=ExactSum("forecast", filter=at_month),
            missing=Max("forecasts_missing", filter=at_month),
        )
    )
    return {(unit, cost_type, year): Amounts(*amounts) for unit, cost_type, year, *amounts in rows}


def unit_amounts(unit: Unit, year: int, month: int) -> Amounts:
    """The unit's whole subtree, all cost types together, with month as the last month of the period. One query."""
    at_month, to_month = Q(month=month), Q(month__lte=month)
    row = Deviation.objects.filter(unit=unit, year=year).aggregate(
        budget_month=ExactSum("budget", filter=at_month),
        budget_period=ExactSum("budget", filter=to_month),
        budget_year=ExactSum("budget"),
        changes_year=ExactSum("budget_changes"),
        actual_month=ExactSum("actual", filter=at_month),
        actual_period=ExactSum("actual", filter=to_month),
        actual_year=ExactSum("actual"),
        forecast=ExactSum("forecast", filter=at_month),
        forecasts_missing=Max("forecasts_missing", filter=at_month),
    )
    return Amounts(**{**row, "forecasts_missing": row["forecasts_missing"] or 0})


def monthly_amounts(committee: Committee, year: int) -> dict[MonthKey, Amounts]:
    """(unit, cost type, month) → the unit's whole subtree as it was at the end of the month. One query."""
    rows = (
        Deviation.objects.filter(unit__committee=committee, year=year)
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


def account_amounts(unit: Unit, year: int, month: int) -> dict[int, Amounts]:
    """Account → its amounts in the unit's whole subtree, with month as the last month of the period.

    Summed by the database from the ledger, four queries. The accounts of a cost type sum exactly to the
    unit's figure of that cost type (yearly_amounts); forecasts_missing is left at 0.
    """
    at_month, to_month = Q(month=month), Q(month__lte=month)
    made = _newest_forecasts(unit, year, month)
    # As in the unit's own figure: an account that a unit's forecast leaves out is forecast as 0.
    forecast_known = Count(
        "pk", filter=Q(unit__in=[forecaster for units in made.values() for forecaster in units])
    )
    budget = _by_account(
        BudgetLine.objects.in_subtree(unit).filter(year=year),
        budget_month=ExactSum("amount", filter=at_month),
        budget_period=ExactSum("amount", filter=to_month),
        budget_year=ExactSum("amount"),
        changes_year=ExactSum("amount", filter=~Q(type=BudgetLine.Type.ORIGINAL)),
        forecast_known=forecast_known,
    )
    actual = _by_account(
        Actual.objects.in_subtree(unit).filter(year=year),
        actual_month=ExactSum("amount", filter=at_month),
        actual_period=ExactSum("amount", filter=to_month),
        actual_year=ExactSum("amount"),
        forecast_known=forecast_known,
    )
    forecast = _by_account(
        Forecast.objects.in_subtree(unit).filter(year=year),
        forecast=ExactSum("amount", filter=_newest(made)),
        forecast_known=forecast_known,
    )
    found: dict[int, Amounts] = {}
    for account, amounts in [*budget, *actual, *forecast]:
        found[account] = found.get(account, Amounts()) + amounts
    return found


def account_rows(unit: Unit, account: Account, year: int) -> QuerySet[Any]:
    """The ledger rows behind an account's figure in the unit's subtree: month, unit, kind, amount and load.

    Dictionaries, by month and unit's code, to be shown page by page: one query for each page. Every forecast
    of the year is there, also those that a newer one has replaced.
    """
    columns = {"code": F("unit__code"), "unit_name": F("unit__name"), "load_name": F("load__name")}

    def rows(model: type[BudgetLine | Actual | Forecast], kind: Any) -> QuerySet[Any]:
        ledger: QuerySet[Any] = model.objects.in_subtree(unit).filter(account=account, year=year).order_by()
        with_names: QuerySet[Any] = ledger.annotate(kind=kind, **columns)
        return with_names.values("month", "kind", "amount", "load_id", *columns)

    actuals = rows(Actual, Value(ACTUAL, CharField()))
    forecasts = rows(Forecast, Value(FORECAST, CharField()))
    behind: QuerySet[Any] = rows(BudgetLine, F("type")).union(actuals, forecasts, all=True)
    return behind.order_by("month", "code", "kind")


def _newest_forecasts(unit: Unit, year: int, month: int) -> dict[int, list[int]]:
    """The month a forecast was made → the units in the subtree whose newest it is at the month."""
    forecasts = Forecast.objects.in_subtree(unit).filter(year=year, month__lte=month).order_by()
    made: dict[int, list[int]] = {}
    for forecaster, newest in forecasts.values_list("unit_id").annotate(newest=Max("month")):
        made.setdefault(newest, []).append(forecaster)
    return made


def _newest(made: dict[int, list[int]]) -> Q:
    """Only the rows of each unit's newest forecast."""
    rows = Q(pk__in=[])
    for month, units in made.items():
        rows |= Q(month=month, unit__in=units)
    return rows


def _by_account(
    rows: QuerySet[Any], forecast_known: Count, **columns: ExactSum
) -> Iterable[tuple[int, Amounts]]:
    grouped = rows.order_by().values("account_id").annotate(forecast_known=forecast_known, **columns)
    for row in grouped:
        known = ZERO if row.pop("forecast_known") else None
        account = row.pop("account_id")
        yield account, Amounts(**{**row, "forecast": added(row.get("forecast"), known)})
