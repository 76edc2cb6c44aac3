"""An indicator's page: its values by year, by month or tertial, and by unit, as tables of printed texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from goals.footnotes import Footnotes
from goals.fulfilment import Proposal
from goals.indicator_chart import Line, chart
from goals.indicator_outcomes import (
    TOTAL,
    Series,
    Targets,
    Values,
    gender_names,
    parts_of,
    proposal_of,
    target_text,
    text_of,
)
from goals.measured import Measured, SmallSeen, hidden_years, sees_small
from goals.measured_periods import YEAR, Period
from goals.models import Assessment, AssessmentLevel, Indicator, ValueKind
from goals.values import SUPPRESSED
from organisation.figures import NBSP, UNDEFINED, plain
from organisation.models import Unit
from organisation.periods import month_name

MOST_ASSESSMENTS = 12


@dataclass(frozen=True)
class Cell:
    """is_marked: nobody outside sees the value, but this reader may."""

    text: str
    marker: str = ""
    is_marked: bool = False


@dataclass(frozen=True)
class Row:
    """answers and response_rate as printed; '' where they are not known. level is what the row's values propose."""

    label: str
    cells: tuple[Cell, ...]
    target: str = ""
    proposal: Proposal | None = None
    level: AssessmentLevel | None = None
    answers: str = ""
    response_rate: str = ""


@dataclass(frozen=True)
class Table:
    """has_hidden: some cell prints '..'."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...]
    has_hidden: bool

    @property
    def is_empty(self) -> bool:
        """Nothing but dashes."""
        return not self.has_targets and all(
            cell.text == UNDEFINED and not cell.marker for row in self.rows for cell in row.cells
        )

    @property
    def has_targets(self) -> bool:
        return any(row.target not in {"", UNDEFINED} for row in self.rows)

    @property
    def has_levels(self) -> bool:
        return any(row.level for row in self.rows)

    @property
    def has_answers(self) -> bool:
        return any(row.answers for row in self.rows)

    @property
    def has_response_rates(self) -> bool:
        return any(row.response_rate for row in self.rows)


def shown_series(indicator: Indicator, unit: Unit, values: Values) -> list[Series]:
    """Those with a value, and those that are always shown: the totals, or all if there is nothing yet."""
    known = {(key.part, key.gender) for key in values if key.unit_id == unit.pk}
    genders = gender_names(indicator)
    every = [Series(part, gender) for part in parts_of(indicator) for gender in genders]
    return [each for each in every if (each.code, each.gender) in known] or every


def columns_of(indicator: Indicator, series: Sequence[Series]) -> tuple[str, ...]:
    names = gender_names(indicator)
    is_split = {each.gender for each in series} != {TOTAL}
    has_parts = {each.code for each in series} != {""}

    def label(each: Series) -> str:
        if not has_parts:
            return names[each.gender] if is_split else "Utfall"
        part = each.part.label if each.part else "Totalt"
        return f"{part}, {names[each.gender].lower()}" if is_split else part

    return tuple(label(each) for each in series)


def table_of_periods(
    indicator: Indicator,
    unit: Unit,
    periods: Iterable[Period],
    values: Values,
    *,
    targets: Targets | None = None,
    of_units: Values | None = None,
) -> Table:
    """A row per period; with targets, also what the year was to be and what its values propose."""
    series = shown_series(indicator, unit, values)
    notes = Footnotes()
    levels = {level.meaning: level for level in indicator.scale.levels.all()} if indicator.scale else {}
    rows = []
    for period in periods:
        found = [values.get(each.key(indicator, unit, period)) for each in series]
        proposal = (
            proposal_of(indicator, unit, period, values, targets, of_units or {})
            if targets and any(found)
            else None
        )
        rows.append(
            Row(
                label_of(period),
                tuple(value_cell(value, notes) for value in found),
                target_text(indicator, unit, period.year, targets) if targets is not None else "",
                proposal,
                levels.get(proposal.meaning) if proposal else None,
                *_answers(indicator, series, found),
            )
        )
    return Table(
        columns_of(indicator, series),
        tuple(rows),
        tuple(notes.notes),
        has_hidden(cell for row in rows for cell in row.cells),
    )


def label_of(period: Period) -> str:
    if period.span == YEAR:
        return str(period.year)
    return period.label.removesuffix(f" {period.year}").capitalize()


def table_of_units(
    indicator: Indicator, units: Iterable[Unit], periods: Sequence[Period], values: Values
) -> Table:
    """A row per unit, a column per period: the totals of the indicator's first part that has one."""
    part = parts_of(indicator)[0]
    notes = Footnotes()
    rows = [
        Row(
            str(unit),
            tuple(
                value_cell(values.get(Series(part, TOTAL).key(indicator, unit, period)), notes)
                for period in periods
            ),
        )
        for unit in units
    ]
    return Table(
        tuple(period.short_label for period in periods),
        tuple(rows),
        tuple(notes.notes),
        has_hidden(cell for row in rows for cell in row.cells),
    )


def value_cell(value: Measured | None, notes: Footnotes) -> Cell:
    if value is None:
        return Cell(UNDEFINED)
    return Cell(text_of(value), notes.marker(value.note), value.is_suppressed and not value.is_hidden)


def has_hidden(cells: Iterable[Cell]) -> bool:
    return any(SUPPRESSED in cell.text for cell in cells)


def _answers(
    indicator: Indicator, series: Sequence[Series], found: Sequence[Measured | None]
) -> tuple[str, str]:
    """How many answered, of each gender where that is known, and the response rate of them all."""
    names = gender_names(indicator)
    known = [
        (each.gender, value) for each, value in zip(series, found, strict=True) if value and value.answers
    ]
    total = next((f"{value.answers}" for gender, value in known if gender == TOTAL), "")
    of_genders = ", ".join(
        f"{names[gender].lower()} {value.answers}" for gender, value in known if gender != TOTAL
    )
    answers = f"{total} ({of_genders})" if total and of_genders else total or of_genders
    rate = next((value.response_rate for value in found if value and value.response_rate is not None), None)
    return answers, "" if rate is None else f"{plain(rate.normalize() + 0)}{NBSP}%"


def newest_assessments(
    indicator: Indicator, user: Any, may_see_small: SmallSeen
) -> list[tuple[str, list[Assessment]]]:
    """What was written about it after the newest periods: the committee's own, and of the units in scope.

    Not of a year with a value that is hidden from the reader: how it was assessed may tell what it is.
    """
    scope = Q(unit__parent=None) | Q(unit__in=Unit.objects.for_user(user))
    rows = Assessment.objects.filter(scope, indicator=indicator)
    rows = rows.select_related("unit", "level", "proposed").order_by("-year", "-month", "unit__path")
    newest = list(rows[:MOST_ASSESSMENTS])
    hidden = hidden_years([indicator.pk], {row.year for row in newest}, units={row.unit_id for row in newest})
    found: dict[str, list[Assessment]] = {}
    for row in newest:
        if sees_small(may_see_small, row.unit_id) or (indicator.pk, row.unit_id, row.year) not in hidden:
            found.setdefault(month_name(row.year, row.month), []).append(row)
    return list(found.items())


MINUTES = Decimal(60)
FEWEST_POINTS = 2


def chart_of(indicator: Indicator, unit: Unit, periods: Sequence[Period], values: Values) -> str:
    """A chart of the periods, oldest first; '' where there are too few figures to draw."""
    series = shown_series(indicator, unit, values)
    lines = [
        Line(label, tuple(_drawn(values.get(each.key(indicator, unit, period))) for period in periods))
        for each, label in zip(series, columns_of(indicator, series), strict=True)
    ]
    drawn = [line for line in lines if sum(figure is not None for figure in line.figures) >= FEWEST_POINTS]
    if not drawn:
        return ""
    described = f"{indicator}, {label_of(periods[0]).lower()}–{label_of(periods[-1]).lower()}. "
    labels = [_tick(period, len(periods)) for period in periods]
    return chart(str(indicator), f"{described}Tabellen har samma siffror.", labels, drawn)


def _tick(period: Period, count: int) -> str:
    """'2021', 'jan'; 'j' where twelve months share the width of a phone."""
    label = label_of(period)
    if period.span == YEAR:
        return label
    return label[0] if count > 6 else label[:3]


def _drawn(value: Measured | None) -> Decimal | None:
    """A duration is drawn in hours."""
    if value is None or value.figure is None:
        return None
    return value.figure / MINUTES if value.style.kind == ValueKind.DURATION else value.figure
