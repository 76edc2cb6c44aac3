"""The accounts behind a unit's own figures, and the ledger rows behind an account."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.db.models.query import QuerySet

from budget.calculations import Amounts, total
from budget.models import Account, Actual, BudgetLine, Forecast, Load
from budget.sums import ExactSum
from organisation.models import Unit


def account_amounts(*, unit: Unit, year: int, month: int) -> dict[Account, Amounts]:
    """The unit's own amounts (not its subtree's) by account, income first, then by code. Ledger sign.

    The forecast is the unit's newest made at or before month. Four queries, however many accounts.
    """
    of_year = {"unit": unit, "year": year}
    changed = Q(type__in=[BudgetLine.Type.SUPPLEMENTARY, BudgetLine.Type.CARRY_OVER])
    budget = _sums(BudgetLine.objects.filter(**of_year), month, changes=ExactSum("amount", filter=changed))
    actual = _sums(Actual.objects.filter(**of_year), month)
    forecast = newest_forecast(unit=unit, year=year, month=month)
    accounts = Account.objects.filter(pk__in={*budget, *actual, *forecast}).select_related("cost_type")
    nothing: dict[str, Decimal | None] = {}
    return {
        account: Amounts(
            budget_month=budget.get(account.pk, nothing).get("of_month"),
            budget_period=budget.get(account.pk, nothing).get("of_period"),
            budget_year=budget.get(account.pk, nothing).get("of_year"),
            changes_year=budget.get(account.pk, nothing).get("changes"),
            actual_month=actual.get(account.pk, nothing).get("of_month"),
            actual_period=actual.get(account.pk, nothing).get("of_period"),
            actual_year=actual.get(account.pk, nothing).get("of_year"),
            # A forecast is made as a whole: what it leaves out is forecast as nothing.
            forecast=forecast.get(account.pk, Decimal(0)) if forecast else None,
            forecasts_missing=0,
        )
        # Kinds sort the other way round: revenue comes before cost.
        for account in accounts.order_by("-cost_type__kind", "cost_type__position", "code")
    }


def newest_forecast(*, unit: Unit, year: int, month: int) -> dict[int, Decimal]:
    """Account id → the year's amount, of the unit's newest forecast made at or before month; empty without one."""
    rows = Forecast.objects.filter(unit=unit, year=year, month__lte=month).order_by("-month")
    newest: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for made, account, amount in rows.values_list("month", "account_id", "amount"):
        newest[made][account] = amount
    return next(iter(newest.values()), {})


def _sums(rows: QuerySet[Any], month: int, **more: ExactSum) -> dict[int, dict[str, Decimal | None]]:
    """Account id → the sums of_year, of_period (January to month) and of_month; None where there are no rows."""
    sums = (
        rows.order_by()
        .values("account_id")
        .annotate(
            of_year=ExactSum("amount"),
            of_period=ExactSum("amount", filter=Q(month__lte=month)),
            of_month=ExactSum("amount", filter=Q(month=month)),
            **more,
        )
    )
    return {row.pop("account_id"): row for row in sums}


@dataclass(frozen=True)
class MonthLines:
    """What the ledger holds for one account and month; None where there is no row. Ledger sign."""

    month: int
    budget: dict[str, Decimal | None]  # by BudgetLine.Type
    actual: Decimal | None
    forecast: Decimal | None
    loads: tuple[Load, ...]

    @property
    def budget_total(self) -> Decimal | None:
        return total(self.budget.values())


def account_months(*, unit: Unit, account: Account, year: int) -> list[MonthLines]:
    """Twelve months of the unit's own ledger rows for the account, with the loads that they came from."""
    key = {"unit": unit, "account": account, "year": year}
    lines = BudgetLine.objects.filter(**key).select_related("load")
    actuals = {a.month: a for a in Actual.objects.filter(**key).select_related("load")}
    forecasts = {f.month: f for f in Forecast.objects.filter(**key).select_related("load")}
    no_budget: dict[str, Decimal | None] = dict.fromkeys(BudgetLine.Type.values)
    months = []
    for month in range(1, 13):
        budget = [line for line in lines if line.month == month]
        rows: list[Any] = [*budget, *(x[month] for x in (actuals, forecasts) if month in x)]
        months.append(
            MonthLines(
                month=month,
                budget={**no_budget, **{line.type: line.amount for line in budget}},
                actual=actuals[month].amount if month in actuals else None,
                forecast=forecasts[month].amount if month in forecasts else None,
                loads=tuple(load for _, load in sorted({r.load.pk: r.load for r in rows if r.load}.items())),
            )
        )
    return months


def year_of(months: Sequence[MonthLines]) -> MonthLines:
    """The months' budget and actuals added up. Forecasts are of the whole year each, and have no sum."""
    budget = {of: total(month.budget[of] for month in months) for of in BudgetLine.Type.values}
    return MonthLines(12, budget, total(month.actual for month in months), None, ())
