"""Rolling up the tree: from the sums of each unit's own ledger to the deviations of its whole subtree.

Pure: imports neither Django nor Celery. Amounts are Decimal kronor in ledger sign (debit positive). None is
undefined, never 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Self, TypeAlias

from budget.calculations import MONTHS_IN_YEAR, ZERO, Series, difference

# A unit's and a cost type's primary keys.
Key: TypeAlias = tuple[int, int]
# Unit, cost type, month, amount: the database's sum of a unit's own rows.
Sum: TypeAlias = tuple[int, int, int, Decimal]

NOTHING: Series = (None,) * MONTHS_IN_YEAR


class DeviationRow(NamedTuple):
    """A row of budget.models.Deviation without its year. A tuple, because there may be a hundred thousand."""

    unit: int
    cost_type: int
    month: int
    budget: Decimal | None
    budget_changes: Decimal | None
    actual: Decimal | None
    deviation: Decimal | None
    forecast: Decimal | None
    forecast_deviation: Decimal | None
    forecasts_missing: int


@dataclass(frozen=True, slots=True)
class LedgerSums:
    """A year of a ledger, summed per unit, cost type and month. changes are within budget.

    A forecast's month is the month it was made, its amount the whole year's.
    """

    budget: Iterable[Sum] = ()
    changes: Iterable[Sum] = ()
    actual: Iterable[Sum] = ()
    forecasts: Iterable[Sum] = ()


@dataclass(frozen=True, slots=True)
class YearOfFigures:
    """Twelve months of a unit and a cost type. forecast holds the whole year's as it was known each month."""

    budget: Series = NOTHING
    changes: Series = NOTHING
    actual: Series = NOTHING
    forecast: Series = NOTHING

    def __add__(self, other: Self) -> "YearOfFigures":
        return YearOfFigures(
            _added_by_month(self.budget, other.budget),
            _added_by_month(self.changes, other.changes),
            _added_by_month(self.actual, other.actual),
            _added_by_month(self.forecast, other.forecast),
        )


def deviations(parents: Mapping[int, int | None], ledger: LedgerSums) -> list[DeviationRow]:
    """The rows of every unit and cost type that has figures in its subtree in the year: twelve for each.

    parents: every unit's parent, None for the root. Raises ValueError if the units are no tree.
    """
    budget, changes, actual = _by_month(ledger.budget), _by_month(ledger.changes), _by_month(ledger.actual)
    made = _forecasts_made(ledger.forecasts)
    totals: dict[int, dict[int, YearOfFigures]] = {unit: {} for unit in parents}
    forecast_keys = {
        (unit, cost_type) for unit, months in made.items() for sums in months.values() for cost_type in sums
    }
    for unit, cost_type in budget.keys() | actual.keys() | forecast_keys:
        key = (unit, cost_type)
        totals[unit][cost_type] = YearOfFigures(
            budget.get(key, NOTHING),
            changes.get(key, NOTHING),
            actual.get(key, NOTHING),
            _forecast_as_known(made.get(unit, {}), cost_type),
        )
    missing = dict.fromkeys(parents, (0,) * MONTHS_IN_YEAR)
    for unit in {unit for unit, _ in budget.keys() | actual.keys()}:
        missing[unit] = _without_forecast(made.get(unit, {}))
    for unit in children_first(parents):
        parent = parents[unit]
        if parent is not None:
            _add_to(totals[parent], totals[unit])
            missing[parent] = tuple(map(int.__add__, missing[parent], missing[unit]))
    return [
        row
        for unit, cost_types in totals.items()
        for cost_type, year in cost_types.items()
        for row in _rows(unit, cost_type, year, missing[unit])
    ]


def children_first(parents: Mapping[int, int | None]) -> list[int]:
    """The units, every one after all those below it."""
    below: dict[int | None, list[int]] = {}
    for unit, parent in parents.items():
        below.setdefault(parent, []).append(unit)
    order = list(below.get(None, ()))
    for unit in order:  # grows while it is read: the children of each unit come after it
        order.extend(below.get(unit, ()))
    if len(order) != len(parents):
        raise ValueError(f"Units outside the tree: {sorted(parents.keys() - set(order))}")
    return order[::-1]


def _added_by_month(one: Series, other: Series) -> Series:
    if one is NOTHING:
        return other
    if other is NOTHING:
        return one
    return tuple([b if a is None else a if b is None else a + b for a, b in zip(one, other, strict=True)])


def _by_month(sums: Iterable[Sum]) -> dict[Key, Series]:
    months: dict[Key, list[Decimal | None]] = {}
    for unit, cost_type, month, amount in sums:
        key = (unit, cost_type)
        if key not in months:
            months[key] = [None] * MONTHS_IN_YEAR
        months[key][month - 1] = amount
    return {key: tuple(series) for key, series in months.items()}


def _forecasts_made(sums: Iterable[Sum]) -> dict[int, dict[int, dict[int, Decimal]]]:
    """Unit → the month it made a forecast → cost type → amount."""
    made: dict[int, dict[int, dict[int, Decimal]]] = {}
    for unit, cost_type, month, amount in sums:
        made.setdefault(unit, {}).setdefault(month, {})[cost_type] = amount
    return made


def _forecast_as_known(made: Mapping[int, Mapping[int, Decimal]], cost_type: int) -> Series:
    """A unit's forecast of a cost type as it was known each month: of the newest forecast made by then.

    A unit's forecast is replaced as a whole. A cost type that the unit has figures for but its forecast
    leaves out is forecast as nothing, 0, so that the unit's deviation is its budget minus its forecast; before the
    first forecast it is undefined. A cost type that the unit has nothing at all of is not forecast by it.
    """
    newest: Mapping[int, Decimal] | None = None
    known: list[Decimal | None] = []
    for month in range(1, MONTHS_IN_YEAR + 1):
        newest = made.get(month, newest)
        known.append(None if newest is None else newest.get(cost_type, ZERO))
    return tuple(known) if made else NOTHING


def _without_forecast(made: Mapping[int, object]) -> tuple[int, ...]:
    """1 for the months before a unit's first forecast, then 0."""
    first = min(made, default=MONTHS_IN_YEAR + 1)
    return tuple(int(month < first) for month in range(1, MONTHS_IN_YEAR + 1))


def _add_to(parent: dict[int, YearOfFigures], unit: Mapping[int, YearOfFigures]) -> None:
    for cost_type, year in unit.items():
        parent[cost_type] = parent[cost_type] + year if cost_type in parent else year


def _rows(unit: int, cost_type: int, year: YearOfFigures, missing: tuple[int, ...]) -> Iterable[DeviationRow]:
    budgeted = [amount for amount in year.budget if amount is not None]
    budget_year = sum(budgeted, ZERO) if budgeted else None
    for month, budget, changes, actual, forecast, without in zip(
        range(1, MONTHS_IN_YEAR + 1),
        year.budget,
        year.changes,
        year.actual,
        year.forecast,
        missing,
        strict=True,
    ):
        yield DeviationRow(
            unit,
            cost_type,
            month,
            budget,
            changes,
            actual,
            difference(budget, actual),
            forecast,
            difference(budget_year, forecast),
            without,
        )
