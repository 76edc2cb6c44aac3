"""Writing the plans of internal control into a package, with their scales, risks, controls and changes."""

import json
from pathlib import Path

from django.utils import timezone

from internal_control.models import (
    Control,
    ControlPlan,
    CountedItem,
    PlanChange,
    Risk,
    RiskDecision,
    RiskLevel,
    RiskValuation,
    ScaleStep,
)
from organisation.marks import Colour, Symbol
from organisation.models import Committee
from organisation.periods import MONTHS
from reports.packages import control_files, control_plan_files, risk_files
from reports.packages.control_known import CONTROLS, ITEMS, PLANS, RISKS
from reports.packages.dumping_follow_ups import write_follow_ups
from reports.packages.file_writing import label, unit_code, unix_lines, write_rows, yes


def write_control(committee: Committee, to: Path, *, all_values: bool) -> None:
    """Raises PackageError if a file of evidence is no longer the one that was added."""
    _write_plans(committee, to)
    _write_risks(committee, to)
    _write_controls(committee, to)
    write_follow_ups(committee, to, all_values=all_values)


def _write_plans(committee: Committee, to: Path) -> None:
    write_rows(
        to / PLANS,
        (*control_plan_files.PLAN_COLUMNS, *control_plan_files.PLAN_OPTIONAL),
        (
            (
                plan.year,
                plan.adopted_on,
                plan.decision_paragraph,
                plan.registration_number,
                plan.followed_up_through or "",
            )
            for plan in ControlPlan.objects.filter(committee=committee).order_by("year")
        ),
    )
    axes = list(ScaleStep.Axis)
    steps = ScaleStep.objects.filter(plan__committee=committee).select_related("plan")
    write_rows(
        to / control_plan_files.STEPS,
        (*control_plan_files.STEP_COLUMNS, *control_plan_files.STEP_OPTIONAL),
        (
            (step.plan.year, label(ScaleStep.Axis, step.axis), step.value, step.label, step.description)
            for step in sorted(
                steps, key=lambda step: (step.plan.year, axes.index(ScaleStep.Axis(step.axis)), step.value)
            )
        ),
    )
    levels = RiskLevel.objects.filter(plan__committee=committee).select_related("plan")
    write_rows(
        to / control_plan_files.LEVELS,
        control_plan_files.LEVEL_COLUMNS,
        (
            (
                level.plan.year,
                level.from_value,
                level.label,
                label(Symbol, level.symbol),
                label(Colour, level.colour),
                label(RiskDecision, level.decision),
            )
            for level in levels.order_by("plan__year", "from_value")
        ),
    )
    changes = PlanChange.objects.filter(plan__committee=committee).select_related("plan")
    write_rows(
        to / control_plan_files.CHANGES,
        control_plan_files.ALL_CHANGE_COLUMNS,
        (
            (
                change.plan.year,
                change.decided_on,
                change.decision_paragraph,
                change.reason,
                change.text,
                json.dumps(change.details, ensure_ascii=False, sort_keys=True) if change.details else "",
                timezone.localtime(change.made_at).isoformat(),
                change.made_by,
            )
            for change in changes.order_by("plan__year", "made_at", "text")
        ),
    )


def _write_risks(committee: Committee, to: Path) -> None:
    risks = Risk.objects.filter(plan__committee=committee).select_related("plan", "unit")
    write_rows(
        to / RISKS,
        (*risk_files.RISK_COLUMNS, *risk_files.RISK_OPTIONAL),
        (
            (
                risk.plan.year,
                risk.code,
                risk.process,
                risk.description,
                unix_lines(risk.cause),
                risk.category,
                unit_code(risk.unit),
                label(RiskDecision, risk.decision),
                unix_lines(risk.reason),
                risk.owner,
                yes(risk.is_chosen),
                yes(risk.is_proposal),
                risk.proposed_by,
                risk.declined_because,
            )
            for risk in risks.order_by("plan__year", "position", "code")
        ),
    )
    stages = list(RiskValuation.Stage)
    valuations = RiskValuation.objects.filter(risk__plan__committee=committee).select_related("risk__plan")
    write_rows(
        to / risk_files.VALUES,
        risk_files.ALL_VALUE_COLUMNS,
        (
            (
                valuation.risk.plan.year,
                valuation.risk.code,
                label(RiskValuation.Stage, valuation.stage),
                valuation.likelihood,
                valuation.consequence,
                valuation.reason,
                timezone.localtime(valuation.valued_at).isoformat(),
                valuation.valued_by,
            )
            for valuation in sorted(
                valuations,
                key=lambda each: (
                    each.risk.plan.year,
                    each.risk.position,
                    each.risk.code,
                    each.valued_at,
                    stages.index(RiskValuation.Stage(each.stage)),
                ),
            )
        ),
    )


def _write_controls(committee: Committee, to: Path) -> None:
    controls = Control.objects.filter(plan__committee=committee).select_related(
        "plan", "risk", "unit", "performer"
    )
    write_rows(
        to / CONTROLS,
        control_files.ALL_CONTROL_COLUMNS,
        (
            (
                control.plan.year,
                control.code,
                control.risk.code if control.risk else "",
                control.process,
                control.title,
                label(Control.Method, control.method),
                control.sample_size,
                unix_lines(control.method_text),
                control.rule,
                ", ".join(
                    MONTHS[month - 1][:3] for month in sorted(each.month for each in control.follow_ups.all())
                ),
                unit_code(control.unit),
                control.responsible,
                control.performer.username if control.performer else "",
                control.reported_to,
                yes(control.counts_people),
                control.struck_on,
            )
            for control in controls.prefetch_related("follow_ups").order_by("plan__year", "position", "code")
        ),
    )
    items = CountedItem.objects.filter(control__plan__committee=committee).select_related(
        "control__plan", "parent"
    )
    write_rows(
        to / ITEMS,
        (*control_files.ITEM_COLUMNS, *control_files.ITEM_OPTIONAL),
        (
            (
                item.control.plan.year,
                item.control.code,
                item.code,
                item.label,
                item.parent.code if item.parent else "",
                yes(item.is_deviation),
            )
            for item in items.order_by(
                "control__plan__year", "control__position", "control__code", "position", "code"
            )
        ),
    )
