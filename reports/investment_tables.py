"""Tables of investments. Pure: settings and the amounts of each project in, frozen tables out.

Amounts are kronor, spending positive. Deviation is budget minus actual, so that plus is money left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from budget.calculations import difference, total
from budget.investments import (
    ACTUAL,
    ADDITION,
    ORIGINAL,
    WHOLE_YEAR,
    Booked,
    booked_sum,
    lacks_forecast,
    newest_forecast,
)
from organisation.figures import shown
from reports.contents import Cell, Column, Row, RowGroup, RowStyle, Table
from reports.investment_settings import InvestmentColumn, InvestmentSettings, InvestmentShows
from reports.labels import filled
from reports.result_figures import INCOMPLETE
from reports.table_notes import BETTER, ROUNDING, UNDEFINED, listing
from reports.table_settings import Place, Span

WIDE = 8


@dataclass(frozen=True)
class ProjectRecord:
    """A project with its amounts of all years asked for, and by year what is asked to be carried over, and why."""

    code: str
    name: str
    group: str
    booked: tuple[Booked, ...]
    carry_over: dict[int, tuple[Decimal, str]]


def exact(project: ProjectRecord, column: InvestmentColumn, year: int, month: int) -> Decimal | None:
    """The amount in kronor: what is undefined and what is 0 is said in budget.investments."""
    if column.shows is InvestmentShows.CARRY_OVER:
        return project.carry_over[year][0] if year in project.carry_over else None
    within = {
        Span.YEAR: WHOLE_YEAR,
        Span.PERIOD: range(1, month + 1),
        Span.MONTH: range(month, month + 1),
    }[column.span]

    def booked(*types: str) -> Decimal | None:
        return booked_sum(project.booked, year, types, within)

    forecast = newest_forecast(project.booked, year, month)
    budget = booked(ORIGINAL, ADDITION)
    return {
        InvestmentShows.ORIGINAL: booked(ORIGINAL),
        InvestmentShows.ADDITION: booked(ADDITION),
        InvestmentShows.BUDGET: budget,
        InvestmentShows.ACTUAL: booked(ACTUAL),
        InvestmentShows.DEVIATION: difference(budget, booked(ACTUAL)),
        InvestmentShows.FORECAST: forecast,
        InvestmentShows.FORECAST_DEVIATION: difference(budget, forecast),
    }[column.shows]


def make_table(
    settings: InvestmentSettings, projects: Iterable[ProjectRecord], year: int, month: int
) -> Table:
    """A row per project that has an amount in the table, in groups where they are wanted, and the total."""
    rows = [
        (project, amounts)
        for project in projects
        if year in project.carry_over or not settings.only_requested
        for amounts in [_amounts(settings, project, year, month)]
        if any(amount is not None for amount in amounts)
    ]
    last = Row(settings.total_name, _total_cells(settings, rows, year, month), RowStyle.TOTAL)
    groups = [
        RowGroup(
            name,
            tuple(Row(_name(project, rows), _cells(settings, amounts)) for project, amounts in members),
            shows_label=bool(name),
        )
        for name, members in _grouped(settings, rows)
    ]
    if settings.total is not Place.NONE and rows:
        alone = RowGroup("", (last,), shows_label=False)
        groups = [alone, *groups] if settings.total is Place.FIRST else [*groups, alone]
    return Table(
        key=settings.key,
        name=filled(settings.name, year, month),
        row_heading=settings.row_heading,
        columns=tuple(
            Column(filled(each.label, year + each.year_offset, month), is_deviation=each.shows.is_deviation)
            for each in settings.columns
        ),
        groups=tuple(groups),
        unit=settings.scale.value,
        notes=_notes(settings, rows, year, month),
        is_wide=len(settings.columns) >= WIDE,
        texts=tuple(
            (project.name, project.carry_over[year][1])
            for project, _ in rows
            if settings.prints_reasons and year in project.carry_over
        ),
    )


_Amounts = tuple[Decimal | None, ...]
_Rows = list[tuple[ProjectRecord, _Amounts]]


def _amounts(settings: InvestmentSettings, project: ProjectRecord, year: int, month: int) -> _Amounts:
    return tuple(exact(project, column, year + column.year_offset, month) for column in settings.columns)


def _name(project: ProjectRecord, rows: _Rows) -> str:
    is_shared = sum(other.name == project.name for other, _ in rows) > 1
    return f"{project.name} ({project.code})" if is_shared else project.name


def _grouped(settings: InvestmentSettings, rows: _Rows) -> Iterable[tuple[str, _Rows]]:
    if not settings.is_grouped:
        return [("", rows)] if rows else []
    names = list(dict.fromkeys(project.group for project, _ in rows))
    ordered = sorted(rows, key=lambda row: names.index(row[0].group))
    return [(name, list(members)) for name, members in groupby(ordered, key=lambda row: row[0].group)]


def _cells(
    settings: InvestmentSettings, amounts: _Amounts, *, marked: Iterable[bool] = ()
) -> tuple[Cell, ...]:
    marks = [*marked] or [False] * len(amounts)
    return tuple(
        Cell(
            figure=shown(amount, scale=settings.scale, decimals=settings.decimals),
            decimals=settings.decimals,
            exact=amount,
            is_deviation=column.shows.is_deviation,
            marker=INCOMPLETE if mark else "",
        )
        for column, amount, mark in zip(settings.columns, amounts, marks, strict=True)
    )


def _total_cells(settings: InvestmentSettings, rows: _Rows, year: int, month: int) -> tuple[Cell, ...]:
    """Sums of what there is. A forecast that some project lacks is marked, and its deviation undefined."""
    totals: list[Decimal | None] = []
    marked = []
    for at, column in enumerate(settings.columns):
        in_all = total(amounts[at] for _, amounts in rows)
        is_incomplete = in_all is not None and bool(_lacking(column, rows, year, month))
        totals.append(None if is_incomplete and column.shows.is_deviation else in_all)
        marked.append(is_incomplete)
    return _cells(settings, tuple(totals), marked=marked)


def _lacking(column: InvestmentColumn, rows: _Rows, year: int, month: int) -> list[str]:
    """The projects without the forecast that the column shows, as the investments page counts them."""
    if not column.shows.is_forecast:
        return []
    of = year + column.year_offset
    return [project.name for project, _ in rows if lacks_forecast(project.booked, of, month)]


def _notes(settings: InvestmentSettings, rows: _Rows, year: int, month: int) -> tuple[str, ...]:
    shows = {column.shows for column in settings.columns}
    rules = []
    if InvestmentShows.DEVIATION in shows:
        rules.append("Avvikelsen är budget minus utfall.")
    if InvestmentShows.FORECAST_DEVIATION in shows:
        rules.append("Prognosavvikelsen är årets budget minus prognos.")
    found = [" ".join([*rules, BETTER])] if rules else []
    found.append(ROUNDING)
    lacking = dict.fromkeys(
        name for column in settings.columns for name in _lacking(column, rows, year, month)
    )
    forecasts = [at for at, column in enumerate(settings.columns) if column.shows is InvestmentShows.FORECAST]
    if lacking and any(amounts[at] is not None for at in forecasts for _, amounts in rows):
        found.append(f"{INCOMPLETE} Prognosen är inte fullständig: {listing(lacking)} saknar prognos.")
    if any(amount is None for _, amounts in rows for amount in amounts):
        found.append(UNDEFINED)
    return tuple(found)
