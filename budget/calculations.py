"""Amounts and their deviations.

Pure: imports neither Django nor Celery. Amounts are Decimal kronor in ledger sign (debit positive), and
None is undefined, never 0: what is missing adds nothing, but a difference with a missing side is undefined.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import accumulate
from typing import Self, TypeAlias

MONTHS_IN_YEAR = 12
ZERO = Decimal("0.00")

# Twelve values, January first.
Series: TypeAlias = tuple[Decimal | None, ...]


def added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The sum of what there is: None only if both are."""
    if one is None:
        return other
    return one if other is None else one + other


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what there is; None if there is nothing."""
    return reduce(added, amounts, None)


def difference(expected: Decimal | None, outcome: Decimal | None) -> Decimal | None:
    """What was expected − what came, in ledger sign, so that plus is better for revenue, cost and net alike."""
    return None if expected is None or outcome is None else expected - outcome


@dataclass(frozen=True, slots=True)
class Amounts:
    """A line of a result table at a month: the month's own, January to the month, and the whole year.

    forecast is the whole year's. changes_year is the part of budget_year that is supplementary appropriation
    or carry-over. forecasts_missing is the number of units without a forecast behind the line.
    """

    budget_month: Decimal | None = None
    budget_period: Decimal | None = None
    budget_year: Decimal | None = None
    changes_year: Decimal | None = None
    actual_month: Decimal | None = None
    actual_period: Decimal | None = None
    actual_year: Decimal | None = None
    forecast: Decimal | None = None
    forecasts_missing: int = 0

    def __add__(self, other: Self) -> "Amounts":
        """Cost types of one unit together.

        Every cost type of a unit knows the same missing forecasts: their number is the larger, not the sum.
        """
        return Amounts(
            budget_month=added(self.budget_month, other.budget_month),
            budget_period=added(self.budget_period, other.budget_period),
            budget_year=added(self.budget_year, other.budget_year),
            changes_year=added(self.changes_year, other.changes_year),
            actual_month=added(self.actual_month, other.actual_month),
            actual_period=added(self.actual_period, other.actual_period),
            actual_year=added(self.actual_year, other.actual_year),
            forecast=added(self.forecast, other.forecast),
            forecasts_missing=max(self.forecasts_missing, other.forecasts_missing),
        )

    @property
    def deviation_month(self) -> Decimal | None:
        return difference(self.budget_month, self.actual_month)

    @property
    def deviation_period(self) -> Decimal | None:
        return difference(self.budget_period, self.actual_period)

    @property
    def deviation_year(self) -> Decimal | None:
        return difference(self.budget_year, self.actual_year)

    @property
    def forecast_deviation(self) -> Decimal | None:
        """Undefined while a unit lacks its forecast: the budget of all would stand against the forecast of some."""
        return None if self.forecasts_missing else difference(self.budget_year, self.forecast)

    @property
    def original_year(self) -> Decimal | None:
        """The year's budget without its changes; a budget without changes is all original."""
        return difference(self.budget_year, self.changes_year or ZERO)


def amounts_by_month(
    budget: Series, changes: Series, actual: Series, forecast: Series, forecasts_missing: tuple[int, ...]
) -> list[Amounts]:
    """The twelve months of a unit and a cost type, each seen from its own end."""
    budget_to, actual_to = list(accumulate(budget, added)), list(accumulate(actual, added))
    changes_year = total(changes)
    return [
        Amounts(
            budget_month=budget[at],
            budget_period=budget_to[at],
            budget_year=budget_to[-1],
            changes_year=changes_year,
            actual_month=actual[at],
            actual_period=actual_to[at],
            actual_year=actual_to[-1],
            forecast=forecast[at],
            forecasts_missing=forecasts_missing[at],
        )
        for at in range(MONTHS_IN_YEAR)
    ]
