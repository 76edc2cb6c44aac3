"""The committee's result, unit by unit down to the accounts and the ledger rows behind a figure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from budget import result_tables
from budget.account_figures import account_months, year_of
from budget.choices import (
    last_month_with_actuals,
    top_units,
    trail_to,
    years_with_figures,
)
from budget.committee_result import committee_result
from budget.forms import ResultForm
from budget.models import Account
from budget.recalculation import stale_years
from organisation.access import committee_page, may, may_all, unit_or_404
from organisation.models import Committee, Unit
from organisation.periods import closed_months
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def result(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    tops, units = top_units(request.user, committee)
    return _page(request, committee, year, tops[0] if len(tops) == 1 else None, tops, units)


@committee_page(Permission.VIEW)
def result_unit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    unit = unit_or_404(request.user, committee, code)
    tops, units = top_units(request.user, committee)
    return _page(request, committee, year, unit, tops, units)


def _page(
    request: HttpRequest,
    committee: Committee,
    year: int,
    unit: Unit | None,
    tops: list[Unit],
    units: list[Unit],
) -> HttpResponse:
    heads = [unit] if unit else tops
    last = last_month_with_actuals(heads, year)
    form = ResultForm(request.GET, years=years_with_figures(committee), year=year, last=last)
    if form.other_year is not None:
        return redirect(_address(committee, form.other_year, unit, tops) + form.query())
    figures = committee_result(
        committee=committee,
        year=year,
        month=form.month,
        scale=form.scale,
        sort=form.sort,
        unit=unit,
        tops=tops,
        units=units,
    )
    context: dict[str, Any] = {
        "committee": committee,
        "year": year,
        "month": form.month,
        "last_month": last,
        "scale": form.scale,
        "form": form,
        "unit": unit,
        "is_top": unit in tops or unit is None,
        "trail": [above for above in trail_to(unit, units) if above != unit] if unit else [],
        "columns": result_tables.COLUMNS,
        **vars(figures),
        "closed": sorted(closed_months(committee, year)),
        "is_stale": year in stale_years(committee),
        "nothing": f"Inga siffror för {year} än",
        "may_forecast": unit is not None and may(request.user, Permission.ENTER_FORECAST, committee, unit),
        "may_load": may(request.user, Permission.LOAD_LEDGER, committee),
    }
    return render(request, "budget/result.html", context)


def _address(committee: Committee, year: int, unit: Unit | None, tops: list[Unit]) -> str:
    if unit is None or unit in tops:
        return reverse("result", args=[committee.slug, year])
    return reverse("result_unit", args=[committee.slug, year, unit.code])


@committee_page(Permission.VIEW)
def account_lines(
    request: HttpRequest, committee: Committee, year: int, code: str, account: str
) -> HttpResponse:
    unit = unit_or_404(request.user, committee, code)
    found = get_object_or_404(Account.objects.select_related("cost_type"), committee=committee, code=account)
    _, units = top_units(request.user, committee)
    months = account_months(unit=unit, account=found, year=year)
    context = {
        "committee": committee,
        "year": year,
        "unit": unit,
        "account": found,
        "trail": trail_to(unit, units),
        "table": months,
        "sums": year_of(months),
        "closed": closed_months(committee, year),
        "may_load": may(request.user, Permission.LOAD_LEDGER, committee),
        "may_enter": may_all(request.user, Permission.ENTER_BUDGET, committee),
    }
    return render(request, "budget/account_lines.html", context)
