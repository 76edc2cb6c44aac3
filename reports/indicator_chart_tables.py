"""The table behind a chart of an indicator: what it draws, and what it tells who cannot see it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from goals.models import Gender, GenderSplit
from goals.values import SUPPRESSED
from organisation.periods import MONTHS
from reports.contents import Cell, Column, Row, Table
from reports.footnotes import Noted, NotedGroup, NotedRow, with_signs
from reports.indicator_cells import Place, noted_cell, target_cell
from reports.indicator_records import IndicatorFigures, IndicatorRecord
from reports.indicator_settings import (
    GenderWord,
    IndicatorColumn,
    IndicatorShows,
    Period,
    Time,
    TimeWord,
)
from reports.indicator_tables import common_notes, gender_words
from reports.unit_tree import UnitRecord

HOURS = "timmar"


class Series(StrEnum):
    """What a series is, and with that how it is drawn."""

    ALONE = "alone"  # the total, with no women and men beside it
    TOTAL = "total"
    WOMEN = "women"
    MEN = "men"
    TARGET = "target"


@dataclass(frozen=True)
class ChartSettings:
    """shows_months: January to December of the report's year; else years, the report's the last of them."""

    key: str
    name: str
    shows_months: bool
    years: int
    by_gender: bool
    shows_target: bool

    def times(self) -> tuple[Time, ...]:
        if self.shows_months:
            return tuple(Time(TimeWord.MONTH, 0, month) for month in range(1, 13))
        return tuple(Time(TimeWord.YEAR, offset) for offset in range(1 - self.years, 1))

    def target_years(self, year: int) -> set[int]:
        return {year + time.year_offset for time in self.times()} if self.shows_target else set()

    def periods(self, year: int, month: int) -> set[Period]:
        return {period for time in self.times() for period in time.periods(year, month)}


def chart_table(
    settings: ChartSettings,
    name: str,
    indicator: IndicatorRecord,
    unit: UnitRecord,
    figures: IndicatorFigures,
) -> tuple[Table, list[Series]]:
    """A row for each year or month, a column for each series; and what the columns are. name is filled in already.

    The total is left out where it has no value but women and men do, and so is the target where there is none.
    """
    series = _series(settings, indicator)
    times = settings.times()
    columns = {each: [_cell(each, time, indicator, unit, figures) for time in times] for each in series}
    shown = [each for each in series if any(_is_something(noted.cell) for noted in columns[each])]
    shown = shown or series[:1]
    rows = tuple(
        NotedRow(Row(_label(time, figures), ()), tuple(columns[each][at] for each in shown))
        for at, time in enumerate(times)
    )
    footnotes = (indicator.footnote,) if indicator.footnote else ()
    group = NotedGroup(figures.tree.root.name, rows, shows_label=False)
    signed, notes = with_signs([group])
    words = gender_words(indicator)
    labels = {
        Series.TOTAL: "Totalt" if len(shown) > 1 and indicator.gender_split != GenderSplit.NONE else "Utfall",
        Series.WOMEN: words[Gender.WOMEN].capitalize(),
        Series.MEN: words[Gender.MEN].capitalize(),
        Series.TARGET: "Mål",
    }
    table = Table(
        key=f"{settings.key}-siffror",
        name=name,
        row_heading="Månad" if settings.shows_months else "År",
        columns=tuple(Column(labels[each]) for each in shown),
        groups=signed,
        unit=unit_of(indicator),
        notes=(*footnotes, *notes, *common_notes(signed, figures)),
    )
    is_alone = Series.TOTAL in shown and not {Series.WOMEN, Series.MEN} & set(shown)
    return table, [Series.ALONE if is_alone and each is Series.TOTAL else each for each in shown]


def _series(settings: ChartSettings, indicator: IndicatorRecord) -> list[Series]:
    has_genders = settings.by_gender and indicator.gender_split != GenderSplit.NONE
    return [
        *([Series.WOMEN, Series.MEN] if has_genders else []),
        Series.TOTAL,
        *([Series.TARGET] if settings.shows_target else []),
    ]


def _cell(
    series: Series, time: Time, indicator: IndicatorRecord, unit: UnitRecord, figures: IndicatorFigures
) -> Noted:
    place = Place(indicator, unit)
    if series is Series.TARGET:
        return target_cell(figures, place, figures.year + time.year_offset)
    column = IndicatorColumn("", IndicatorShows.OUTCOME, time, GenderWord[series.name])
    return noted_cell(figures, place, column)


def _is_something(cell: Cell) -> bool:
    return cell.figure is not None or bool(cell.text)


def _label(time: Time, figures: IndicatorFigures) -> str:
    return MONTHS[time.month - 1].capitalize() if time.month else str(figures.year + time.year_offset)


def unit_of(indicator: IndicatorRecord) -> str:
    """What the value axis is in: '%', 'timmar', 'st'."""
    return {"share": "%", "duration": HOURS}.get(indicator.value_kind, indicator.unit_label)


def told(table: Table, *, is_line: bool) -> str:
    """What the chart shows, for who does not see it. What is hidden is named as hidden, never told."""
    rows = [row for group in table.groups for row in group.rows]
    shape = "Linjediagram" if is_line else "Stapeldiagram"
    what = ", ".join(column.label.lower() for column in table.columns)
    unit = f" i {table.unit}" if table.unit else ""
    gaps = [row.label.lower() for row in rows if any(SUPPRESSED in cell.text for cell in row.cells)]
    hidden = f" Skyddade värden är luckor: {', '.join(gaps)}." if gaps else ""
    return (
        f"{shape}{unit}, {rows[0].label.lower()} till {rows[-1].label.lower()}: {what}.{hidden}"
        " Siffrorna står i tabellen intill."
    )
