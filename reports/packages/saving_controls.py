"""Writing the controls of a package: their months become occasions, and what is counted at them."""

from collections.abc import Mapping
from typing import Any

from internal_control.models import Control, CountedItem, FollowUp, FollowUpCount, Risk
from organisation.models import Committee, Unit
from organisation.periods import MONTHS
from reports.packages.control_fence import Fence, fields_changed
from reports.packages.control_files import ControlRow, ItemRow
from reports.packages.control_known import ItemKey, Key
from reports.packages.saving_plans import plans_of
from reports.packages.upserting import updated

_FREE = {"position", "performer_id"}


def controls_of(committee: Committee) -> dict[Key, Control]:
    controls = Control.objects.filter(plan__committee=committee).select_related("plan")
    return {(control.plan.year, control.code): control for control in controls}


def save_controls(committee: Committee, rows: list[ControlRow], fence: Fence) -> int:
    """Write the controls in the file's order, with their occasions; returns how many changed. Others stay."""
    plans, stored = plans_of(committee), controls_of(committee)
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    risks = {
        (year, code): pk
        for year, code, pk in Risk.objects.filter(plan__committee=committee).values_list(
            "plan__year", "code", "pk"
        )
    }
    wanted: dict[Key, Mapping[str, Any]] = {
        (row.year, row.code): {
            "plan_id": plans[row.year].pk,
            "code": row.code,
            "risk_id": risks[row.risk] if row.risk else None,
            "unit_id": units[row.unit],
            "position": position,
            **({} if row.performer is None else {"performer_id": row.performer.pk}),
            **row.values,
        }
        for position, row in enumerate(rows)
    }
    changed = fields_changed(stored, wanted)
    for row in rows:
        names = changed.get((row.year, row.code), set())
        if names - _FREE:
            fence.content(row.row, row.year)
        elif names - {"position"}:
            fence.after_the_end(row.row, row.year)
    changes = updated(Control, stored, {key: wanted[key] for key in changed})
    return changes + _save_months(committee, rows, fence, set(stored))


def _save_months(committee: Committee, rows: list[ControlRow], fence: Fence, known: set[Key]) -> int:
    """An occasion for each month. One that is not in the package goes, if nothing hangs on it."""
    controls = controls_of(committee)
    there: dict[int, dict[int, FollowUp]] = {}
    for follow_up in FollowUp.objects.filter(control__plan__committee=committee):
        there.setdefault(follow_up.control_id, {})[follow_up.month] = follow_up
    fresh: list[FollowUp] = []
    gone: list[int] = []
    for row in rows:
        key = (row.year, row.code)
        control = controls[key]
        stored = there.get(control.pk, {})
        if key in known and set(stored) != set(row.months):
            fence.content(row.row, row.year)
        fresh += [FollowUp(control=control, month=month) for month in row.months if month not in stored]
        gone += [_unneeded(row, follow_up) for month, follow_up in stored.items() if month not in row.months]
    FollowUp.objects.bulk_create(fresh, batch_size=500)
    FollowUp.objects.filter(pk__in=gone).delete()
    return len(fresh) + len(gone)


def _unneeded(row: ControlRow, follow_up: FollowUp) -> int:
    month = MONTHS[follow_up.month - 1]
    if not follow_up.is_pending:
        row.row.error(f"Kontrollen {row.code} är genomförd i {month}. Månaden kan inte tas bort.")
    elif follow_up.evidence.exists() or follow_up.measures.exists():
        row.row.error(
            f"Kontrollen {row.code} har underlag eller åtgärder i {month}. Månaden kan inte tas bort."
        )
    else:
        return follow_up.pk
    return 0


def items_of(committee: Committee) -> dict[ItemKey, CountedItem]:
    items = CountedItem.objects.filter(control__plan__committee=committee)
    return {
        (item.control.plan.year, item.control.code, item.code): item
        for item in items.select_related("control__plan")
    }


def save_items(committee: Committee, rows: list[ItemRow], fence: Fence) -> int:
    """Write what is counted in the file's order, what has parts before them; returns how many changed."""
    controls, stored = controls_of(committee), items_of(committee)
    wanted: dict[ItemKey, Mapping[str, Any]] = {
        row.key: {
            "control_id": controls[row.key[:2]].pk,
            "code": row.key[2],
            "position": position,
            **row.values,
        }
        for position, row in enumerate(rows)
    }
    changed = fields_changed(stored, wanted)
    changes = updated(CountedItem, stored, {key: wanted[key] for key in changed})
    saved = items_of(committee)
    parents: dict[ItemKey, Mapping[str, Any]] = {
        row.key: {"parent_id": saved[*row.key[:2], row.parent].pk if row.parent else None} for row in rows
    }
    moved = fields_changed(saved, parents)
    for row in rows:
        if changed.get(row.key, set()) - {"position"} or (row.key in moved and row.key in stored):
            fence.content(row.row, row.key[0])
    changes += updated(CountedItem, saved, {key: parents[key] for key in moved})
    counted = FollowUpCount.objects.filter(
        follow_up__control__plan__committee=committee, item__parts__isnull=False
    )
    has_counts = {
        (year, control, item)
        for year, control, item in counted.values_list(
            "item__control__plan__year", "item__control__code", "item__code"
        )
    }
    for row in rows:
        if row.key in has_counts:
            row.row.error(f"{row.key[2]} är redan räknat och kan inte delas upp.")
    return changes
