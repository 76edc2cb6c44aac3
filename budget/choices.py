"""What a page about figures is set to: which years there are, and which month the figures go to."""

from typing import Any

from django.db.models import Q
from django.db.models.query import QuerySet

from budget.models import CostType, Deviation, InvestmentAmount, InvestmentProject, Recalculation
from organisation.models import Committee, Unit


def years_with_figures(committee: Committee) -> list[int]:
    """Newest first."""
    years = Recalculation.objects.filter(committee=committee, changed__gt=0).order_by("-year")
    return list(years.values_list("year", flat=True))


def last_month_with_actuals(units: list[Unit], year: int) -> int:
    """The last month for which any of the units has actuals; 12 if there is none."""
    found = Deviation.objects.filter(unit__in=units, year=year, actual__isnull=False).order_by("-month")
    return found.values_list("month", flat=True).first() or 12


def cost_types_in_order(committee: Committee) -> list[CostType]:
    """Income before costs, then as the committee has ordered them."""
    return list(CostType.objects.filter(committee=committee).order_by("-kind", "position", "name"))


def top_units(user: Any, committee: Committee) -> tuple[list[Unit], list[Unit]]:
    """The topmost units in the user's scope, and every unit of it in the organisation's order. One query."""
    units = list(Unit.objects.for_user(user).filter(committee=committee).in_order())
    seen = {unit.path for unit in units}
    tops = [unit for unit in units if unit.path.removesuffix(f"{unit.code}/") not in seen]
    return tops, units


def children_of(unit: Unit, units: list[Unit], year: int) -> list[Unit]:
    """The unit's children that exist in the year."""
    return [child for child in units if child.parent_id == unit.pk and child.is_valid_in(year)]


def trail_to(unit: Unit, units: list[Unit]) -> list[Unit]:
    """The units in scope from the topmost down to the unit itself: its breadcrumbs."""
    return sorted(
        (above for above in units if unit.path.startswith(above.path)), key=lambda above: above.level
    )


def projects_for(user: Any, committee: Committee) -> QuerySet[InvestmentProject]:
    """Projects of units in the user's scope, and those of the whole committee. In the table's order."""
    scope = Q(unit=None) | Q(unit__in=Unit.objects.for_user(user))
    projects = InvestmentProject.objects.filter(scope, committee=committee)
    return projects.select_related("unit", "committee").order_by("position", "code")


def years_with_investments(committee: Committee) -> list[int]:
    amounts = InvestmentAmount.objects.filter(project__committee=committee).order_by("-year")
    return list(amounts.values_list("year", flat=True).distinct())


def last_month_of_investments(committee: Committee, year: int) -> int:
    """The last month of the year with an actual or a forecast; 12 if there is none."""
    done = InvestmentAmount.objects.filter(
        project__committee=committee,
        year=year,
        type__in=[InvestmentAmount.Type.ACTUAL, InvestmentAmount.Type.FORECAST],
    )
    return done.order_by("-month").values_list("month", flat=True).first() or 12
