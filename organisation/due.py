"""After which months something is followed up, and which of them are over. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from math import ceil

MONTHS_OF_YEAR = 12
# Where nothing is said: after April, August and December, which is when committees report.
TIMES_A_YEAR = 3


def due_months(months: Sequence[int], times: int | None) -> tuple[int, ...]:
    """The months 1–12, in order: those given, else as many times a year spread evenly and ending in December.

    Three times a year is April, August and December; so is nothing said at all.
    """
    if months:
        return tuple(sorted(set(months)))
    count = times or TIMES_A_YEAR
    return tuple(ceil(MONTHS_OF_YEAR * turn / count) for turn in range(1, count + 1))


def last_passed(months: Sequence[int], day: date) -> tuple[date, date]:
    """The last days of the two latest of the months that are over on the day, the latest first.

    The months come again every year: for February alone, on 1 March 2021, 28 February 2021 and 29 February 2020.
    """
    passed = [
        end
        for year in (day.year, day.year - 1, day.year - 2)
        for month in sorted(set(months), reverse=True)
        if (end := last_day(year, month)) < day
    ]
    return passed[0], passed[1]


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
