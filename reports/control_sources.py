"""The committee's internal control in a report's year, each kind read once.

Of what was carried out a report shows the months until its last.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists

from internal_control.models import (
    Control,
    ControlPlan,
    ControlPlanQuerySet,
    Measure,
    PlanChange,
    Result,
    Risk,
    RiskDecision,
)
from internal_control.plan_changes import changed_fields
from internal_control.results import EFFECTS, STATUSES, Mark
from internal_control.risk_scale import NO_SCALE, scales_in
from internal_control.risk_values import Level, RiskScale
from organisation.due import last_day
from organisation.figures import NBSP
from organisation.periods import MONTHS
from reports.contents import LevelMark
from reports.control_occasions import ControlOccasions
from reports.control_records import (
    Occasion,
    ReportChange,
    ReportControl,
    ReportMeasure,
    ReportRisk,
    is_struck,
)

if TYPE_CHECKING:
    from reports.sources import Sources


class ControlSources:
    """All of it is empty where the committee has no plan for the year."""

    def __init__(self, sources: "Sources") -> None:
        self._sources = sources
        self.committee = sources.committee
        self.year, self.month = sources.report.year, sources.report.month

    @property
    def _plans(self) -> ControlPlanQuerySet:
        """The year's one plan, as a query within others: nothing of the plan itself is printed."""
        return ControlPlan.objects.filter(committee=self.committee, year=self.year)

    @cached_property
    def absent(self) -> str:
        """Why there is nothing to show, where there is no plan; else ''."""
        return "" if self._plans.exists() else f"Nämnden har ingen internkontrollplan för {self.year}."

    @cached_property
    def scale(self) -> RiskScale:
        return next(iter(scales_in(self._plans).values()), NO_SCALE)

    def level(self, value: int | None) -> LevelMark | None:
        """The level of a risk value, with the value before its label: '12 Hög'."""
        if value not in self._levels_by_value:
            found = self.scale.level_of(value)
            self._levels_by_value[value] = (
                LevelMark(found.symbol, found.colour, f"{value}{NBSP}{found.label}") if found else None
            )
        return self._levels_by_value[value]

    @cached_property
    def _levels_by_value(self) -> dict[int | None, LevelMark | None]:
        return {}

    @property
    def levels(self) -> tuple[LevelMark, ...]:
        """The levels of the scale with the values that each is for, the highest first."""
        return tuple(
            LevelMark(level.symbol, level.colour, f"{level.label} {_span(lowest, highest)}")
            for level, lowest, highest in reversed(list(self.scale.ranges()))
        )

    @property
    def risks(self) -> tuple[ReportRisk, ...]:
        """Those that are taken up, in their order."""
        return tuple(risk for risk, is_proposal in self._risks.values() if not is_proposal)

    @cached_property
    def _risks(self) -> dict[int, tuple[ReportRisk, bool]]:
        """By key, in their order, each with whether it is a proposal."""
        rows = Risk.objects.filter(plan__in=self._plans).in_order().values_list(*_RISK)
        return {
            pk: (_risk(self._unit_name(unit), facts), is_proposal) for pk, unit, is_proposal, *facts in rows
        }

    def _risk(self, key: int | None) -> ReportRisk | None:
        return self._risks[key][0] if key else None

    @cached_property
    def _unit_names(self) -> dict[int, str]:
        return {unit.id: unit.name for unit in self._sources.tree.units}

    def _unit_name(self, unit_id: int) -> str:
        return self._unit_names.get(unit_id, "")

    @cached_property
    def controls(self) -> tuple[ReportControl, ...]:
        """In their order, without numbers. One that was struck is there, with what was carried out before."""
        return self._each_with(lambda occasions, code: occasions.alone(code))

    @cached_property
    def counted_controls(self) -> tuple[ReportControl, ...]:
        """The same with the numbers of each occasion, nothing beside them."""
        return self._each_with(lambda occasions, code: occasions.counted(code))

    @cached_property
    def compared_controls(self) -> tuple[ReportControl, ...]:
        """Those that count something, with their numbers beside last time's."""
        return self._each_with(
            lambda occasions, code: occasions.compared(code) if occasions.counts_something(code) else None
        )

    def _each_with(
        self, occasions_of: Callable[[ControlOccasions, str], list[Occasion] | None]
    ) -> tuple[ReportControl, ...]:
        """The plan's controls in their order, each with its occasions; None leaves it out."""
        made = ((row, occasions_of(self._occasions, row.code)) for row in self._stored)
        return tuple(self._control(row, occasions) for row, occasions in made if occasions is not None)

    @cached_property
    def _occasions(self) -> ControlOccasions:
        compares = any(block.compares_occasions for block in self._sources.blocks)
        return ControlOccasions(self.committee, self.year, until=self.month, compares=compares)

    @cached_property
    def _stored(self) -> list[Any]:
        """The columns _CONTROL of each by name, in their order."""
        return list(
            Control.objects.filter(plan__in=self._plans).in_order().values_list(*_CONTROL, named=True)
        )

    def _control(self, row: Any, occasions: list[Occasion]) -> ReportControl:
        """row is a control's columns _CONTROL by name."""
        method = _METHODS[row.method]
        return ReportControl(
            code=row.code,
            process=row.process,
            title=row.title,
            method=f"{method}, {row.sample_size} st" if row.sample_size else method,
            method_text=row.method_text,
            rule=row.rule,
            unit=self._unit_name(row.unit_id),
            responsible=row.responsible,
            reported_to=row.reported_to,
            risk=self._risk(row.risk_id),
            months=tuple(each.month for each in occasions),
            struck_on=row.struck_on,
            occasions=tuple(
                each
                for each in occasions
                if not (each.is_pending and is_struck(row.struck_on, self.year, each.month))
            ),
        )

    @cached_property
    def measures(self) -> tuple[ReportMeasure, ...]:
        """The year's own, and those of earlier years that were open when it began; not of months to come."""
        rows = (
            Measure.objects.filter(Exists(self._plans))
            .of_year(self.committee.pk, self.year)
            .in_order()
            .values_list(*_MEASURE)
        )
        return tuple(made for row in rows if (made := self._measure(row)))

    def _measure(self, row: Sequence[Any]) -> ReportMeasure | None:
        """None for what was found after the report's last month. row is of the columns _MEASURE."""
        occasion, month, result, title, risk, plan_year, code, text, unit, *facts = row
        responsible, due_on, status, closed_on, progress, effect, effect_text = facts
        is_own = plan_year == self.year
        if is_own and month and month > self.month:
            return None
        return ReportMeasure(
            code=code,
            year=plan_year,
            about=_about("" if is_own else f" {plan_year}", title, month, result, risk),
            occasion_id=occasion if is_own else None,
            text=text,
            unit=self._unit_name(unit),
            responsible=responsible,
            due_on=due_on,
            status=status,
            status_mark=_STATUS_MARKS[status],
            closed_on=closed_on,
            progress=progress,
            effect_mark=_EFFECT_MARKS[effect] if effect else None,
            effect_text=effect_text,
        )

    def measures_of(self, occasion: Occasion) -> list[ReportMeasure]:
        return self._measures_by_occasion.get(occasion.id, [])

    @cached_property
    def _measures_by_occasion(self) -> dict[int, list[ReportMeasure]]:
        found: dict[int, list[ReportMeasure]] = {}
        for measure in self.measures:
            if measure.occasion_id is not None:
                found.setdefault(measure.occasion_id, []).append(measure)
        return found

    @cached_property
    def changes(self) -> tuple[ReportChange, ...]:
        """What was decided until the report's period ended, the earliest first."""
        end = last_day(self.year, self.month)
        rows = PlanChange.objects.filter(plan__in=self._plans, decided_on__lte=end).order_by(
            "decided_on", "pk"
        )
        return tuple(
            ReportChange(row.decided_on, row.decision_paragraph, row.reason, row.text, _details(row.details))
            for row in rows
        )


def _span(lowest: int, highest: int) -> str:
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


def _mark(mark: Mark | Level) -> LevelMark:
    return LevelMark(mark.symbol, mark.colour, mark.label)


_STATUS_MARKS = {status: _mark(mark) for status, mark in STATUSES.items()}
_EFFECT_MARKS = {effect: _mark(mark) for effect, mark in EFFECTS.items()}
_DECISIONS = {value: str(label) for value, label in RiskDecision.choices}
_METHODS = {value: str(label) for value, label in Control.Method.choices}


# The columns that are read of a control.
_CONTROL = (
    "code",
    "process",
    "title",
    "method",
    "sample_size",
    "method_text",
    "rule",
    "unit_id",
    "responsible",
    "reported_to",
    "risk_id",
    "struck_on",
)
# The columns that are read of a risk: its key, unit and whether it is a proposal, then what _risk takes.
_RISK = (
    "pk",
    "unit_id",
    "is_proposal",
    "code",
    "process",
    "description",
    "cause",
    "category",
    "likelihood",
    "consequence",
    "likelihood_after",
    "consequence_after",
    "decision",
    "reason",
    "owner",
    "is_chosen",
)
# The columns that are read of a measure: what it is about, then its facts.
_MEASURE = (
    "follow_up_id",
    "follow_up__month",
    "follow_up__result",
    "follow_up__control__title",
    "risk__description",
    "plan__year",
    "code",
    "text",
    "unit_id",
    "responsible",
    "due_on",
    "status",
    "closed_on",
    "progress",
    "effect",
    "effect_text",
)


def _risk(unit: str, facts: Sequence[Any]) -> ReportRisk:
    code, process, description, cause, category, *rest = facts
    likelihood, consequence, likelihood_after, consequence_after, decision, reason, owner, is_chosen = rest
    return ReportRisk(
        code=code,
        process=process,
        description=description,
        cause=cause,
        category=category,
        unit=unit,
        likelihood=likelihood,
        consequence=consequence,
        likelihood_after=likelihood_after,
        consequence_after=consequence_after,
        decision_kind=decision,
        decision=_DECISIONS.get(decision, ""),
        reason=reason,
        owner=owner,
        is_chosen=is_chosen,
    )


def _about(of_year: str, title: str | None, month: int | None, result: str | None, risk: str | None) -> str:
    """What the measure is for: 'Aktgranskning, maj: mindre avvikelse'. of_year is of an earlier one: ' 2020'."""
    if month is not None and result is not None:
        label = str(Result(result).label)
        return f"{title}, {MONTHS[month - 1]}{of_year}: {label[:1].lower()}{label[1:]}"
    if risk is not None:
        return f"Risk{of_year}: {risk}"
    return f"Åtgärd utan avvikelse eller risk{of_year}"


def _details(details: Mapping[str, Mapping[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """(field, before, after) of what differs."""
    return tuple((each.label, each.before, each.after) for each in changed_fields(details))
