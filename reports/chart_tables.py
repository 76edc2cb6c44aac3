"""The tables behind charts: what a chart draws, and what it tells who cannot see it. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from budget.calculations import Amounts
from organisation.figures import Scale, Sign
from organisation.periods import MONTHS
from reports.contents import Cell, Column, Row, RowGroup, Table
from reports.labels import short_period
from reports.result_figures import ResultFigures, cell, is_on
from reports.table_notes import ROUNDING
from reports.table_settings import ColumnSetting, Line, LineKind, Shows, Span
from reports.unit_tree import UnitRecord

ZERO = Decimal(0)
MOST_UNITS = 16  # more do not fit on a page


def sign(kind: LineKind) -> Sign:
    """Both revenue and cost are drawn to the right: a net is shown as cost, as it is in speech."""
    return Sign.NATURAL if kind is LineKind.REVENUE else Sign.LEDGER


def sign_note(kind: LineKind) -> str:
    return {
        LineKind.REVENUE: "Intäkter visas med plus.",
        LineKind.COST: "Kostnader visas med plus.",
        LineKind.NET: "Nettokostnad, kostnader minus intäkter, visas med plus.",
    }[kind]


def units_table(
    key: str,
    name: str,
    units: list[UnitRecord],
    figures: ResultFigures,
    *,
    kind: LineKind,
    scale: Scale,
    decimals: int,
) -> tuple[Table, list[str]]:
    """Budget, actual and forecast of each unit, and what each column is: 'budget', 'actual', 'forecast'.

    The year's budget, the actual to the report's month, and the year's forecast where any unit has one.
    Of more than MOST_UNITS units the largest by budget are kept, in their order.
    """
    line = Line(name, kind)
    settings = [
        ("budget", f"Budget {figures.year}", ColumnSetting("", Shows.BUDGET, Span.YEAR)),
        ("actual", f"Utfall {_to(figures)}", ColumnSetting("", Shows.ACTUAL, Span.PERIOD)),
        ("forecast", f"Prognos {figures.year}", ColumnSetting("", Shows.FORECAST, Span.YEAR)),
    ]
    amounts = {unit: figures.of(unit, line, figures.year) for unit in units}
    if all(each.forecast is None for each in amounts.values()):
        settings.pop()
    largest = sorted(units, key=lambda unit: abs(amounts[unit].budget_year or ZERO), reverse=True)[
        :MOST_UNITS
    ]
    rows = tuple(
        Row(
            unit.name,
            tuple(
                cell(amounts[unit], setting, scale=scale, decimals=decimals, sign=sign(kind))
                for _, _, setting in settings
            ),
            unit_code=unit.code,
        )
        for unit in units
        if unit in largest
    )
    notes = [sign_note(kind), ROUNDING]
    if len(units) > MOST_UNITS:
        notes.append(f"De {MOST_UNITS} enheterna med störst budget av {len(units)} visas.")
    if any(each.marker for row in rows for each in row.cells):
        notes.append("* Prognosen är inte fullständig: alla enheter har inte lämnat någon.")
    table = _table(key, name, "Enhet", [label for _, label, _ in settings], rows, scale, notes, figures)
    return table, [what for what, _, _ in settings]


def months_table(
    key: str,
    name: str,
    unit: UnitRecord,
    months: Mapping[tuple[int, int, int], Amounts],
    figures: ResultFigures,
    *,
    kind: LineKind,
    scale: Scale,
    decimals: int,
    is_cumulated: bool,
) -> Table:
    """Budget and actual of a unit month by month; no actual after the report's month."""
    line = Line(name, kind)
    span = Span.PERIOD if is_cumulated else Span.MONTH
    rows = []
    for month, month_name in enumerate(MONTHS, 1):
        amounts = Amounts()
        for cost_type in figures.cost_types:
            if is_on(line, cost_type):
                amounts += months.get((unit.id, cost_type.id, month), Amounts())

        def shown(what: Shows, amounts: Amounts = amounts) -> Cell:
            return cell(
                amounts, ColumnSetting("", what, span), scale=scale, decimals=decimals, sign=sign(kind)
            )

        actual = shown(Shows.ACTUAL) if month <= figures.month else Cell(None, decimals)
        rows.append(Row(month_name.capitalize(), (shown(Shows.BUDGET), actual)))
    suffix = ", ackumulerat" if is_cumulated else ""
    labels = [f"Budget{suffix}", f"Utfall{suffix}"]
    notes = [sign_note(kind), ROUNDING]
    return _table(key, name, "Månad", labels, tuple(rows), scale, notes, figures)


def _to(figures: ResultFigures) -> str:
    return str(figures.year) if figures.month == 12 else short_period(figures.month)


def _table(
    key: str,
    name: str,
    heading: str,
    labels: list[str],
    rows: tuple[Row, ...],
    scale: Scale,
    notes: list[str],
    figures: ResultFigures,
) -> Table:
    return Table(
        key=f"{key}-siffror",
        name=name,
        row_heading=heading,
        columns=tuple(Column(label) for label in labels),
        groups=(RowGroup(figures.tree.root.name, rows, shows_label=False),),
        unit=scale.value,
        notes=tuple(notes),
    )
