"""A year of internal control at a glance: who owes what, what is late, and which deviations are open.

Each list is one query, and few rows of it are read at a time: a page costs the same for ten controls as for 150.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Value, When, Window

from internal_control import measure_list
from internal_control.measure_list import MeasureRow
from internal_control.models import (
    DEVIATIONS,
    FOUND,
    ControlPlan,
    FollowUp,
    FollowUpQuerySet,
    Measure,
    MeasureQuerySet,
    Result,
)
from internal_control.occasions import OWED, State, late, mark_of, owed, state_of
from internal_control.performers import Performers, left, performers_of
from internal_control.results import LATE, RESULTS, Mark
from organisation.addresses import whole_number

# How many of a list stand on the page of the year; the list itself has all.
FEW = 8


# What a row of a list says of an occasion, in the order of Occasion's first fields.
_SHOWN = (
    "month",
    "done_on",
    "control__code",
    "control__title",
    "control__plan__year",
    "control__unit__name",
    "control__responsible",
    "control__performer",
    "control__performer__first_name",
    "control__performer__last_name",
    "control__performer__username",
    "control__unit__path",
    "result",
    "control__struck_on",
    "control__plan__followed_up_through",
)


@dataclass(frozen=True)
class Occasion:
    """A row of a list: read as values, as a page has many. performer is a name, '' where nobody is appointed.

    has_left: it is still to be carried out, and the performer may not any more.
    """

    month: int
    done_on: date | None
    code: str
    title: str
    year: int
    unit: str
    responsible: str
    performer: str
    has_left: bool
    state: State
    mark: Mark


@dataclass(frozen=True)
class Cell:
    """How many occasions of a month stand so; label as the column's heading."""

    label: str
    count: int


@dataclass(frozen=True)
class MonthRow:
    """A month of the year. planned: the occasions that nobody has struck."""

    month: int
    planned: int
    cells: tuple[Cell, ...]


# The columns of the months, as they are headed.
COLUMNS: tuple[tuple[str, Mark], ...] = (
    *((result.value, RESULTS[result.value]) for result in FOUND),
    (Result.NOT_DONE.value, RESULTS[Result.NOT_DONE.value]),
    (State.LATE.value, LATE),
    (Result.PENDING.value, Mark("dashed", "grey", "Kvar att göra")),
)


@dataclass(frozen=True)
class Months:
    """The twelve months with how their occasions stand, and the sums of the columns in the same order.

    listed: how many occasions a month has, those that somebody has struck among them.
    """

    rows: tuple[MonthRow, ...]
    sums: tuple[Cell, ...]
    planned: int
    listed: Mapping[int, int]

    def count(self, column: str) -> int:
        """The sum of a column, by its key."""
        return self.sums[[key for key, _ in COLUMNS].index(column)].count

    def left_in(self, month: int) -> int:
        """How many of a month's occasions are still to be carried out, late or not."""
        pending = {LATE.label, COLUMNS[-1][1].label}
        return sum(cell.count for cell in self.rows[month - 1].cells if cell.label in pending)


def occasions_of(plan: ControlPlan) -> FollowUpQuerySet:
    return FollowUp.objects.filter(control__plan=plan)


def shown(follow_ups: FollowUpQuerySet, performers: Performers, today: date) -> list[Occasion]:
    """One query. performers: those of the committee."""
    return [_shown(row, performers, today) for row in follow_ups.values_list(*_SHOWN)]


def _shown(row: tuple[Any, ...], performers: Performers, today: date) -> Occasion:
    month, done_on, code, title, year, unit, responsible, key, first, last, username, path, *state = row
    result, struck_on, followed_up_through = state
    stands = state_of(
        year=year,
        month=month,
        result=result,
        struck_on=struck_on,
        followed_up_through=followed_up_through,
        today=today,
    )
    return Occasion(
        month=month,
        done_on=done_on,
        code=code,
        title=title,
        year=year,
        unit=unit,
        responsible=responsible,
        performer=f"{first or ''} {last or ''}".strip() or username or "",
        has_left=key is not None and stands in OWED and not performers.may_at(key, path),
        state=stands,
        mark=mark_of(stands, result),
    )


def months_of(plan: ControlPlan, today: date) -> Months:
    """One query, grouped: as many rows as there are different states in a month."""
    counts: Counter[tuple[int, str]] = Counter()
    listed: Counter[int] = Counter()
    grouped = occasions_of(plan).order_by().values_list("month", "result", "control__struck_on")
    for month, result, struck_on, number in grouped.annotate(Count("pk")):
        listed[month] += number
        state = state_of(
            year=plan.year,
            month=month,
            result=result,
            struck_on=struck_on,
            followed_up_through=plan.followed_up_through,
            today=today,
        )
        if state == State.STRUCK:
            continue
        # What nobody carried out before the year was over was not carried out.
        over = Result.NOT_DONE.value if state == State.OVER else result
        counts[month, State.LATE.value if state == State.LATE else over] += number
    rows = tuple(_row(month, counts) for month in range(1, 13))
    sums = tuple(Cell(mark.label, sum(counts[month, key] for month in range(1, 13))) for key, mark in COLUMNS)
    return Months(rows, sums, sum(counts.values()), listed)


def _row(month: int, counts: Counter[tuple[int, str]]) -> MonthRow:
    cells = tuple(Cell(mark.label, counts[month, key]) for key, mark in COLUMNS)
    return MonthRow(month, sum(cell.count for cell in cells), cells)


def in_month(plan: ControlPlan, month: int) -> FollowUpQuerySet:
    """The month's occasions: those still to be carried out first, by who does it."""
    left_first = Case(
        When(result=Result.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = occasions_of(plan).filter(month=month).annotate(is_done=left_first)
    return rows.order_by(
        "is_done",
        "control__performer__first_name",
        "control__responsible",
        "control__position",
        "control__code",
        "pk",
    )


def late_ones(plan: ControlPlan, today: date) -> FollowUpQuerySet:
    return late(occasions_of(plan), today)


@dataclass(frozen=True)
class Deviation:
    """An open deviation with the measures that have been decided for it; path is that of its unit."""

    code: str
    title: str
    unit: str
    path: str
    month: int
    mark: Mark
    measures: tuple[Measure, ...]


def open_deviations(plan: ControlPlan) -> FollowUpQuerySet:
    """Deviations that no measure has been decided for, or one that is not closed; the major first, then the newest.

    Each knows how many they are: total.
    """
    measures = Measure.objects.filter(follow_up=OuterRef("pk"))
    is_open = ~Exists(measures) | Exists(measures.filter(closed_on=None))
    major_first = Case(
        When(result=Result.MAJOR, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = occasions_of(plan).filter(is_open, result__in=DEVIATIONS)
    return rows.annotate(place=major_first, total=Window(Count("pk"))).order_by(
        "place", "-month", "control__position", "control__code", "pk"
    )


def deviations_shown(follow_ups: FollowUpQuerySet) -> tuple[list[Deviation], int]:
    """Them, and how many there are before it was sliced. Two queries."""
    columns = (
        *("pk", "control__code", "control__title", "control__unit__name", "control__unit__path"),
        *("month", "result", "total"),
    )
    rows = list(follow_ups.values_list(*columns))
    measures: dict[int, list[Measure]] = defaultdict(list)
    decided = Measure.objects.filter(follow_up__in=[row[0] for row in rows]).select_related("plan")
    for measure in decided.only("code", "text", "due_on", "follow_up", "plan__year").in_order():
        measures[measure.follow_up_id or 0].append(measure)
    found = [
        Deviation(code, title, unit, path, month, RESULTS[result], tuple(measures[pk]))
        for pk, code, title, unit, path, month, result, _ in rows
    ]
    return found, rows[0][-1] if rows else 0


def unanswered(follow_ups: FollowUpQuerySet) -> FollowUpQuerySet:
    """Deviations that no measure has been decided for."""
    return follow_ups.filter(result__in=DEVIATIONS, measures=None)


@dataclass(frozen=True)
class Mine:
    """What a person has to do in the committee, of whatever year it is."""

    occasions: list[Occasion]
    measures: list[MeasureRow]

    def __bool__(self) -> bool:
        return bool(self.occasions or self.measures)


def mine(
    user: Any, plan: ControlPlan, measures: MeasureQuerySet, performers: Performers, today: date
) -> Mine:
    """The user's own occasions that are due or late, and measures that want something done. measures: where to look."""
    own = FollowUp.objects.filter(control__plan__committee=plan.committee_id, control__performer=user)
    wanting = measure_list.few_facts(measure_list.wanting(measures.filter(performer=user), today))
    return Mine(
        shown(owed(own, today), performers, today),
        [measure_list.row_of(each, today) for each in wanting],
    )


@dataclass(frozen=True)
class Glance:
    """The page of a year. Of each list the first few, and how many there are; left: keys of controls to hand over."""

    months: Months
    mine: Mine
    late: list[Occasion]
    late_count: int
    this_month: int | None
    deviations: list[Deviation]
    deviation_count: int
    measures: list[MeasureRow]
    measure_count: int
    left: set[int]
    performers: Performers

    @property
    def due_count(self) -> int:
        """What is to be carried out this month; 0 where this month is not of the year."""
        return self.months.left_in(self.this_month) if self.this_month else 0


def glance(user: Any, plan: ControlPlan, today: date) -> Glance:
    """As many queries however much the plan holds."""
    measures = Measure.objects.filter(plan__committee=plan.committee)
    months, performers = months_of(plan, today), performers_of(plan.committee)
    deviations, deviation_count = deviations_shown(open_deviations(plan)[:FEW])
    wanting = measure_list.few_facts(
        measure_list.wanting(measures.of_year(plan.committee_id, plan.year), today)
    )
    few = list(wanting.annotate(total=Window(Count("pk")))[:FEW])
    return Glance(
        months=months,
        mine=mine(user, plan, measures, performers, today),
        late=shown(late_ones(plan, today)[:FEW], performers, today),
        late_count=months.count(State.LATE.value),
        this_month=today.month if plan.year == today.year else None,
        deviations=deviations,
        deviation_count=deviation_count,
        measures=[measure_list.row_of(each, today) for each in few],
        measure_count=few[0].total if few else 0,  # type: ignore[attr-defined]  # annotated
        left=left(plan, performers),
        performers=performers,
    )


def asked_month(asked: str, plan: ControlPlan, today: date) -> int:
    """The month that is asked for by its number, else this one, or the last of a year that is over."""
    if (month := whole_number(asked)) is not None and 1 <= month <= 12:
        return month
    if plan.year == today.year:
        return today.month
    return 12 if plan.year < today.year else 1
