"""What the page of one control shows: its occasions, this time beside last time, and its earlier years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from internal_control.control_entries import ItemEntry, stored_items
from internal_control.control_words import method_words, month_words
from internal_control.counted import OccasionCounts, counts_of, small_seen_by
from internal_control.models import FOUND, Control, FollowUp, Measure
from internal_control.occasions import State, mark_of, state_on
from internal_control.results import Mark


@dataclass(frozen=True)
class ShownOccasion:
    """An occasion as it stands, with what was counted (None where it is not carried out) and its measures."""

    follow_up: FollowUp
    state: State
    mark: Mark
    counts: OccasionCounts | None
    measures: Sequence[Measure]

    @property
    def year(self) -> int:
        return self.follow_up.control.plan.year


@dataclass(frozen=True)
class ControlPage:
    """occasions are this year's, in order; earlier are other years', the newest first, by year.

    now and before: the two latest occasions at which something was found, of any year until this; None where there
    are not as many.
    """

    method: str
    months: str
    items: Sequence[ItemEntry]
    occasions: Sequence[ShownOccasion]
    earlier: Sequence[tuple[int, Sequence[ShownOccasion]]]
    later_years: Sequence[int]
    now: ShownOccasion | None
    before: ShownOccasion | None

    @property
    def has_hidden(self) -> bool:
        every = [*self.occasions, *(each for _, of_year in self.earlier for each in of_year)]
        return any(each.counts is not None and each.counts.has_hidden for each in every)


def control_page(control: Control, user: Any, today: date) -> ControlPage:
    """As many queries whatever the number of occasions and years. control.plan.committee is at hand."""
    plan = control.plan
    follow_ups = list(
        FollowUp.objects.filter(control__plan__committee=plan.committee, control__code=control.code)
        .select_related("control__plan", "control__unit")
        .prefetch_related(Prefetch("measures", Measure.objects.select_related("plan").in_order()))
        .order_by("control__plan__year", "month")
    )
    until_now = [each for each in follow_ups if each.control.plan.year <= plan.year]
    carried_out = [each for each in until_now if each.result in FOUND]
    sees = small_seen_by(user, plan.committee, [each.control.unit for each in until_now])
    counts = counts_of(carried_out, may_see_small=sees)
    shown = [_shown(each, counts, today) for each in until_now]
    found = [each for each in shown if each.follow_up.result in FOUND]
    return ControlPage(
        method=method_words(control),
        months=month_words([each.follow_up.month for each in shown if each.year == plan.year]),
        items=stored_items(control),
        occasions=[each for each in shown if each.year == plan.year],
        earlier=_by_year([each for each in shown if each.year < plan.year]),
        later_years=sorted({each.control.plan.year for each in follow_ups} - {each.year for each in shown}),
        now=found[-1] if found else None,
        before=found[-2] if len(found) > 1 else None,
    )


def _shown(follow_up: FollowUp, counts: dict[int, OccasionCounts], today: date) -> ShownOccasion:
    state = state_on(follow_up, today)
    return ShownOccasion(
        follow_up,
        state,
        mark_of(state, follow_up.result),
        counts.get(follow_up.pk),
        list(follow_up.measures.all()),
    )


def _by_year(shown: Sequence[ShownOccasion]) -> list[tuple[int, list[ShownOccasion]]]:
    years = sorted({each.year for each in shown}, reverse=True)
    return [(year, [each for each in shown if each.year == year]) for year in years]
