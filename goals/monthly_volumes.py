"""What is measured every month: a year's twelve months beside the values of whole years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goals.footnotes import Footnotes
from goals.indicator_choices import with_parts
from goals.indicator_list import NO_THEME
from goals.indicator_outcomes import TOTAL, Series, parts_of
from goals.indicator_page import Cell, has_hidden, value_cell
from goals.measured import SmallSeen, measured
from goals.measured_periods import MONTH, YEAR, Period
from goals.models import Frequency, Indicator, IndicatorQuerySet
from organisation.models import Committee, Unit

YEARS_BACK = 3


@dataclass(frozen=True)
class Row:
    """earlier: whole years, oldest first; months: January first; whole: the year itself."""

    indicator: Indicator
    label: str
    earlier: tuple[Cell, ...]
    months: tuple[Cell, ...]
    whole: Cell


@dataclass(frozen=True)
class Volumes:
    """Rows under their themes, in order; notes are those of the whole page."""

    years: tuple[int, ...]
    themes: tuple[tuple[str, tuple[Row, ...]], ...]
    notes: tuple[tuple[str, str], ...]
    has_hidden: bool


def monthly_indicators(committee: Committee, year: int, unit: Unit) -> IndicatorQuerySet:
    """Those that the unit has values of, in order; the topmost unit stands for the committee."""
    indicators = Indicator.objects.filter(committee=committee, frequency=Frequency.MONTH).valid_in(year)
    if unit.parent_id is not None:
        indicators = indicators.filter(is_by_unit=True)
    return with_parts(indicators).in_order()


def volumes(indicators: Sequence[Indicator], unit: Unit, year: int, may_see_small: SmallSeen) -> Volumes:
    """Two reads of values, however many they are. All genders together."""
    pks = [indicator.pk for indicator in indicators]
    years = tuple(range(year - YEARS_BACK, year))
    shown: dict[str, Any] = {"units": [unit.pk], "genders": [TOTAL], "may_see_small": may_see_small}
    values = measured(pks, years, spans=[YEAR], **shown)
    values |= measured(pks, [year], spans=[YEAR, MONTH], **shown)
    notes = Footnotes()
    rows = []
    for indicator in indicators:
        for part in parts_of(indicator):
            series = Series(part, TOTAL)

            def cell(period: Period, indicator: Indicator = indicator, series: Series = series) -> Cell:
                return value_cell(values.get(series.key(indicator, unit, period)), notes)

            rows.append(
                Row(
                    indicator,
                    f"{indicator}: {part}" if part else str(indicator),
                    tuple(cell(Period(each)) for each in years),
                    tuple(cell(Period(year, month, MONTH)) for month in range(1, 13)),
                    cell(Period(year)),
                )
            )
    themes: dict[str, list[Row]] = {}
    for row in rows:
        themes.setdefault(row.indicator.theme or NO_THEME, []).append(row)
    cells = [each for row in rows for each in (*row.earlier, *row.months, row.whole)]
    return Volumes(
        years,
        tuple((theme, tuple(of)) for theme, of in themes.items()),
        tuple(notes.notes),
        has_hidden(cells),
    )
