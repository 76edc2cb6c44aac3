"""The amounts behind result tables and charts, and the figure of one cell. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from budget.calculations import Amounts
from organisation.figures import Scale, Sign, shown
from reports.contents import Cell
from reports.table_settings import ColumnSetting, Line, LineKind, Shows, Span
from reports.unit_tree import UnitRecord, UnitTree

INCOMPLETE = "*"

_OF_KIND = {LineKind.REVENUE: {"revenue"}, LineKind.COST: {"cost"}, LineKind.NET: {"revenue", "cost"}}

_READ: dict[tuple[Shows, Span], Callable[[Amounts], Decimal | None]] = {
    (Shows.BUDGET, Span.YEAR): lambda amounts: amounts.budget_year,
    (Shows.BUDGET, Span.PERIOD): lambda amounts: amounts.budget_period,
    (Shows.BUDGET, Span.MONTH): lambda amounts: amounts.budget_month,
    (Shows.ORIGINAL, Span.YEAR): lambda amounts: amounts.original_year,
    (Shows.CHANGES, Span.YEAR): lambda amounts: amounts.changes_year,
    (Shows.ACTUAL, Span.YEAR): lambda amounts: amounts.actual_year,
    (Shows.ACTUAL, Span.PERIOD): lambda amounts: amounts.actual_period,
    (Shows.ACTUAL, Span.MONTH): lambda amounts: amounts.actual_month,
    (Shows.DEVIATION, Span.YEAR): lambda amounts: amounts.deviation_year,
    (Shows.DEVIATION, Span.PERIOD): lambda amounts: amounts.deviation_period,
    (Shows.DEVIATION, Span.MONTH): lambda amounts: amounts.deviation_month,
    (Shows.FORECAST, Span.YEAR): lambda amounts: amounts.forecast,
    (Shows.FORECAST_DEVIATION, Span.YEAR): lambda amounts: amounts.forecast_deviation,
}


@dataclass(frozen=True)
class CostTypeRecord:
    id: int
    name: str
    kind: str  # 'revenue' | 'cost'


@dataclass(frozen=True)
class ResultFigures:
    """Amounts by (unit, cost type, year), each a unit's whole subtree in ledger sign, seen from the end of month."""

    tree: UnitTree
    cost_types: tuple[CostTypeRecord, ...]
    amounts: Mapping[tuple[int, int, int], Amounts]
    year: int
    month: int

    def of(self, unit: UnitRecord, line: Line, year: int) -> Amounts:
        """A unit's line in a year; undefined in every part for a unit that did not exist."""
        key = (unit.id, line, year)
        if key not in self._lines:
            self._lines[key] = self._added_up(unit, line, year)
        return self._lines[key]

    @cached_property
    def _lines(self) -> dict[tuple[int, Line, int], Amounts]:
        """Lines that have been added up: every column of a row asks for the same."""
        return {}

    def _added_up(self, unit: UnitRecord, line: Line, year: int) -> Amounts:
        total = Amounts()
        if unit.is_valid_in(year):
            for cost_type in self.cost_types:
                if is_on(line, cost_type) and (unit.id, cost_type.id, year) in self.amounts:
                    total += self.amounts[unit.id, cost_type.id, year]
        return total

    @cached_property
    def _missing(self) -> dict[tuple[int, int], int]:
        """(unit, year) → how many units in the subtree lack a forecast."""
        found: dict[tuple[int, int], int] = {}
        for (unit, _, year), amounts in self.amounts.items():
            found[unit, year] = max(found.get((unit, year), 0), amounts.forecasts_missing)
        return found

    def without_forecast(self, unit: UnitRecord, year: int) -> list[UnitRecord]:
        """The units at or below unit that lack a forecast of their own, in the tree's order."""
        return [
            each
            for each, _ in self.tree.walk(unit, [year])
            if self._missing.get((each.id, year), 0)
            > sum(self._missing.get((child.id, year), 0) for child in self.tree.children(each, [year]))
        ]


def is_on(line: Line, cost_type: CostTypeRecord) -> bool:
    """Whether the line adds the cost type up."""
    if line.kind is None:
        return cost_type.name in line.cost_types
    return cost_type.kind in _OF_KIND[line.kind]


def exact(amounts: Amounts, column: ColumnSetting) -> Decimal | None:
    """The amount of a column in kronor and ledger sign; a deviation's plus is better."""
    return _READ[column.shows, column.span](amounts)


def cell(amounts: Amounts, column: ColumnSetting, *, scale: Scale, decimals: int, sign: Sign) -> Cell:
    """The figure as printed: rounded once, from the exact amount. A forecast that units lack is marked."""
    amount = exact(amounts, column)
    reverse = sign is Sign.NATURAL and not column.shows.is_deviation
    is_incomplete = (
        column.shows.is_forecast and amounts.forecasts_missing > 0 and amounts.forecast is not None
    )
    return Cell(
        figure=shown(amount, scale=scale, decimals=decimals, reverse=reverse),
        decimals=decimals,
        exact=-amount if reverse and amount is not None else amount,
        is_deviation=column.shows.is_deviation,
        marker=INCOMPLETE if is_incomplete else "",
    )
