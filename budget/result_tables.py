"""The committee's result as a page shows it: rows of units, cost types or accounts under the same columns.

Figures come out in natural sign (income +, cost −), rounded once from the exact amount; deviations are plus when
better than budget in every row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import add, attrgetter

from budget.calculations import Amounts
from budget.models import CostType, Kind
from organisation.figures import Scale, shown
from organisation.models import Unit

DECIMALS = {Scale.KR: 0, Scale.TKR: 0, Scale.MNKR: 1}


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    value: Callable[[Amounts], Decimal | None]
    is_deviation: bool = False
    needs_forecasts: bool = False


COLUMNS = (
    Column("budget-period", "Budget period", attrgetter("budget_period")),
    Column("utfall-period", "Utfall period", attrgetter("actual_period")),
    Column("avvikelse-period", "Avvikelse period", attrgetter("deviation_period"), is_deviation=True),
    Column("budget", "Budget helår", attrgetter("budget_year")),
    Column("prognos", "Prognos helår", attrgetter("forecast"), needs_forecasts=True),
    Column("prognosavvikelse", "Avvikelse prognos", attrgetter("forecast_deviation"), is_deviation=True),
)


@dataclass(frozen=True)
class Cell:
    figure: Decimal | None
    is_deviation: bool
    incomplete: bool


@dataclass(frozen=True)
class Row:
    label: str
    style: str  # revenue, cost, net, total or plain
    cells: tuple[Cell, ...]
    code: str = ""


@dataclass(frozen=True)
class Group:
    """The rows of one unit (income, costs, net), or one row alone."""

    label: str
    code: str
    rows: tuple[Row, ...]
    net: Amounts | None = field(default=None, repr=False)


def total(amounts: Iterable[Amounts | None]) -> Amounts | None:
    """The sum; None if there is nothing to sum."""
    known = [a for a in amounts if a is not None]
    return reduce(add, known) if known else None


def row(label: str, amounts: Amounts | None, scale: Scale, *, style: str = "plain", code: str = "") -> Row:
    return Row(label, style, tuple(_cell(column, amounts, scale) for column in COLUMNS), code)


def _cell(column: Column, amounts: Amounts | None, scale: Scale) -> Cell:
    exact = column.value(amounts) if amounts is not None else None
    figure = shown(exact, scale=scale, decimals=DECIMALS[scale], reverse=not column.is_deviation)
    incomplete = column.needs_forecasts and amounts is not None and amounts.forecasts_missing > 0
    return Cell(figure, column.is_deviation, incomplete and figure is not None)


def unit_groups(
    units: Sequence[Unit],
    amounts: Mapping[tuple[int, int], Amounts],
    cost_types: Sequence[CostType],
    scale: Scale,
) -> list[Group]:
    """One group per unit: income, costs and net of its whole subtree. amounts: (unit, cost type) → Amounts."""
    return [
        _group(f"{unit.code} {unit.name}", unit.code, _by_kind(unit.pk, amounts, cost_types), scale)
        for unit in units
    ]


def committee_group(
    label: str,
    unit_ids: Iterable[int],
    amounts: Mapping[tuple[int, int], Amounts],
    cost_types: Sequence[CostType],
    scale: Scale,
) -> Group:
    """The group of what somebody sees in all: the sum of the topmost units in their scope."""
    parts = [_by_kind(pk, amounts, cost_types) for pk in unit_ids]
    return _group(label, "", {kind: total(part[kind] for part in parts) for kind in Kind}, scale)


def _by_kind(
    unit_id: int, amounts: Mapping[tuple[int, int], Amounts], cost_types: Sequence[CostType]
) -> dict[Kind, Amounts | None]:
    return {
        kind: total(amounts.get((unit_id, ct.pk)) for ct in cost_types if ct.kind == kind) for kind in Kind
    }


def _group(label: str, code: str, kinds: Mapping[Kind, Amounts | None], scale: Scale) -> Group:
    net = total(kinds.values())
    rows = (
        row("Intäkter", kinds[Kind.REVENUE], scale, style="revenue"),
        row("Kostnader", kinds[Kind.COST], scale, style="cost"),
        row("Netto", net, scale, style="net"),
    )
    return Group(label, code, rows, net)


def cost_type_rows(
    unit_ids: Sequence[int],
    amounts: Mapping[tuple[int, int], Amounts],
    cost_types: Sequence[CostType],
    scale: Scale,
) -> list[Row]:
    """Income types, sum of income, cost types, sum of costs, net."""
    rows: list[Row] = []
    sums: list[Amounts | None] = []
    for kind, label in ((Kind.REVENUE, "Summa intäkter"), (Kind.COST, "Summa kostnader")):
        of_kind = {
            ct.name: total(amounts.get((pk, ct.pk)) for pk in unit_ids)
            for ct in cost_types
            if ct.kind == kind
        }
        sums.append(total(of_kind.values()))
        if len(of_kind) > 1:
            rows += [row(name, value, scale, style=kind.value) for name, value in of_kind.items() if value]
        rows.append(row(label, sums[-1], scale, style="total"))
    return [*rows, row("Netto", total(sums), scale, style="net")]


def without_forecast(units: Sequence[Unit], amounts: Mapping[tuple[int, int], Amounts]) -> list[Unit]:
    """Those of the units, given with all that is below them, that lack a forecast of their own.

    Every line of a unit knows how many in its subtree do; less what its children know of theirs is itself.
    """
    missing: dict[int, int] = {}
    for (unit_id, _), line in amounts.items():
        missing[unit_id] = max(line.forecasts_missing, missing.get(unit_id, 0))
    own = dict(missing)
    for unit in units:
        if unit.parent_id in own:
            own[unit.parent_id] -= missing.get(unit.pk, 0)
    return [unit for unit in units if own.get(unit.pk, 0) > 0]


def in_order_of(groups: Sequence[Group], key: str) -> list[Group]:
    """Groups sorted by a column's net ('avvikelse-period'), or by name ('enhet'); a hyphen before turns it round.

    An unknown key leaves the order of the organisation. What is undefined comes last either way.
    """
    falling, name = key.startswith("-"), key.removeprefix("-")
    if name == "enhet":
        return sorted(groups, key=lambda group: group.label.casefold(), reverse=falling)
    column = next((column for column in COLUMNS if column.key == name), None)
    if column is None:
        return list(groups)
    index = COLUMNS.index(column)

    def figure(group: Group) -> Decimal | None:
        return group.rows[-1].cells[index].figure

    known = [group for group in groups if figure(group) is not None]
    unknown = [group for group in groups if figure(group) is None]
    return [*sorted(known, key=lambda group: figure(group) or Decimal(0), reverse=falling), *unknown]
