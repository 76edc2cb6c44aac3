"""Volumes month by month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from goals.indicator_choices import units_to_show
from goals.measured import small_seen_by
from goals.monthly_volumes import monthly_indicators, volumes
from organisation.access import committee_page, may, may_all
from organisation.models import Committee
from organisation.paging import page_of
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def monthly_volumes(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    units = units_to_show(request.user, committee).valid_in(year)
    chosen = {"code": request.GET["enhet"]} if request.GET.get("enhet") else {"parent": None}
    unit = get_object_or_404(units, **chosen) if units else None
    page = page_of(request, monthly_indicators(committee, year, unit)) if unit else None
    seen = small_seen_by(request.user, committee, [unit] if unit else [])
    context = {
        "committee": committee,
        "year": year,
        "unit": unit,
        "units": units,
        "page": page,
        "table": volumes(list(page), unit, year, seen) if unit and page else None,
        "months": range(1, 13),
        "may_edit": may_all(request.user, Permission.EDIT_GOALS, committee),
        "may_enter": may(request.user, Permission.FOLLOW_UP, committee),
    }
    return render(request, "goals/monthly_volumes.html", context)
