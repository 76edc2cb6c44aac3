"""One cell of a table of indicators: an outcome, a target, how many answered, a trend or an assessment. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from goals.measured import Key, Measured
from goals.models import Form, Gender, GenderSplit, Span, ValueKind
from goals.trends import trend
from goals.values import SHARES, SUPPRESSED
from organisation.figures import rounded
from organisation.periods import MONTHS
from reports.contents import Cell
from reports.footnotes import Noted
from reports.indicator_records import IndicatorFigures, IndicatorRecord, TargetRecord
from reports.indicator_settings import (
    TERTIAL,
    IndicatorColumn,
    IndicatorShows,
    Period,
    Time,
    TimeWord,
)
from reports.unit_tree import UnitRecord

WITHOUT_GENDER = "Könsuppdelad statistik saknas."
NOT_ASSESSED = "Bedöms inte"
NO_FIGURE = Noted(Cell(None, 0))
HIDDEN = Noted(Cell(None, 0, text=SUPPRESSED))

# What is counted in these kinds is divided between women and men, and so is a target for it.
_COUNTED = (ValueKind.NUMBER, ValueKind.AMOUNT)


class Place(NamedTuple):
    """What a row is about."""

    indicator: IndicatorRecord
    unit: UnitRecord
    gender: Gender = Gender.TOTAL


def noted_cell(figures: IndicatorFigures, place: Place, column: IndicatorColumn) -> Noted:
    gender = column.gender.gender if column.gender else place.gender
    at = place if gender is place.gender else Place(place.indicator, place.unit, gender)
    if column.shows is IndicatorShows.TARGET:
        return target_cell(figures, at, figures.year + column.time.year_offset)
    if column.shows is IndicatorShows.ASSESSMENT:
        return assessment_cell(figures, at, column.time)
    if gender != Gender.TOTAL and place.indicator.gender_split == GenderSplit.NONE:
        return Noted(Cell(None, 0), (WITHOUT_GENDER,))
    if column.shows is IndicatorShows.TREND:
        return trend_cell(figures, at, column.time)
    found = in_best_period(figures, at, column.time.periods(figures.year, figures.month))
    if found is None:
        return NO_FIGURE
    period, rows = found
    if column.shows is IndicatorShows.OUTCOME:
        made = outcome_cell(at.indicator, rows)
        is_other = column.time.word is TimeWord.LATEST and period.month != figures.month
        return Noted(made.cell, (*made.notes, _about(period))) if is_other and _has_value(made) else made
    return _answers_cell(column.shows, rows.get("") or next(iter(rows.values())))


def in_best_period(
    figures: IndicatorFigures, place: Place, periods: Iterable[Period]
) -> tuple[Period, dict[str, Measured]] | None:
    """The own value ('') and those of the parts, of the first period that has any; else of one with a reason."""
    without_value = None
    for period in periods:
        rows = rows_of(figures, place, period)
        if not rows:
            continue
        if any(row.form != Form.MISSING for row in rows.values()):
            return period, rows
        if without_value is None:
            without_value = (period, rows)
    return without_value


def rows_of(figures: IndicatorFigures, place: Place, period: Period) -> dict[str, Measured]:
    """What is measured of the place in the period, by part."""
    found = {}
    year, span, month = period.year, period.span, period.month
    for part in place.indicator.part_codes:
        key = Key(place.indicator.id, place.unit.id, part, place.gender, year, span, month)
        if row := figures.measured.get(key):
            found[part] = row
    return found


def outcome_cell(indicator: IndicatorRecord, rows: Mapping[str, Measured]) -> Noted:
    """The value, with those of its parts on lines of their own or, of which, after it. rows are not empty."""
    own = rows.get("")
    if own and len(rows) == 1:
        return Noted(_own_cell(indicator, own), (own.note,) if own.note else ())
    notes = tuple(dict.fromkeys(row.note for row in rows.values() if row.note))
    text = own.text if own else ""
    for part in (part for part in indicator.parts if part.code in rows):
        written = rows[part.code].text
        if not text:
            text = written
        elif not part.is_of_which:
            text += f"\n{written}"
        else:
            text += written if written.startswith(",") else f" {written}"
    return Noted(Cell(None, 0, exact=own.value if own else None, text=text), notes)


def _own_cell(indicator: IndicatorRecord, row: Measured) -> Cell:
    if row.form == Form.MISSING:
        return Cell(None, 0)
    if row.form not in (Form.NUMBER, Form.SHARE):
        return Cell(None, 0, exact=row.value, text=row.text)
    return Cell(row.figure, row.decimals, exact=row.value, suffix=suffix(indicator, row.form))


def suffix(indicator: IndicatorRecord, form: str) -> str:
    """What follows the figure of a number or a share, as goals.values.shown_value has it."""
    if form == Form.SHARE:
        return f"% {indicator.qualifier}" if indicator.qualifier else "%"
    return indicator.unit_label if indicator.shows_unit and indicator.value_kind not in SHARES else ""


def _has_value(noted: Noted) -> bool:
    return noted.cell.figure is not None or bool(noted.cell.text)


def _about(period: Period) -> str:
    """'Avser juli 2021.', for a value that is older than the report."""
    if period.span == Span.TERTIAL:
        return f"Avser tertial {period.month // TERTIAL} {period.year}."
    return f"Avser {MONTHS[period.month - 1]} {period.year}."


def target_cell(figures: IndicatorFigures, place: Place, year: int) -> Noted:
    """The targets of the unit, those of parts on lines of their own. A counted target is of women and men together.

    A unit without its own has what each unit is to reach, where the committee's target says so.
    """
    if place.gender != Gender.TOTAL and place.indicator.value_kind in _COUNTED:
        return NO_FIGURE
    found = [
        target
        for part in place.indicator.part_codes
        if (target := figures.targets.get((place.indicator.id, place.unit.id, part, year)))
    ]
    notes = tuple(dict.fromkeys(target.note for target in found if target.note))
    if not found:
        return _each_unit(figures, place, year)
    if len(found) > 1:
        return Noted(Cell(None, 0, text="\n".join(target.text for target in found)), notes)
    return Noted(_one_target(found[0]), notes)


def _one_target(target: TargetRecord) -> Cell:
    if target.figure is not None:
        return Cell(target.figure, target.decimals, exact=target.value, suffix=target.suffix)
    return Cell(None, 0, exact=target.value, text=target.text)


def _each_unit(figures: IndicatorFigures, place: Place, year: int) -> Noted:
    common = figures.targets.get((place.indicator.id, figures.tree.root.id, "", year))
    return Noted(Cell(None, 0, text=common.each_unit)) if common and common.each_unit else NO_FIGURE


def trend_cell(figures: IndicatorFigures, place: Place, time: Time) -> Noted:
    """From the values of the same period in the years before. Nothing is told of a value that is hidden."""
    rows = [
        in_best_period(figures, place, each.periods(figures.year, figures.month))
        for each in time.with_years_before()
    ]
    owns = [found[1].get("") if found else None for found in rows]
    if owns[-1] is not None and owns[-1].is_hidden:
        return HIDDEN
    found = trend([own.figure if own else None for own in owns], place.indicator.direction)
    return Noted(Cell(None, 0, text=f"{found.symbol} {found.label}")) if found else NO_FIGURE


def assessment_cell(figures: IndicatorFigures, place: Place, time: Time) -> Noted:
    """The level at the report's month, or at the end of another year.

    The level of a hidden value is hidden too: beside the target it may tell what the value is.
    """
    indicator, unit = place.indicator, place.unit
    if indicator.scale_id is None:
        return Noted(Cell(None, 0, text=NOT_ASSESSED))
    year = figures.year + time.year_offset
    if (indicator.id, unit.id, year) in figures.hidden:
        return HIDDEN
    month = 12 if time.year_offset else figures.month
    mark = figures.marks.get((indicator.id, unit.id, year, month)) or figures.unassessed.get(
        indicator.scale_id
    )
    return Noted(Cell(None, 0, mark=mark)) if mark else NO_FIGURE


def _answers_cell(shows: IndicatorShows, row: Measured) -> Noted:
    if row.is_hidden:
        return HIDDEN
    if shows is IndicatorShows.ANSWERS:
        return NO_FIGURE if row.answers is None else Noted(Cell(Decimal(row.answers), 0))
    if row.response_rate is None:
        return NO_FIGURE
    return Noted(Cell(rounded(row.response_rate), 0, exact=row.response_rate, suffix="%"))
