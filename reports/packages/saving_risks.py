"""Writing the risks of a package and the values that they have been given."""

from collections.abc import Mapping
from typing import Any

from internal_control.models import Risk, RiskValuation
from organisation.models import Committee, Unit
from reports.packages.control_fence import Fence, fields_changed
from reports.packages.control_known import Key
from reports.packages.risk_files import RiskRow, ValuationRow
from reports.packages.saving_plans import plans_of
from reports.packages.upserting import updated

# What may be changed without a decision when the plan is adopted.
_FREE = {"position", "is_proposal", "proposed_by", "declined_because"}


def _stored(committee: Committee) -> dict[Key, Risk]:
    risks = Risk.objects.filter(plan__committee=committee).select_related("plan")
    return {(risk.plan.year, risk.code): risk for risk in risks}


def save_risks(committee: Committee, rows: list[RiskRow], fence: Fence) -> int:
    """Write the risks in the file's order; returns how many changed. Others stay."""
    plans, stored = plans_of(committee), _stored(committee)
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    wanted: dict[Key, Mapping[str, Any]] = {
        (row.year, row.code): {
            "plan_id": plans[row.year].pk,
            "code": row.code,
            "unit_id": units[row.unit],
            "position": position,
            **row.values,
        }
        for position, row in enumerate(rows)
    }
    changed = fields_changed(stored, wanted)
    for row in rows:
        key = (row.year, row.code)
        names = changed.get(key, set()) - _FREE
        was_chosen = key in stored and stored[key].is_chosen
        if names and (was_chosen or row.values["is_chosen"]):
            fence.content(row.row, row.year)
        elif names:
            fence.after_the_end(row.row, row.year)
    return updated(Risk, stored, {key: wanted[key] for key in changed})


def save_valuations(committee: Committee, rows: list[ValuationRow], fence: Fence) -> int:
    """Add the values that are not there and let the newest be the risk's; returns how many. None is changed."""
    risks = _stored(committee)
    there = {
        (valuation.risk_id, valuation.stage, valuation.valued_at): valuation
        for valuation in RiskValuation.objects.filter(risk__plan__committee=committee)
    }
    fresh: list[RiskValuation] = []
    touched: dict[int, Risk] = {}
    for row in rows:
        risk = risks[row.risk]
        key = (risk.pk, row.stage, row.valued_at)
        if key in there:
            if fields_changed({key: there[key]}, {key: row.values}):
                row.row.error("Värdet finns redan med den tiden och är ett annat. Historiken ändras inte.")
            continue
        if row.stage == RiskValuation.Stage.BEFORE and risk.is_chosen:
            fence.content(row.row, row.risk[0])
        else:
            fence.after_the_end(row.row, row.risk[0])
        fresh.append(RiskValuation(risk=risk, stage=row.stage, valued_at=row.valued_at, **row.values))
        touched[risk.pk] = risk
    RiskValuation.objects.bulk_create(fresh, batch_size=500)
    newest = RiskValuation.objects.filter(risk__in=touched).order_by("valued_at", "pk")
    for valuation in newest:
        risk, ending = touched[valuation.risk_id], ""
        if valuation.stage == RiskValuation.Stage.AFTER:
            ending = "_after"
        setattr(risk, f"likelihood{ending}", valuation.likelihood)
        setattr(risk, f"consequence{ending}", valuation.consequence)
    names = ["likelihood", "consequence", "likelihood_after", "consequence_after"]
    Risk.objects.bulk_update(touched.values(), names, batch_size=200)
    return len(fresh)
