"""What a project's booked amounts come to: the one source of the investments page and of reports' tables.

Pure: imports neither Django nor Celery. Amounts are Decimal kronor, spending positive; plus is money left.
None is undefined, never 0.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.calculations import added, difference

ORIGINAL, ADDITION, ACTUAL, FORECAST = "original", "addition", "actual", "forecast"
WHOLE_YEAR = range(1, 13)
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Booked:
    """One amount of a project. A forecast is the whole year's, and month is when it was made."""

    year: int
    month: int
    type: str
    amount: Decimal


def booked_sum(
    booked: Iterable[Booked], year: int, types: Collection[str], months: Collection[int] = WHOLE_YEAR
) -> Decimal | None:
    """The sum of the types within the months.

    A type that nothing is booked of is 0 for a project that has amounts in the year, undefined for one
    that has none.
    """
    of_year = [each for each in booked if each.year == year]
    if not of_year:
        return None
    return sum((each.amount for each in of_year if each.type in types and each.month in months), ZERO)


def newest_forecast(booked: Iterable[Booked], year: int, month: int) -> Decimal | None:
    """The newest forecast made by the month; undefined before the first."""
    made = [each for each in booked if (each.year, each.type) == (year, FORECAST) and each.month <= month]
    return max(made, key=lambda each: each.month).amount if made else None


def lacks_forecast(booked: Sequence[Booked], year: int, month: int) -> bool:
    """Whether a project has amounts in the year but no forecast made by the month."""
    return any(each.year == year for each in booked) and newest_forecast(booked, year, month) is None


@dataclass(frozen=True)
class Investment:
    """A year's money of a project, or of several added up.

    forecasts_missing counts the projects that have amounts in the year but no forecast.
    """

    original: Decimal | None = None
    additions: Decimal | None = None
    actual: Decimal | None = None
    forecast: Decimal | None = None
    carry_over: Decimal | None = None
    forecasts_missing: int = 0

    def __add__(self, other: "Investment") -> "Investment":
        return Investment(
            added(self.original, other.original),
            added(self.additions, other.additions),
            added(self.actual, other.actual),
            added(self.forecast, other.forecast),
            added(self.carry_over, other.carry_over),
            self.forecasts_missing + other.forecasts_missing,
        )

    @property
    def budget(self) -> Decimal | None:
        return added(self.original, self.additions)

    @property
    def deviation(self) -> Decimal | None:
        return difference(self.budget, self.actual)

    @property
    def forecast_deviation(self) -> Decimal | None:
        """Undefined while a project lacks its forecast: half a forecast says nothing of the whole budget."""
        return None if self.forecasts_missing else difference(self.budget, self.forecast)

    @property
    def is_incomplete(self) -> bool:
        """Whether forecast is the sum of some of the projects only."""
        return self.forecast is not None and self.forecasts_missing > 0


def investment(
    booked: Sequence[Booked], year: int, month: int, carry_over: Decimal | None = None
) -> Investment:
    """A project's year at a month: the whole year's budget whenever decided, and actuals to the month."""
    return Investment(
        booked_sum(booked, year, (ORIGINAL,)),
        booked_sum(booked, year, (ADDITION,)),
        booked_sum(booked, year, (ACTUAL,), range(1, month + 1)),
        newest_forecast(booked, year, month),
        carry_over,
        forecasts_missing=int(lacks_forecast(booked, year, month)),
    )
