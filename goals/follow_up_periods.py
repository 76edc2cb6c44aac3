"""The months after which a committee follows up, and which of them it is time for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q

from goals.measured_periods import TERTIAL_ENDS
from goals.models import Assessment, Assignment, Frequency, Goal, Indicator
from organisation.due import due_months
from organisation.models import Committee
from organisation.periods import MONTHS, month_name


def months_of(goals: Iterable[tuple[Sequence[int], int | None]]) -> frozenset[int]:
    """The months after which some of a year's goals is followed up; the tertials where there are no goals.

    Of each goal its months, and how many times a year.
    """
    found = {month for months, times in goals for month in due_months(months, times)}
    return frozenset(found or TERTIAL_ENDS)


def months_of_goals(committee: Committee, year: int) -> frozenset[int]:
    goals = Goal.objects.filter(committee=committee, year=year).order_by()
    return months_of(goals.values_list("follow_up_months", "follow_up_times").distinct())


def follow_up_months(committee: Committee, year: int) -> tuple[int, ...]:
    """The months of the year that have a follow-up of their own: its goals', those in which assignments recur, its
    tertials' and the whole year's.
    """
    return tuple(
        sorted(months_of_goals(committee, year) | _recurring(committee, year) | _tertials(committee, year))
    )


def _recurring(committee: Committee, year: int) -> set[int]:
    """The months in which an assignment of the year comes back: from when it was given through the year it is closed."""
    rows = Assignment.objects.filter(committee=committee, due=Assignment.Due.RECURRING)
    rows = rows.filter(Q(decided_on=None) | Q(decided_on__year__lte=year))
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__year__gte=year))
    return {
        month
        for given, months in rows.values_list("decided_on", "due_months")
        for month in months
        if given is None or (given.year, given.month) <= (year, month)
    }


def _tertials(committee: Committee, year: int) -> set[int]:
    """The months after which values are due that are not each month's: the whole year's at the least."""
    by_tertial = Indicator.objects.filter(committee=committee, frequency=Frequency.TERTIAL).valid_in(year)
    return set(TERTIAL_ENDS) if by_tertial.exists() else {12}


def current_period(
    committee: Committee, today: date, newest_actuals: tuple[int, int] | None
) -> tuple[int, int]:
    """Year and month of the follow-up that it is time for: the last of goals and values that has ended."""
    return current_periods(committee, today, newest_actuals)[0]


def current_periods(
    committee: Committee, today: date, newest_actuals: tuple[int, int] | None
) -> list[tuple[int, int]]:
    """The current period, and the last one after it in which an assignment recurs, if there is any.

    A committee whose goals are of earlier years alone is shown the newest of them that is assessed or that its actuals
    reach, as far as they do.
    """
    ended = today.replace(day=1) - timedelta(days=1)
    ways = Goal.objects.filter(committee=committee).values_list("year", "follow_up_months", "follow_up_times")
    by_year: dict[int, set[int]] = defaultdict(set)
    for year, own, times in ways.distinct().order_by():
        by_year[year].update(due_months(own, times))
    if not by_year or {ended.year, today.year} & by_year.keys():
        reached = (ended.year, ended.month)
    else:
        newest = max(by_year.keys() & _worked_with(committee, newest_actuals), default=max(by_year))
        reached = newest_actuals if newest_actuals and newest_actuals[0] == newest else (newest, 12)
    year, last = reached
    months = by_year.get(year, set(TERTIAL_ENDS))
    if not months.issuperset(TERTIAL_ENDS):
        months |= _tertials(committee, year)
    of_year = [month for month in sorted(months) if month <= last]
    current = (year, of_year[-1]) if of_year else (year - 1, 12)
    later = [month for month in _recurring(committee, year) if month <= last and (year, month) > current]
    return [current, (year, max(later))] if later else [current]


def _worked_with(committee: Committee, newest_actuals: tuple[int, int] | None) -> set[int]:
    """The years of goals that are assessed, and the newest with actuals: a year without either was only prepared."""
    assessed = Assessment.objects.filter(goal__committee=committee).order_by()
    found = set(assessed.values_list("year", flat=True).distinct())
    return found | {newest_actuals[0]} if newest_actuals else found


def period_name(year: int, month: int) -> str:
    """'januari–augusti 2021', 'januari 2021'; the whole year is 'hela 2021'."""
    if month == 12:
        return f"hela {year}"
    return f"{MONTHS[0]}–{month_name(year, month)}" if month > 1 else month_name(year, month)


def followed_up_years(committee: Committee, year: int) -> list[int]:
    """The years that have goals, and the one that is shown; oldest first."""
    years = (
        Goal.objects.filter(committee=committee).order_by("year").values_list("year", flat=True).distinct()
    )
    return sorted({*years, year})
