"""What the page of a year's plan shows: what is chosen, what was found, what stands in the way of adopting it.

As many queries for ten controls as for 150. What a row says is read as values where there are several of it to a control.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery

from internal_control.control_words import method_words, month_words
from internal_control.models import (
    Control,
    ControlPlan,
    ControlPlanQuerySet,
    ControlQuerySet,
    FollowUp,
    Measure,
    PlanChange,
    Result,
    Risk,
    RiskQuerySet,
)
from internal_control.occasions import State, mark_of, state_of
from internal_control.performers import Performers
from internal_control.results import STATUSES, Mark
from internal_control.risk_values import Level, RiskScale

# With more months than these the occasions stand under one another, not side by side.
COLUMNS_MOST = 4


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """year is that of the plan in which it was decided."""

    year: int
    code: str
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class Told:
    """An occasion as it stands today. text is why it was not carried out where it was not."""

    month: int
    is_done: bool
    mark: Mark
    text: str
    measures: list[MeasureTold] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A control of the plan with its occasions in order. has_left: whoever is to carry it out may not any more."""

    control: Control
    method: str
    months: str
    level: Level | None
    occasions: Sequence[Told]
    has_left: bool

    @property
    def found(self) -> list[Told]:
        """The occasions at which something was found."""
        return [each for each in self.occasions if each.is_done]


def with_counts(plans: ControlPlanQuerySet) -> ControlPlanQuerySet:
    """Each plan with how many risks are chosen, controls there are and changes were made, and whether it has begun."""
    carried_out = FollowUp.objects.filter(control__plan=OuterRef("pk")).exclude(result=Result.PENDING)
    return plans.annotate(
        risk_count=_count(Risk.objects.filter(is_chosen=True)),
        control_count=_count(Control.objects.all()),
        change_count=_count(PlanChange.objects.all()),
        has_results=Exists(carried_out),
    )


def columns_of(plan: ControlPlan) -> list[int]:
    """The months that have a column each; none where they are too many."""
    months = FollowUp.objects.filter(control__plan=plan).order_by("month").values_list("month", flat=True)
    found = list(months.distinct())
    return found if len(found) <= COLUMNS_MOST else []


def controls_in(plan: ControlPlan) -> ControlQuerySet:
    return Control.objects.filter(plan=plan).select_related("risk", "unit", "performer").in_order()


def chosen_risks(plan: ControlPlan) -> RiskQuerySet:
    """Each with the controls that control it."""
    controls = Control.objects.filter(struck_on=None).only("code", "risk_id").in_order()
    return plan.risks.filter(is_chosen=True).prefetch_related(Prefetch("controls", controls)).in_order()


def control_rows(
    plan: ControlPlan,
    controls: Sequence[Control],
    *,
    scale: RiskScale,
    performers: Performers,
    today: date,
    with_measures: bool,
) -> list[ControlRow]:
    """Rows of the controls, in their order. One query for the occasions, and one for their measures."""
    occasions = _occasions(plan, controls, today, with_measures=with_measures)
    return [
        ControlRow(
            control=each,
            method=method_words(each),
            months=month_words([told.month for told in occasions.get(each.pk, ())]),
            level=scale.level_of(each.risk.value) if each.risk else None,
            occasions=occasions.get(each.pk, []),
            has_left=not plan.is_over and performers.has_left(each),
        )
        for each in controls
    ]


def by_process(rows: Sequence[ControlRow]) -> dict[str, list[ControlRow]]:
    """Processes in the order in which the rows first come to them."""
    found: dict[str, list[ControlRow]] = {}
    for row in rows:
        found.setdefault(row.control.process, []).append(row)
    return found


def _occasions(
    plan: ControlPlan, controls: Sequence[Control], today: date, *, with_measures: bool
) -> dict[int, list[Told]]:
    struck = {each.pk: each.struck_on for each in controls}
    rows = FollowUp.objects.filter(control__in=struck).order_by("month")
    values = list(rows.values_list("pk", "control_id", "month", "result", "text", "reason"))
    measures = _measures(struck) if with_measures else {}
    found: dict[int, list[Told]] = {}
    for pk, control, month, result, text, reason in values:
        state = state_of(
            year=plan.year,
            month=month,
            result=result,
            struck_on=struck[control],
            followed_up_through=plan.followed_up_through,
            today=today,
        )
        told = Told(month, state == State.DONE, mark_of(state, result), reason or text, measures.get(pk, []))
        found.setdefault(control, []).append(told)
    return found


def _measures(controls: Collection[int]) -> Mapping[int, list[MeasureTold]]:
    """By the key of the occasion."""
    found: dict[int, list[MeasureTold]] = {}
    rows = Measure.objects.filter(follow_up__control__in=controls).in_order()
    for occasion, year, code, text, status in rows.values_list(
        "follow_up_id", "plan__year", "code", "text", "status"
    ):
        if occasion is not None:
            found.setdefault(occasion, []).append(MeasureTold(year, code, text, STATUSES[status].label))
    return found


def _count(rows: "QuerySet[Risk] | QuerySet[Control] | QuerySet[PlanChange]") -> Subquery:
    """How many of the rows a plan has."""
    of_plan = rows.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Subquery(of_plan.annotate(number=Count("pk")).values("number"))
