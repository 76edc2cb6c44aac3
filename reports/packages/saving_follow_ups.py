"""Writing what a package says was found at controls, and what is done about it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from internal_control.models import FollowUp, FollowUpCount, Measure, Risk
from organisation.models import Committee, Unit
from reports.packages.control_fence import Fence, fields_changed
from reports.packages.control_known import Key, OccasionKey
from reports.packages.follow_up_files import CountRow, FollowUpRow, Number
from reports.packages.measure_files import MeasureRow
from reports.packages.saving_controls import items_of
from reports.packages.saving_plans import plans_of
from reports.packages.upserting import updated

# What may be changed when the year's follow-up is adopted.
_PROGRESS = {"status", "closed_on", "progress", "effect", "effect_on", "effect_text", "performer_id"}


def occasions_of(committee: Committee) -> dict[OccasionKey, FollowUp]:
    follow_ups = FollowUp.objects.filter(control__plan__committee=committee)
    return {
        (each.control.plan.year, each.control.code, each.month): each
        for each in follow_ups.select_related("control__plan")
    }


def save_follow_ups(
    committee: Committee, rows: list[FollowUpRow], counts: list[CountRow], fence: Fence, by: Any
) -> int:
    """Write what was found and counted; returns how many occasions changed. Numbers that are not told stay."""
    stored = occasions_of(committee)
    wanted = {row.key: _found(row, stored[row.key]) for row in rows if row.key in stored}
    changed = fields_changed(stored, wanted)
    counted = _save_counts(committee, counts, stored)
    for row in rows:
        if row.key in changed or row.key in counted:
            fence.occasion(row.row, row.key[0], stored[row.key])
    stamp = {"changed_at": timezone.now(), "changed_by": str(by)[:150]}
    anew: dict[OccasionKey, Mapping[str, Any]] = {
        key: {**wanted[key], "version": stored[key].version + 1}
        for key in wanted
        if key in {*changed, *counted}
    }
    return updated(FollowUp, stored, anew, stamp=stamp)


def _found(row: FollowUpRow, stored: FollowUp) -> dict[str, Any]:
    numbers: dict[str, Any] = {}
    for name, number in (("sample_size", row.sample_size), ("deviations", row.deviations)):
        value = _told(number, getattr(stored, name))
        numbers |= {name: value, f"{name}_withheld": number.is_withheld and value is None}
    return {**row.values, **numbers}


def _told(number: Number, stored: int | None) -> int | None:
    return stored if number.is_withheld else number.value


def _save_counts(
    committee: Committee, rows: list[CountRow], occasions: Mapping[OccasionKey, FollowUp]
) -> set[OccasionKey]:
    """The occasions of which a count changed."""
    items = items_of(committee)
    stored = {
        (count.follow_up_id, count.item_id): count
        for count in FollowUpCount.objects.filter(follow_up__control__plan__committee=committee)
    }
    wanted: dict[tuple[int, int], Mapping[str, Any]] = {}
    keys: dict[tuple[int, int], OccasionKey] = {}
    for row in rows:
        follow_up, item = occasions[row.key].pk, items[*row.key[:2], row.item].pk
        there = stored.get((follow_up, item))
        count = _told(row.number, there.count if there else None)
        wanted[follow_up, item] = {"follow_up_id": follow_up, "item_id": item, "count": count}
        keys[follow_up, item] = row.key
    changed = fields_changed(stored, wanted)
    updated(FollowUpCount, stored, {key: wanted[key] for key in changed})
    return {keys[key] for key in changed}


def save_measures(committee: Committee, rows: list[MeasureRow], fence: Fence) -> int:
    """Write the measures; returns how many changed. Others stay."""
    plans, occasions = plans_of(committee), occasions_of(committee)
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    risks = {
        (year, code): pk
        for year, code, pk in Risk.objects.filter(plan__committee=committee).values_list(
            "plan__year", "code", "pk"
        )
    }
    measures = Measure.objects.filter(plan__committee=committee).select_related("plan")
    stored: dict[Key, Measure] = {(measure.plan.year, measure.code): measure for measure in measures}
    wanted: dict[Key, Mapping[str, Any]] = {
        (row.year, row.code): {
            "plan_id": plans[row.year].pk,
            "code": row.code,
            "follow_up_id": occasions[row.occasion].pk if row.occasion else None,
            "risk_id": risks[row.risk] if row.risk else None,
            "unit_id": units[row.unit],
            **({} if row.performer is None else {"performer_id": row.performer.pk}),
            **row.values,
        }
        for row in rows
    }
    changed = fields_changed(stored, wanted)
    for row in rows:
        if changed.get((row.year, row.code), set()) - _PROGRESS:
            fence.after_the_end(row.row, row.year)
    return updated(Measure, stored, {key: wanted[key] for key in changed})
