"""When an occasion of a control is due, late, or owed no more.

It is due by the last day of its month and late after it, while it is pending. A control that was struck by then owes
it no more, and when the year is followed up and adopted nobody owes anything.
"""

from datetime import date
from enum import StrEnum

from django.db.models import F, Q

from internal_control.models import WHOLE_YEAR, FollowUp, FollowUpQuerySet, Result
from internal_control.results import LATE, RESULTS, Mark
from organisation.due import last_day
from organisation.marks import Colour, Symbol


class State(StrEnum):
    """How an occasion stands on a day. COMING: its month has not begun. OVER: it was never carried out."""

    DONE = "done"
    COMING = "coming"
    DUE = "due"
    LATE = "late"
    STRUCK = "struck"
    OVER = "over"


# Of what somebody is still to carry out.
OWED = (State.COMING, State.DUE, State.LATE)


def state_of(
    *, year: int, month: int, result: str, struck_on: date | None, followed_up_through: int, today: date
) -> State:
    """struck_on is the control's, followed_up_through the plan's."""
    if result != Result.PENDING:
        return State.DONE
    due_on = last_day(year, month)
    if struck_on is not None and struck_on <= due_on:
        return State.STRUCK
    if followed_up_through == WHOLE_YEAR:
        return State.OVER
    if today > due_on:
        return State.LATE
    return State.DUE if today >= due_on.replace(day=1) else State.COMING


_MARKS = {
    State.COMING: RESULTS[Result.PENDING.value],
    State.DUE: Mark(Symbol.ARROW_RIGHT.value, Colour.BLUE.value, "Ska göras nu"),
    State.LATE: LATE,
    State.STRUCK: Mark(Symbol.DASHED.value, Colour.GREY.value, "Utgår"),
    State.OVER: Mark(Symbol.CROSS.value, Colour.GREY.value, "Blev inte gjord"),
}


def mark_of(state: State, result: str) -> Mark:
    """What was found, else how the occasion stands."""
    return RESULTS[result] if state == State.DONE else _MARKS[state]


def state_on(follow_up: FollowUp, today: date) -> State:
    """The occasion's control and its plan are at hand."""
    control = follow_up.control
    return state_of(
        year=control.plan.year,
        month=follow_up.month,
        result=follow_up.result,
        struck_on=control.struck_on,
        followed_up_through=control.plan.followed_up_through,
        today=today,
    )


def owed(follow_ups: FollowUpQuerySet, today: date) -> FollowUpQuerySet:
    """Those that are due or late on the day, the oldest first."""
    begun = Q(control__plan__year__lt=today.year) | Q(control__plan__year=today.year, month__lte=today.month)
    struck = Q(control__struck_on__year__lt=F("control__plan__year")) | Q(
        control__struck_on__year=F("control__plan__year"), control__struck_on__month__lte=F("month")
    )
    pending = follow_ups.filter(
        begun, result=Result.PENDING, control__plan__followed_up_through__lt=WHOLE_YEAR
    )
    unstruck = pending.filter(Q(control__struck_on=None) | ~struck)
    return unstruck.order_by("control__plan__year", "month", "control__position", "control__code", "pk")


def late(follow_ups: FollowUpQuerySet, today: date) -> FollowUpQuerySet:
    """Those that are late on the day, the oldest first."""
    over = Q(control__plan__year__lt=today.year) | Q(month__lt=today.month)
    return owed(follow_ups, today).filter(over)
