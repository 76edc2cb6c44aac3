"""Which units have made their forecast of a month, and which have not."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from budget.forecasting import savers
from budget.models import Actual, BudgetLine, Forecast
from organisation.models import Committee, Unit


@dataclass(frozen=True)
class UnitState:
    unit: Unit
    accounts: int  # rows of the month's own forecast; 0 is none
    saved_by: str
    loaded: bool  # all of it came from a ledger file
    newest: int | None  # the month of the newest forecast made at or before this one
    needed: bool  # the unit has budget or actuals of its own in the year

    @property
    def is_done(self) -> bool:
        return self.accounts > 0


def forecast_states(*, user: Any, committee: Committee, year: int, month: int) -> list[UnitState]:
    """Units in scope that make forecasts: those with figures of their own, and those with nobody below them.

    Six queries, however many units.
    """
    units = list(Unit.objects.for_user(user).filter(committee=committee).valid_in(year).in_order())
    parents = {unit.parent_id for unit in units}
    with_figures = units_with_figures(committee, year)
    made = Forecast.objects.of(committee).filter(year=year, month__lte=month).order_by()
    newest = dict(made.values_list("unit_id").annotate(Max("month")))
    now = {
        unit: (rows, rows - loaded)
        for unit, rows, loaded in made.filter(month=month)
        .values_list("unit_id")
        .annotate(Count("pk"), Count("load"))
    }
    by = savers(committee=committee, year=year, month=month)
    return [
        UnitState(
            unit=unit,
            accounts=now.get(unit.pk, (0, 0))[0],
            saved_by=by.get(unit.code, "") if now.get(unit.pk, (0, 0))[1] else "",
            loaded=unit.pk in now and now[unit.pk][1] == 0,
            newest=newest.get(unit.pk),
            needed=unit.pk in with_figures,
        )
        for unit in units
        if unit.pk in with_figures or unit.pk in newest or unit.pk not in parents
    ]


def units_with_figures(committee: Committee, year: int) -> set[int]:
    """Ids of the units that have budget or actuals of their own in the year."""
    return {
        unit
        for model in (BudgetLine, Actual)
        for unit in model.objects.of(committee)
        .filter(year=year)
        .order_by()
        .values_list("unit_id", flat=True)
        .distinct()
    }
