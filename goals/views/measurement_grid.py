"""Many measurements at once: a period's indicators, an indicator's units, or an indicator's months."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goals import grid_places
from goals import measurement_grid as grids
from goals.grid_places import Place
from goals.indicator_choices import (
    indicator_themes,
    indicators_to_enter,
    reporting_units,
    units_to_enter,
    with_parts,
)
from goals.indicator_filters import GridForm
from goals.measured import small_seen_by
from goals.measured_periods import Period, periods_of
from goals.measurement_entries import spans_of
from goals.measurement_grid import Grid
from goals.measuring import MeasurementsRefused, check_measurements, record_measurements
from goals.models import Indicator
from goals.pasted_grid import WrongShape, place
from organisation.access import committee_page
from organisation.addresses import whole_number
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, closed_months
from organisation.permissions import Permission

# What the rows of one indicator's grid are: ?av=…
BY_UNIT, BY_PERIOD = "enheter", "perioder"


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
            "period": "" if self.of == BY_PERIOD else self.period.key,
            "enhet": "" if self.of == BY_UNIT else self.unit.code,
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
    indicator = _indicator(request, committee)
    periods = periods_of(year)
    if indicator is not None:
        units = reporting_units(indicator, units)
        periods = [period for period in periods if period.span in spans_of(indicator)]
    choice = _chosen(request, committee, units, periods, indicator) if units else None
    if choice is None:
        return render(
            request,
            "goals/measurement_grid_empty.html",
            {"committee": committee, "year": year, "indicator": indicator},
        )
    form = GridForm(request.GET, units=units, themes=indicator_themes(committee), periods=periods)
    places = _places(committee, units, choice)
    blank = grids.grid_of(places, small_seen_by(request.user, committee, units))
    if request.POST.get("gor") == "kolla":
        return _checked(request, committee, blank)
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
        "says_unit": choice.indicator is None,
        "shape": _shape(page.grid),
        "is_closed": bool(places) and all(each.period.month in closed for each in places),
    }
    return render(request, "goals/measurement_grid.html", context)


def _indicator(request: HttpRequest, committee: Committee) -> Indicator | None:
    """The one indicator that the grid is of; None where it is of a period's indicators."""
    code = request.GET.get("matt", "")
    if not code:
        return None
    if request.GET.get("av") not in {BY_UNIT, BY_PERIOD}:
        raise Http404
    found = with_parts(Indicator.objects.for_user(request.user).filter(committee=committee))
    return get_object_or_404(found.prefetch_related("units"), code=code)


def _chosen(
    request: HttpRequest,
    committee: Committee,
    units: list[Unit],
    periods: list[Period],
    indicator: Indicator | None,
) -> Choice:
    asked = request.GET.get("enhet", "")
    unit = next((each for each in units if each.code == asked), None)
    if asked and unit is None:
        # A unit outside one's own is there, but not to be entered for.
        get_object_or_404(Unit, committee=committee, code=asked)
        raise PermissionDenied("Du kan inte föra in värden för den enheten.")
    key = request.GET.get("period") or periods[0].key
    period = next((each for each in periods if each.key == key), None)
    if period is None:
        raise Http404
    theme = request.GET.get("omrade", "")
    return Choice(unit or units[0], period, theme, indicator, request.GET.get("av", "") if indicator else "")


def _places(committee: Committee, units: list[Unit], choice: Choice) -> list[Place]:
    if choice.indicator is None:
        indicators = indicators_to_enter(committee, choice.unit, choice.period, choice.theme)
        return grid_places.places_of_indicators(indicators, choice.unit, choice.period)
    if choice.of == BY_UNIT:
        return grid_places.places_of_units(choice.indicator, units, choice.period)
    spans = spans_of(choice.indicator)
    periods = [period for period in periods_of(choice.period.year) if period.span == spans[0]]
    return grid_places.places_of_periods(choice.indicator, choice.unit, periods)


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


def _checked(request: HttpRequest, committee: Committee, blank: Grid) -> JsonResponse:
    """What could not be saved as the grid stands, by the cells' names; asked while one writes."""
    changes = grids.changes(grids.filled(blank, request.POST), grids.seen_of(request.POST.get("sett", "")))
    try:
        check_measurements(committee=committee, entries=changes.entries, by=request.user)
    except MeasurementsRefused as refused:
        return JsonResponse({"errors": dict(map(changes.at, refused.errors))})
    return JsonResponse({"errors": {}})


def _column(request: HttpRequest, grid: Grid) -> int:
    return min(whole_number(request.POST.get("kolumn", "")) or 0, len(grid.columns) - 1)


def _shape(grid: Grid) -> dict[str, Any]:
    return {"names": grid.shape.names, "columns": grid.shape.columns, "fits": grid.shape.fits}
