"""A unit's whole forecast on one page."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from budget import forecast_sheet
from budget.forecast_sheet import Sheet
from budget.forecasting import (
    ForecastConflict,
    ForecastRefused,
    fingerprint,
    last_saved_by,
    save_forecast,
    stored_forecast,
)
from budget.pasted_block import place
from organisation.access import committee_page, require
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, closed_months, month_name
from organisation.permissions import Permission


@dataclass
class Page:
    """What the sheet shows beside the rows themselves."""

    sheet: Sheet
    seen: str
    refusal: str = ""
    is_conflict: bool = False
    asks_to_delete: bool = False
    block: str = ""
    left: list[tuple[str, str]] = field(default_factory=list)


@committee_page(Permission.ENTER_FORECAST)
def forecast(request: HttpRequest, committee: Committee, year: int, month: int, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("committee"), committee=committee, code=code)
    require(request.user, Permission.ENTER_FORECAST, committee, unit)
    if not unit.is_valid_in(year):
        raise Http404
    every = "alla" in {request.GET.get("konton"), request.POST.get("konton")}
    blank = forecast_sheet.blank_sheet(unit=unit, year=year, month=month, every_account=every)
    stored = stored_forecast(unit=unit, year=year, month=month)
    if request.method == "POST":
        page = _posted(request, unit, year, month, blank)
        if page is None:
            return redirect("forecast_overview", committee.slug, year, month)
    else:
        page = Page(
            forecast_sheet.filled(blank, forecast_sheet.stored_texts(stored, blank)), fingerprint(stored)
        )
    context: dict[str, Any] = {
        "committee": committee,
        "unit": unit,
        "year": year,
        "month": month,
        "page": page,
        "every": every,
        "is_stored": bool(stored),
        "saved_by": last_saved_by(committee=committee, unit=unit, year=year, month=month),
        "is_closed": month in closed_months(committee, year),
    }
    return render(request, "budget/forecast.html", context)


def _posted(request: HttpRequest, unit: Unit, year: int, month: int, blank: Sheet) -> Page | None:
    """What to show after the form was sent; None when the forecast was saved or deleted."""
    texts = {row.account.code: request.POST.get(f"belopp-{row.account.pk}", "") for row in blank.rows}
    action, seen = request.POST.get("gor"), request.POST.get("sett", "")
    if action in {"fyll-budget", "fyll-prognos"}:
        return Page(forecast_sheet.filled(blank, _prefilled(blank, texts, action)), seen)
    if action == "klistra":
        placed = place(request.POST.get("block", ""), list(texts))
        left = "\n".join(line for line, _ in placed.left)
        return Page(
            forecast_sheet.filled(blank, {**texts, **placed.texts}), seen, block=left, left=placed.left
        )
    page = Page(forecast_sheet.filled(blank, texts), seen, block=request.POST.get("block", ""))
    if action == "spara" and not page.sheet.errors and page.sheet.is_empty:
        page.asks_to_delete = bool(stored_forecast(unit=unit, year=year, month=month))
        page.refusal = (
            ""
            if page.asks_to_delete
            else "Fyll i minst ett belopp. Så länge alla rader är tomma finns ingen prognos."
        )
    elif action in {"spara", "ta-bort"} and not page.sheet.errors:
        return _save(request, unit, year, month, page)
    return page


def _save(request: HttpRequest, unit: Unit, year: int, month: int, page: Page) -> Page | None:
    try:
        rows = save_forecast(
            unit=unit, year=year, month=month, amounts=page.sheet.amounts(), seen=page.seen, by=request.user
        )
    except ForecastConflict as conflict:
        page.refusal, page.is_conflict = str(conflict), True
        page.sheet = forecast_sheet.compared(page.sheet, conflict.stored)
        page.seen = fingerprint(conflict.stored)
        return page
    except (ForecastRefused, MonthClosed) as refused:
        page.refusal = str(refused)
        return page
    done = "är sparad" if rows else "är borttagen"
    messages.success(request, f"Prognosen för {unit.name}, gjord i {month_name(year, month)}, {done}.")
    return None


def _prefilled(blank: Sheet, texts: dict[str, str], action: str) -> dict[str, str]:
    """Empty cells filled from the budget or the last forecast; what was typed stays."""
    source = "budget" if action == "fyll-budget" else "last"
    return {
        row.account.code: texts[row.account.code].strip() or forecast_sheet.typed_text(getattr(row, source))
        for row in blank.rows
    }
