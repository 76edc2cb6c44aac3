"""The committee's internal control in a report's year, each kind read once.

Of what was carried out a report shows the months until its last. Numbers come from internal_control.counted alone,
as somebody sees them who may not see small ones: a report is for everybody.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from internal_control.counted import OccasionCounts, counts_of
from internal_control.models import (
    Control,
    ControlPlan,
    ControlQuerySet,
    CountedItem,
    FollowUp,
    Measure,
    PlanChange,
    Result,
    Risk,
)
from internal_control.results import EFFECTS, RESULTS, STATUSES, Mark
from internal_control.risk_scale import scale_of
from internal_control.risk_values import Level, RiskScale
from organisation.due import last_day
from organisation.figures import NBSP
from organisation.periods import MONTHS
from reports.contents import LevelMark
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
        self.year, self.month = sources.report.year, sources.report.month

    @cached_property
    def plan(self) -> ControlPlan | None:
        return ControlPlan.objects.filter(committee=self._sources.committee, year=self.year).first()

    @property
    def absent(self) -> str:
        """Why there is nothing to show, where there is no plan; else ''."""
        return "" if self.plan else f"Nämnden har ingen internkontrollplan för {self.year}."

    @cached_property
    def scale(self) -> RiskScale:
        return scale_of(self.plan) if self.plan else RiskScale((), (), ())

    def level(self, value: int | None) -> LevelMark | None:
        """The level of a risk value, with the value before its label: '12 Hög'."""
        found = self.scale.level_of(value)
        return LevelMark(found.symbol, found.colour, f"{value}{NBSP}{found.label}") if found else None

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
        return tuple(risk for pk, risk in self._risks.items() if pk not in self._proposals)

    @cached_property
    def _risk_rows(self) -> list[Risk]:
        return list(Risk.objects.filter(plan=self.plan).in_order()) if self.plan else []

    @property
    def _proposals(self) -> set[int]:
        return {risk.pk for risk in self._risk_rows if risk.is_proposal}

    @cached_property
    def _risks(self) -> dict[int, ReportRisk]:
        return {risk.pk: _risk(risk, self._unit_name(risk.unit_id)) for risk in self._risk_rows}

    @cached_property
    def _unit_names(self) -> dict[int, str]:
        return {unit.id: unit.name for unit in self._sources.tree.units}

    def _unit_name(self, unit_id: int) -> str:
        return self._unit_names.get(unit_id, "")

    @cached_property
    def controls(self) -> tuple[ReportControl, ...]:
        """In their order, without numbers. One that was struck is there, with what was carried out before."""
        if self.plan is None:
            return ()
        occasions: dict[int, list[Occasion]] = {}
        rows = FollowUp.objects.filter(control__plan=self.plan).order_by("month")
        columns = ("control_id", "pk", "month", "result", "text", "reason")
        for control, pk, month, result, text, reason in rows.values_list(*columns):
            made = Occasion(pk, month, result, _RESULT_MARKS[result], text.strip(), reason.strip())
            occasions.setdefault(control, []).append(made)
        stored = Control.objects.filter(plan=self.plan).in_order()
        return tuple(self._control(row, occasions.get(row.pk, [])) for row in stored)

    @cached_property
    def counted_controls(self) -> tuple[ReportControl, ...]:
        """The same with the numbers of each occasion, nothing beside them."""
        counts = self._counts(self._stored, compares=False)
        return tuple(self._control(row, _counted(occasions, counts)) for row, occasions in self._stored)

    @cached_property
    def compared_controls(self) -> tuple[ReportControl, ...]:
        """Those that count something, with their numbers beside last time's. Their risks are not asked for."""
        counting = CountedItem.objects.filter(control__plan=self.plan).values("control")
        stored = self._read(Control.objects.filter(pk__in=counting))
        for row, _ in stored:
            row.risk_id = None
        counts = self._counts(stored, compares=True)
        return tuple(self._control(row, _counted(occasions, counts)) for row, occasions in stored)

    @cached_property
    def _stored(self) -> list[tuple[Control, list[FollowUp]]]:
        return self._read(Control.objects.all())

    def _read(self, controls: ControlQuerySet) -> list[tuple[Control, list[FollowUp]]]:
        """Those of the plan, each with its occasions in the order of their months."""
        if self.plan is None:
            return []
        rows = {row.pk: row for row in controls.filter(plan=self.plan).in_order()}
        occasions: dict[int, list[FollowUp]] = {pk: [] for pk in rows}
        for each in FollowUp.objects.filter(control__in=rows).order_by("month"):
            # Told here, so that nobody asks for them one by one.
            each.control = rows[each.control_id]
            each.control.plan = self.plan
            occasions[each.control_id].append(each)
        return [(row, occasions[pk]) for pk, row in rows.items()]

    def _counts(
        self, stored: Iterable[tuple[Control, list[FollowUp]]], *, compares: bool
    ) -> Mapping[int, OccasionCounts]:
        done = [
            each
            for _, occasions in stored
            for each in occasions
            if not each.is_pending and each.month <= self.month
        ]
        return counts_of(done, may_see_small=False, compares=compares) if done else {}

    def _control(self, row: Control, occasions: list[Occasion]) -> ReportControl:
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
            risk=self._risks.get(row.risk_id) if row.risk_id else None,
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
        if self.plan is None:
            return ()
        rows = Measure.objects.of_year(self.plan).in_order()
        with_about = rows.select_related("plan", "risk", "follow_up__control")
        return tuple(self._measure(row) for row in with_about if self._is_known(row))

    def _is_known(self, row: Measure) -> bool:
        of_month = row.follow_up.month if row.follow_up else 0
        return row.plan.year < self.year or of_month <= self.month

    def _measure(self, row: Measure) -> ReportMeasure:
        return ReportMeasure(
            code=row.code,
            year=row.plan.year,
            about=_about(row, self.year),
            occasion_id=row.follow_up_id if row.plan.year == self.year else None,
            text=row.text,
            unit=self._unit_name(row.unit_id),
            responsible=row.responsible,
            due_on=row.due_on,
            status=row.status,
            status_mark=_mark(STATUSES[row.status]),
            closed_on=row.closed_on,
            progress=row.progress,
            effect_mark=_mark(EFFECTS[row.effect]) if row.effect else None,
            effect_text=row.effect_text,
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
        if self.plan is None:
            return ()
        end = last_day(self.year, self.month)
        rows = PlanChange.objects.filter(plan=self.plan, decided_on__lte=end).order_by("decided_on", "pk")
        return tuple(
            ReportChange(row.decided_on, row.decision_paragraph, row.reason, row.text, _details(row.details))
            for row in rows
        )


def _span(lowest: int, highest: int) -> str:
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


def _mark(mark: Mark | Level) -> LevelMark:
    return LevelMark(mark.symbol, mark.colour, mark.label)


_RESULT_MARKS = {result: _mark(mark) for result, mark in RESULTS.items()}
_METHODS = {value: str(label) for value, label in Control.Method.choices}


def _risk(row: Risk, unit: str) -> ReportRisk:
    return ReportRisk(
        code=row.code,
        process=row.process,
        description=row.description,
        cause=row.cause,
        category=row.category,
        unit=unit,
        likelihood=row.likelihood,
        consequence=row.consequence,
        likelihood_after=row.likelihood_after,
        consequence_after=row.consequence_after,
        decision_kind=row.decision,
        decision=str(row.get_decision_display()),
        reason=row.reason,
        owner=row.owner,
        is_chosen=row.is_chosen,
    )


def _counted(follow_ups: Iterable[FollowUp], counts: Mapping[int, OccasionCounts]) -> list[Occasion]:
    return [
        Occasion(
            row.pk,
            row.month,
            row.result,
            _RESULT_MARKS[row.result],
            row.text.strip(),
            row.reason.strip(),
            counts.get(row.pk),
        )
        for row in follow_ups
    ]


def _about(row: Measure, year: int) -> str:
    """What the measure is for: 'Aktgranskning, maj: mindre avvikelse'. That of an earlier year says so."""
    of_year = "" if row.plan.year == year else f" {row.plan.year}"
    if row.follow_up is not None:
        result = str(Result(row.follow_up.result).label)
        month = MONTHS[row.follow_up.month - 1]
        return f"{row.follow_up.control.title}, {month}{of_year}: {result[:1].lower()}{result[1:]}"
    if row.risk is not None:
        return f"Risk{of_year}: {row.risk.description}"
    return f"Åtgärd utan avvikelse eller risk{of_year}"


def _details(details: dict[str, dict[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """(field, before, after) of what differs."""
    before, after = details.get("före", {}), details.get("efter", {})
    names = dict.fromkeys([*before, *after])
    return tuple(
        (name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )
