"""What a template says of a table of indicators. The values of the enums are the words of the template. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from goals.models import Gender, Span
from reports.table_settings import Place
from reports.unit_tree import UnitChoice

TREND_YEARS = 3  # a trend is about the column's year and those before it
TERTIAL = 4  # months


class IndicatorShows(StrEnum):
    OUTCOME = "utfall"
    TARGET = "mål"
    ANSWERS = "antal svar"
    RESPONSE_RATE = "svarsfrekvens"
    TREND = "trend"
    ASSESSMENT = "bedömning"


class GenderWord(StrEnum):
    WOMEN = "kvinnor"
    MEN = "män"
    TOTAL = "totalt"

    @property
    def gender(self) -> Gender:
        return Gender[self.name]


class TimeWord(StrEnum):
    YEAR = "helår"
    TERTIAL = "tertial"
    MONTH = "månad"
    LATEST = "senaste"


class GenderPlace(StrEnum):
    """Where women and men stand, beside the total: in rows or columns of their own, or not at all."""

    ROWS = "rader"
    COLUMNS = "kolumner"
    NONE = "ingen"


class IndicatorGrouping(StrEnum):
    NONE = "ingen"
    THEME = "område"
    GOAL = "mål"
    INDICATOR = "mått"
    UNIT = "enhet"


@dataclass(frozen=True)
class Period:
    """A measurement's period: span is how long it is, month its last."""

    year: int
    span: Span
    month: int


@dataclass(frozen=True)
class Time:
    """When a column is about, seen from a report: year_offset counts from its year, month is None for the report's."""

    word: TimeWord
    year_offset: int = 0
    month: int | None = None

    def periods(self, year: int, month: int) -> tuple[Period, ...]:
        """The periods to look for a value in, the best first; none that ends after the report's.

        A year's value may be known before the year is over: it is looked for in any month.
        """
        return _periods(self, year, month)

    def with_years_before(self) -> tuple["Time", ...]:
        """The same time in the years that a trend is about, the oldest first."""
        return _years_before(self)

    def shown_month(self, month: int) -> int:
        """What {månad} is in a heading."""
        return self.month or (month if self.word is not TimeWord.YEAR or not self.year_offset else 12)


@lru_cache(maxsize=256)
def _years_before(time: Time) -> tuple[Time, ...]:
    """Kept, as periods are."""
    first = time.year_offset - TREND_YEARS + 1
    return tuple(replace(time, year_offset=offset) for offset in range(first, time.year_offset + 1))


@lru_cache(maxsize=1024)
def _periods(time: Time, year: int, month: int) -> tuple[Period, ...]:
    """Kept: a table asks for the same of every row."""
    wanted = year + time.year_offset
    if time.word is TimeWord.YEAR:
        return (Period(wanted, Span.YEAR, 12),)
    last = month if time.year_offset == 0 else 12 if time.year_offset < 0 else 0
    if time.word is TimeWord.LATEST:
        return _latest(wanted, last)
    at = time.month or month
    if time.word is TimeWord.TERTIAL:
        at -= at % TERTIAL
        return (Period(wanted, Span.TERTIAL, at),) if 0 < at <= last else ()
    return (Period(wanted, Span.MONTH, at),) if at <= last else ()


def _latest(year: int, month: int) -> tuple[Period, ...]:
    """Every period of the year to the end of the month, the newest first, of those that end together the longest."""
    found = []
    for at in range(month, 0, -1):
        if at == 12:
            found.append(Period(year, Span.YEAR, at))
        if at % TERTIAL == 0:
            found.append(Period(year, Span.TERTIAL, at))
        found.append(Period(year, Span.MONTH, at))
    return tuple(found)


@dataclass(frozen=True)
class IndicatorColumn:
    label: str
    shows: IndicatorShows
    time: Time = Time(TimeWord.YEAR)
    gender: GenderWord | None = None  # None: as the row says, else the total
    group: str = ""

    def periods(self, year: int, month: int) -> set[Period]:
        """The periods whose values the column is made from, in a report of year to the end of month."""
        if self.shows in (IndicatorShows.TARGET, IndicatorShows.ASSESSMENT):
            return set()
        if self.shows is not IndicatorShows.TREND:
            return set(self.time.periods(year, month))
        return {period for time in self.time.with_years_before() for period in time.periods(year, month)}


@dataclass(frozen=True)
class IndicatorLayout:
    """What stands in the columns and how women and men do: the same wherever the rows come from."""

    row_heading: str
    columns: tuple[IndicatorColumn, ...]
    genders: GenderPlace = GenderPlace.NONE
    is_landscape: bool | None = None  # None: decided by the number of columns

    def years(self, year: int, what: IndicatorShows | None = None) -> set[int]:
        """The years of the columns, or of those that show one thing."""
        columns = [column for column in self.columns if what is None or column.shows is what]
        return {year + column.time.year_offset for column in columns}

    def periods(self, year: int, month: int) -> set[Period]:
        return {period for column in self.columns for period in column.periods(year, month)}

    def shown_genders(self) -> set[Gender]:
        """Whose values stand in the table."""
        if self.genders is not GenderPlace.NONE:
            return set(Gender)
        return {column.gender.gender for column in self.columns if column.gender} | {Gender.TOTAL}


@dataclass(frozen=True)
class IndicatorChoice:
    """Which indicators. One of the lists, or level, or none of them: then all, by theme.

    goals are codes of goals in the report's year, and mean what lies below them too; level is the name of a
    level of the goal tree, and means its goals each.
    """

    indicators: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    level: str = ""

    @property
    def is_by_goal(self) -> bool:
        """Whether it takes goals to tell."""
        return bool(self.goals or self.level)


@dataclass(frozen=True)
class IndicatorTableSettings:
    key: str
    name: str
    choice: IndicatorChoice
    layout: IndicatorLayout
    grouping: IndicatorGrouping
    units: UnitChoice
    total: Place = Place.NONE  # the committee's own value among the units'
    total_name: str = ""

    @property
    def is_by_goal(self) -> bool:
        return self.choice.is_by_goal or self.grouping is IndicatorGrouping.GOAL
