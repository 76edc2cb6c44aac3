"""What the page of an occasion shows: what to check and how, how it went last time, and what came of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from internal_control.counted import OccasionCounts, counts_of, small_seen_by
from internal_control.following_up import settled
from internal_control.measure_list import MeasureRow, row_of
from internal_control.models import DEVIATIONS, Control, Evidence, FollowUp, FollowUpQuerySet, Measure
from internal_control.occasions import State, mark_of, state_on
from internal_control.performers import performers_of
from internal_control.results import RESULTS, Mark
from organisation.access import may
from organisation.due import last_day
from organisation.models import Committee
from organisation.permissions import Permission

_MANY = 4


@dataclass(frozen=True)
class Occasion:
    """A month of the control, in the row of them, as {% level %} wants it: where they are many without words."""

    month: int
    symbol: str
    colour: str
    label: str
    is_alone: bool


@dataclass(frozen=True)
class FollowUpPage:
    """closed is why nothing can be recorded, '' where it can. has_left: whoever carries it out may not any more.
    measures are this occasion's; open_measures those of earlier ones that are not closed. evidence is None for whoever
    may not know of it.
    """

    follow_up: FollowUp
    mark: Mark
    due_on: date
    is_late: bool
    closed: str
    may_write: bool
    has_left: bool
    counts: OccasionCounts
    last_mark: Mark | None
    occasions: list[Occasion]
    evidence: list[Evidence] | None
    may_open_evidence: bool
    measures: list[MeasureRow]
    open_measures: list[MeasureRow]

    @property
    def control(self) -> Control:
        return self.follow_up.control

    @property
    def last(self) -> FollowUp | None:
        return self.counts.previous

    @property
    def may_have_measures(self) -> bool:
        """Once the year is followed up and adopted it gets no new ones; next year's plan does."""
        return not self.control.plan.is_over

    @property
    def is_deviation(self) -> bool:
        return self.follow_up.result in DEVIATIONS


def occasions_of(user: Any, committee: Committee) -> FollowUpQuerySet:
    """The committee's, if the user belongs to it, with what a page of one shows of its control."""
    rows = FollowUp.objects.for_user(user).filter(control__plan__committee=committee)
    return rows.select_related("control__plan", "control__unit", "control__risk", "control__performer")


def follow_up_page(*, user: Any, committee: Committee, follow_up: FollowUp, today: date) -> FollowUpPage:
    control = follow_up.control
    control.plan.committee = committee
    counts = counts_of([follow_up], may_see_small=small_seen_by(user, committee, [control.unit]))
    closed, may_carry_out = settled(follow_up), may(user, Permission.CARRY_OUT, committee, control.unit)
    may_open = may(user, Permission.VIEW_EVIDENCE, committee, control.unit)
    state = state_on(follow_up, today)
    measures = _measures(follow_up, today)
    return FollowUpPage(
        follow_up=follow_up,
        mark=mark_of(state, follow_up.result),
        due_on=last_day(control.plan.year, follow_up.month),
        is_late=state == State.LATE,
        closed=closed,
        may_write=may_carry_out and not closed,
        has_left=_has_left(control, committee),
        counts=counts[follow_up.pk],
        last_mark=RESULTS[last.result] if (last := counts[follow_up.pk].previous) else None,
        occasions=_occasions(control, today),
        evidence=list(follow_up.evidence.order_by("added_at", "pk")) if may_open or may_carry_out else None,
        may_open_evidence=may_open,
        measures=[row for row in measures if row.measure.follow_up_id == follow_up.pk],
        open_measures=[row for row in measures if row.measure.follow_up_id != follow_up.pk],
    )


def _has_left(control: Control, committee: Committee) -> bool:
    """Asked only where somebody is chosen, and another still may be."""
    is_asked = control.performer_id is not None and not control.plan.is_over
    return is_asked and performers_of(committee).has_left(control)


def _occasions(control: Control, today: date) -> list[Occasion]:
    rows = list(control.follow_ups.order_by("month"))
    marks = [mark_of(state_on(each, today), each.result) for each in rows]
    return [
        Occasion(each.month, mark.symbol, mark.colour, mark.label, is_alone=len(rows) > _MANY)
        for each, mark in zip(rows, marks, strict=True)
    ]


def _measures(follow_up: FollowUp, today: date) -> list[MeasureRow]:
    """Those for this occasion, and those still open for earlier ones of the same control in whatever year."""
    plan = follow_up.control.plan
    rows = Measure.objects.filter(
        Q(follow_up=follow_up) | Q(closed_on=None, follow_up__control__code=follow_up.control.code),
        plan__committee=plan.committee_id,
        plan__year__lte=plan.year,
    )
    found = rows.select_related("plan", "follow_up").in_order()
    return [row_of(each, today) for each in found]
