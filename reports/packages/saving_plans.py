"""Writing the plans of a package, their scales and the changes of them that the committee has decided."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from internal_control.models import ControlPlan, PlanChange, Risk, RiskLevel, ScaleStep
from organisation.models import Committee
from reports.packages.control_fence import Fence, fields_changed
from reports.packages.control_plan_files import ChangeRow, PlanRow, ScaleFiles
from reports.packages.files import Row
from reports.packages.upserting import updated

_DECISION = ("adopted_on", "decision_paragraph", "registration_number")


def plans_of(committee: Committee) -> dict[int, ControlPlan]:
    return {plan.year: plan for plan in ControlPlan.objects.filter(committee=committee)}


def save_plans(committee: Committee, rows: list[PlanRow], adopted: Mapping[int, ControlPlan]) -> int:
    """Write the plans; returns how many changed. adopted: those that stand, and are not withdrawn by a package."""
    wanted: dict[int, Mapping[str, Any]] = {row.year: {"year": row.year, **row.values} for row in rows}
    stored = plans_of(committee)
    changed = fields_changed(stored, wanted)
    for row in rows:
        plan = adopted.get(row.year)
        if plan is None or row.year not in changed:
            continue
        if changed[row.year] & set(_DECISION):
            row.row.error(
                f"Planen är fastställd {plan.adopted_on} § {plan.decision_paragraph}, inte som paketet säger. "
                "Dra tillbaka den först om den ska ändras."
            )
        elif row.values["followed_up_through"] < plan.followed_up_through:
            row.row.error(
                f"Planen är uppföljd till och med månad {plan.followed_up_through}, inte som paketet säger."
            )
    return updated(ControlPlan, stored, {year: wanted[year] for year in changed}, committee=committee)


def save_scales(committee: Committee, files: ScaleFiles, fence: Fence) -> int:
    """Put a year's steps and levels in the place of those that it has; returns how many are new."""
    plans = plans_of(committee)
    return sum(
        _save_scale(plans[year], files.rows[year], steps, files.levels.get(year, []), fence)
        for year, steps in files.steps.items()
    )


def _save_scale(
    plan: ControlPlan,
    row: Row,
    steps: list[Mapping[str, Any]],
    levels: list[Mapping[str, Any]],
    fence: Fence,
) -> int:
    changes = 0
    if not _are_alike(ScaleStep.objects.filter(plan=plan), steps):
        fence.content(row, plan.year)
        plan.scale_steps.all().delete()
        ScaleStep.objects.bulk_create(ScaleStep(plan=plan, **step) for step in steps)
        changes += len(steps)
    if not _are_alike(RiskLevel.objects.filter(plan=plan), levels):
        fence.content(row, plan.year)
        plan.risk_levels.all().delete()
        RiskLevel.objects.bulk_create(RiskLevel(plan=plan, **level) for level in levels)
        changes += len(levels)
    most = len(steps) // 2
    outside = [
        risk.code
        for risk in Risk.objects.filter(plan=plan).in_order()
        if max(
            risk.likelihood or 0,
            risk.consequence or 0,
            risk.likelihood_after or 0,
            risk.consequence_after or 0,
        )
        > most
    ]
    if outside:
        row.error(f"Skalan för {plan.year} har {most} steg, men högre värden har {', '.join(outside)}.")
    return changes


def _are_alike(stored: Iterable[Model], wanted: list[Mapping[str, Any]]) -> bool:
    rows = list(stored)
    return len(rows) == len(wanted) and all(
        any(not fields_changed({0: row}, {0: values}) for row in rows) for values in wanted
    )


def save_changes(committee: Committee, rows: list[ChangeRow]) -> tuple[set[int], int]:
    """Add the changes that are not there; the years of those, and how many. One that is there is not changed."""
    plans = plans_of(committee)
    stored = {
        (change.plan.year, change.made_at, change.text): change
        for change in PlanChange.objects.filter(plan__committee=committee).select_related("plan")
    }
    fresh: dict[tuple[int, datetime, str], PlanChange] = {}
    for row in rows:
        key = (row.year, row.made_at, row.values["text"])
        if (there := stored.get(key)) is None:
            fresh[key] = PlanChange(plan=plans[row.year], made_at=row.made_at, **row.values)
        elif fields_changed({key: there}, {key: row.values}):
            row.row.error("Ändringen finns redan och är en annan. Ett paket ändrar inget som är beslutat.")
    PlanChange.objects.bulk_create(fresh.values(), batch_size=500)
    return {year for year, _, _ in fresh}, len(fresh)
