"""What the page of a year's plan shows: what is chosen, what was found, what stands in the way of adopting it.

As many queries for ten controls as for 150.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from internal_control.control_words import method_words, month_words
from internal_control.models import Control, ControlPlan, FollowUp, Measure, Risk
from internal_control.occasions import State, mark_of, state_of
from internal_control.performers import left
from internal_control.plan_faults import Finding, PlanRows, findings_of
from internal_control.results import Mark
from internal_control.risk_scale import scale_of
from internal_control.risk_values import Level

# With more months than these the occasions stand under one another, not side by side.
COLUMNS_MOST = 4


@dataclass(frozen=True)
class Occasion:
    """An occasion of a control as it stands today, with the measures that it led to."""

    follow_up: FollowUp
    state: State
    mark: Mark

    @property
    def measures(self) -> list[Measure]:
        return list(self.follow_up.measures.all())


@dataclass(frozen=True)
class ControlRow:
    """has_left: whoever carries it out has left, or may not any more. cells: an occasion or None for each column."""

    control: Control
    method: str
    months: str
    level: Level | None
    occasions: Sequence[Occasion]
    cells: Sequence[Occasion | None]
    has_left: bool

    @property
    def told(self) -> list[Occasion]:
        """The occasions at which something was found or decided."""
        return [each for each in self.occasions if each.state == State.DONE]


@dataclass(frozen=True)
class RiskRow:
    """controls: codes of those that control the risk and are not struck."""

    risk: Risk
    level: Level | None
    controls: Sequence[str]


@dataclass(frozen=True)
class PlanPage:
    """columns: the months that have a column each, none where there are too many. processes in the plan's order."""

    risks: Sequence[RiskRow]
    controls: Sequence[ControlRow]
    processes: Sequence[tuple[str, Sequence[ControlRow]]]
    columns: Sequence[int]
    findings: Sequence[Finding]
    changes: int
    is_begun: bool

    @property
    def plain_columns(self) -> int:
        """How many the plain table has."""
        return 5 + (max(len(self.columns), 1) if self.is_begun else 0)


def plan_page(plan: ControlPlan, today: date) -> PlanPage:
    scale = scale_of(plan)
    risks = list(plan.risks.select_related("unit").in_order())
    controls = list(
        plan.controls.select_related("risk", "unit", "performer")
        .in_order()
        .prefetch_related(
            Prefetch("follow_ups", FollowUp.objects.order_by("month")),
            Prefetch("follow_ups__measures", Measure.objects.in_order()),
        )
    )
    gone, levels = left(plan), {risk.pk: scale.level_of(risk.value) for risk in risks}
    columns = _columns(controls)
    rows = [
        ControlRow(
            control=each,
            method=method_words(each),
            months=month_words([occasion.month for occasion in each.follow_ups.all()]),
            level=levels.get(each.risk_id or 0),
            occasions=(occasions := _occasions(plan, each, today)),
            cells=[_at(occasions, month) for month in columns],
            has_left=each.pk in gone,
        )
        for each in controls
    ]
    return PlanPage(
        risks=[
            RiskRow(risk, levels[risk.pk], _codes(each for each in controls if each.risk_id == risk.pk))
            for risk in risks
            if risk.is_chosen
        ],
        controls=rows,
        processes=_by_process(rows),
        columns=columns,
        findings=[] if plan.is_adopted else findings_of(_rows(plan, risks, controls, scale.steps, gone)),
        changes=plan.changes.count(),
        is_begun=plan.is_adopted or any(row.told for row in rows),
    )


def _columns(controls: Iterable[Control]) -> list[int]:
    months = {occasion.month for control in controls for occasion in control.follow_ups.all()}
    return sorted(months) if len(months) <= COLUMNS_MOST else []


def _occasions(plan: ControlPlan, control: Control, today: date) -> list[Occasion]:
    states = [
        (
            each,
            state_of(
                year=plan.year,
                month=each.month,
                result=each.result,
                struck_on=control.struck_on,
                followed_up_through=plan.followed_up_through,
                today=today,
            ),
        )
        for each in control.follow_ups.all()
    ]
    return [Occasion(each, state, mark_of(state, each.result)) for each, state in states]


def _at(occasions: Iterable[Occasion], month: int) -> Occasion | None:
    return next((each for each in occasions if each.follow_up.month == month), None)


def _codes(controls: Iterable[Control]) -> list[str]:
    return [each.code for each in controls if each.struck_on is None]


def _by_process(rows: Iterable[ControlRow]) -> list[tuple[str, list[ControlRow]]]:
    """Processes in the order in which the plan first comes to them."""
    found: dict[str, list[ControlRow]] = {}
    for row in rows:
        found.setdefault(row.control.process, []).append(row)
    return list(found.items())


def _rows(
    plan: ControlPlan, risks: list[Risk], controls: list[Control], steps: int, gone: set[int]
) -> PlanRows:
    occasions = {each.pk: len(each.follow_ups.all()) for each in controls}
    return PlanRows(plan, risks, controls, occasions, steps, gone)
