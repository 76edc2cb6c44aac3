"""Many measurements at once: a period's indicators, an indicator's units, or an indicator's months."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goals import measurement_grid as grids
from goals.indicator_choices import (
    indicator_themes,
    indicators_to_enter,
    reporting_units,
    units_to_enter,
    with_parts,
)
from goals.indicator_forms import GridForm
from goals.measured import small_seen_by
from goals.measured_periods import MONTH, Period, period_of, periods_of
from goals.measurement_grid import Grid, Place
from goals.measuring import MeasurementsRefused, record_measurements
from goals.models import Frequency, Indicator
from goals.pasted_grid import WrongShape, place
from organisation.access import committee_page
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, closed_months
from organisation.permissions import Permission


@dataclass
class Page:
    """What the grid shows beside its cells."""

    grid: Grid
    seen: str
    refusal: str = ""
    block: str = ""
    count: int = 0


@dataclass(frozen=True)
class Choice:
    """Which grid was asked for. indicator is None where it is a period's indicators; of is then '' too."""

    unit: Unit
    period: Period
    theme: str = ""
    indicator: Indicator | None = None
    of: str = ""

    @property
    def query(self) -> str:
        chosen = {
            "period": "" if self.of == "perioder" else self.period.key,
            "enhet": "" if self.of == "enheter" else self.unit.code,
            "omrade": self.theme,
            "matt": self.indicator.code if self.indicator else "",
            "av": self.of,
        }
        return urlencode({name: value for name, value in chosen.items() if value})


@committee_page(Permission.FOLLOW_UP)
def measurement_grid(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    units = units_to_enter(request.user, committee, year)
    if not units:
        raise PermissionDenied(f"Din roll omfattar ingen enhet som finns {year}.")
    form = GridForm(request.GET, units=units, themes=indicator_themes(committee), year=year)
    choice = _chosen(request, committee, year, units, form)
    places = _places(committee, units, choice)
    blank = grids.grid_of(places, small_seen_by(request.user, committee, units))
    page = (
        _posted(request, committee, blank)
        if request.method == "POST"
        else Page(blank, grids.seen_text(blank.seen))
    )
    if page is None:
        return redirect(f"{reverse('measurement_grid', args=[committee.slug, year])}?{choice.query}")
    closed = closed_months(committee, year)
    context: dict[str, Any] = {
        "committee": committee,
        "year": year,
        "form": form,
        "choice": choice,
        "page": page,
        "shape": _shape(page.grid),
        "is_closed": bool(places) and all(each.period.month in closed for each in places),
    }
    return render(request, "goals/measurement_grid.html", context)


def _chosen(
    request: HttpRequest, committee: Committee, year: int, units: list[Unit], form: GridForm
) -> Choice:
    asked = request.GET.get("enhet", "")
    unit = next((each for each in units if each.code == asked), None)
    if asked and unit is None:
        # A unit outside one's own is there, but not to be entered for.
        get_object_or_404(Unit, committee=committee, code=asked)
        raise PermissionDenied("Du kan bara föra in värden för dina egna enheter.")
    period = period_of(year, request.GET.get("period", "ar"))
    if period is None:
        raise Http404
    code, of = request.GET.get("matt", ""), request.GET.get("av", "")
    if not code:
        return Choice(unit or units[0], period, form.theme)
    found = with_parts(Indicator.objects.for_user(request.user).filter(committee=committee))
    indicator = get_object_or_404(found.prefetch_related("units"), code=code)
    if of not in {"enheter", "perioder"}:
        raise Http404
    return Choice(unit or units[0], period, indicator=indicator, of=of)


def _places(committee: Committee, units: list[Unit], choice: Choice) -> list[Place]:
    if choice.indicator is None:
        indicators = indicators_to_enter(committee, choice.unit, choice.period, choice.theme)
        return grids.places_of_indicators(indicators, choice.unit, choice.period)
    if choice.of == "enheter":
        own = reporting_units(choice.indicator, units)
        return grids.places_of_units(choice.indicator, own, choice.period)
    span = MONTH if choice.indicator.frequency == Frequency.MONTH else "tertial"
    periods = [period for period in periods_of(choice.period.year) if period.span == span]
    return grids.places_of_periods(choice.indicator, choice.unit, periods)


def _posted(request: HttpRequest, committee: Committee, blank: Grid) -> Page | None:
    """What to show after the grid was sent; None when it was saved."""
    grid = grids.filled(blank, request.POST)
    seen = request.POST.get("sett", "")
    page = Page(grid, seen, block=request.POST.get("block", ""))
    if request.POST.get("gor") == "klistra":
        try:
            cells = place(page.block, grid.shape, 0, _column(request, grid))
        except WrongShape as wrong:
            page.refusal = f"{wrong} Ingenting är inklistrat."
        else:
            page.grid, page.block = (
                grids.filled(grid, {**request.POST.dict(), **grids.placed(grid, cells)}),
                "",
            )
        return page
    opened = grids.seen_of(seen)
    changes = grids.changes(grid, opened)
    try:
        record_measurements(committee=committee, entries=changes.entries, by=request.user)
    except MeasurementsRefused as refused:
        page.grid = grids.marked(grid, [changes.at(error) for error in refused.errors])
        page.count = len(page.grid.errors)
        page.seen = grids.seen_text(changes.now_seen(opened, refused.errors))
        return page
    except MonthClosed as closed:
        page.refusal = str(closed)
        return page
    count = len(changes.entries)
    said = f"{count} mätvärde{'n' if count != 1 else ''} sparade." if count else "Ingenting var ändrat."
    messages.success(request, said)
    return None


def _column(request: HttpRequest, grid: Grid) -> int:
    asked = request.POST.get("kolumn", "")
    return min(int(asked), len(grid.columns) - 1) if asked.isdecimal() else 0


def _shape(grid: Grid) -> dict[str, Any]:
    return {"names": grid.shape.names, "columns": grid.shape.columns, "fits": grid.shape.fits}
