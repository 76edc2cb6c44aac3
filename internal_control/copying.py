"""What of an earlier year's plan comes with a copy of it, and what does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from internal_control.models import (
    Control,
    ControlPlan,
    CountedItem,
    FollowUp,
    Measure,
    Risk,
    RiskLevel,
    RiskQuerySet,
    RiskValuation,
    ScaleStep,
)
from internal_control.performers import performers_of
from organisation.models import Unit

_STEP = ("axis", "value", "label", "description")
_LEVEL = ("from_value", "label", "symbol", "colour", "decision")
_RISK = (
    "code",
    "process",
    "description",
    "cause",
    "category",
    "likelihood",
    "consequence",
    "decision",
    "reason",
    "owner",
    "is_chosen",
    "is_proposal",
    "proposed_by",
    "position",
)
_CONTROL = (
    "code",
    "process",
    "title",
    "method",
    "sample_size",
    "method_text",
    "rule",
    "responsible",
    "reported_to",
    "counts_people",
    "position",
)
_ITEM = ("code", "label", "is_deviation", "position")


@dataclass(frozen=True)
class CopyPreview:
    """What a copy of the plan for the year would be. unmanned: controls that the copy leaves without a performer.

    controls and occasions are how many are copied; struck are left out; gone are units that do not exist in the year, whose risks and controls become the
    committee's own; measures is how many are open still, which follow the committee without being copied.
    """

    plan: ControlPlan
    risks: int
    chosen: int
    controls: int
    occasions: int
    struck: Sequence[Control]
    unmanned: Sequence[Control]
    gone: Sequence[Unit]
    measures: int


def copy_preview(plan: ControlPlan, year: int) -> CopyPreview:
    """Of controls no more is read than who carries them out for which unit: only those that are named are fetched."""
    units = {unit.pk: unit for unit in Unit.objects.filter(committee=plan.committee_id).in_order()}
    root = next((unit for unit in units.values() if unit.parent_id is None), None)
    risks = list(_followed(plan).values_list("is_chosen", "unit_id"))
    controls = list(plan.controls.values_list("pk", "unit_id", "performer_id", "struck_on"))
    kept = [(pk, unit, performer) for pk, unit, performer, struck_on in controls if struck_on is None]
    found = performers_of(plan.committee)
    unmanned = {
        pk
        for pk, unit, performer in kept
        if performer and not found.may(performer, _unit(units[unit], year, root))
    }
    named = unmanned | {pk for pk, *_, struck_on in controls if struck_on is not None}
    fetched = list(Control.objects.filter(pk__in=named).select_related("performer").in_order())
    used = {unit for _, unit in risks} | {unit for _, unit, _ in kept}
    return CopyPreview(
        plan=plan,
        risks=len(risks),
        chosen=sum(is_chosen for is_chosen, _ in risks),
        controls=len(kept),
        occasions=FollowUp.objects.filter(control__plan=plan, control__struck_on=None).count(),
        struck=[each for each in fetched if each.struck_on is not None],
        unmanned=[each for each in fetched if each.pk in unmanned],
        gone=[unit for pk, unit in units.items() if pk in used and not unit.is_valid_in(year)],
        measures=Measure.objects.of_year(plan.committee_id, plan.year).open().count(),
    )


def copy_rows(source: ControlPlan, copy: ControlPlan, *, by: str) -> None:
    """Fill a new plan with the rows of another. What was carried out, and what it was valued after, stays there."""
    ScaleStep.objects.bulk_create(
        ScaleStep(plan=copy, **_facts(each, _STEP)) for each in source.scale_steps.all()
    )
    RiskLevel.objects.bulk_create(
        RiskLevel(plan=copy, **_facts(each, _LEVEL)) for each in source.risk_levels.all()
    )
    root = _root(copy)
    risks = _copy_risks(source, copy, root=root, by=by)
    _copy_controls(source, copy, risks, root=root)


def _copy_risks(source: ControlPlan, copy: ControlPlan, *, root: Unit | None, by: str) -> dict[int, Risk]:
    """The copies by the key of what they are copies of."""
    copies = {
        each.pk: Risk(plan=copy, unit=_unit(each.unit, copy.year, root), **_facts(each, _RISK))
        for each in _followed(source).select_related("unit")
    }
    Risk.objects.bulk_create(copies.values())
    RiskValuation.objects.bulk_create(
        RiskValuation(
            risk=risk,
            stage=RiskValuation.Stage.BEFORE,
            likelihood=risk.likelihood,
            consequence=risk.consequence,
            reason=f"Från {source.year} års plan",
            valued_by=by,
        )
        for risk in copies.values()
        if risk.likelihood is not None and risk.consequence is not None
    )
    return copies


def _copy_controls(
    source: ControlPlan, copy: ControlPlan, risks: dict[int, Risk], *, root: Unit | None
) -> None:
    found = performers_of(copy.committee)
    copies: dict[int, Control] = {}
    for each in source.controls.filter(struck_on=None).select_related("unit"):
        unit = _unit(each.unit, copy.year, root)
        copies[each.pk] = Control(
            plan=copy,
            risk=risks[each.risk_id] if each.risk_id else None,
            unit=unit,
            performer_id=each.performer_id if found.may(each.performer_id, unit) else None,
            **_facts(each, _CONTROL),
        )
    Control.objects.bulk_create(copies.values())
    FollowUp.objects.bulk_create(
        FollowUp(control=copies[control], month=month)
        for control, month in FollowUp.objects.filter(control__in=copies).values_list("control_id", "month")
    )
    items = {item.pk: item for item in CountedItem.objects.filter(control__in=copies)}
    copied = {
        pk: CountedItem(control=copies[item.control_id], **_facts(item, _ITEM)) for pk, item in items.items()
    }
    # What others are part of comes first: their copies need its key.
    CountedItem.objects.bulk_create(copied[pk] for pk, item in items.items() if item.parent_id is None)
    for pk, item in items.items():
        if item.parent_id is not None:
            copied[pk].parent = copied[item.parent_id]
    CountedItem.objects.bulk_create(copied[pk] for pk, item in items.items() if item.parent_id is not None)


def _followed(plan: ControlPlan) -> RiskQuerySet:
    """The risks that come with a copy: a proposal that nobody has decided on waits in it, a declined one does not."""
    return Risk.objects.filter(plan=plan, declined_because="")


def _root(plan: ControlPlan) -> Unit | None:
    """None only where there are no units at all, and so nothing to copy."""
    return Unit.objects.filter(committee=plan.committee_id, parent=None).first()


def _unit(unit: Unit, year: int, root: Unit | None) -> Unit:
    return unit if root is None or unit.is_valid_in(year) else root


def _facts(row: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
