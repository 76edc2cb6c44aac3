"""Which measures a page is about, and who may write about them: whoever lays down the plan, or carries out controls
for the measure's unit.
"""

from typing import Any

from django.core.exceptions import PermissionDenied

from internal_control.models import Measure, MeasureQuerySet
from organisation.access import may, may_all
from organisation.models import Committee, Unit
from organisation.permissions import Permission


def measures_of(user: Any, committee: Committee) -> MeasureQuerySet:
    """Those of the committee, if the user belongs to it, as every page of them reads them."""
    rows = Measure.objects.for_user(user).filter(plan__committee=committee)
    return rows.select_related("plan", "unit", "performer", "risk", "follow_up__control__plan")


def may_write_for(user: Any, committee: Committee, unit: Unit) -> bool:
    """Asks nothing of the database when the page has asked for its permission."""
    return may_all(user, Permission.EDIT_CONTROL, committee) or may(
        user, Permission.CARRY_OUT, committee, unit
    )


def may_write_some(user: Any, committee: Committee) -> bool:
    """Whether the user may enter a measure for some unit."""
    return may_all(user, Permission.EDIT_CONTROL, committee) or may(user, Permission.CARRY_OUT, committee)


def require_writing(user: Any, measure: Measure, committee: Committee) -> None:
    if not may_write_for(user, committee, measure.unit):
        raise PermissionDenied("Du skriver om åtgärder som din enhet ansvarar för.")


def writable_units(user: Any, committee: Committee) -> list[Unit]:
    """The units that the user may enter measures for, in their order."""
    units = Unit.objects.for_user(user).filter(committee=committee).in_order()
    return [unit for unit in units if may_write_for(user, committee, unit)]
