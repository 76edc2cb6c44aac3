"""The months of a year: which are closed, closing one, and opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from organisation import periods as months
from organisation.access import committee_page, may_all
from organisation.forms import ReopenForm
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def periods(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    return render(
        request,
        "organisation/periods.html",
        {
            "committee": committee,
            "year": year,
            "months": months.months_of(committee, year),
            "may_close": may_all(request.user, Permission.CLOSE_MONTH, committee),
        },
    )


@committee_page(Permission.CLOSE_MONTH, whole=True)
@require_http_methods(["GET", "POST"])
def close_month(request: HttpRequest, committee: Committee, year: int, month: int) -> HttpResponse:
    name = months.month_name(year, month)
    if request.method == "POST":
        try:
            months.close_month(committee=committee, year=year, month=month, by=request.user)
        except months.MonthClosed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{name.capitalize()} är stängd.")
        return redirect("periods", committee.slug, year)
    return render(
        request, "organisation/close_month.html", {"committee": committee, "year": year, "name": name}
    )


@committee_page(Permission.CLOSE_MONTH, whole=True)
@require_http_methods(["GET", "POST"])
def reopen_month(request: HttpRequest, committee: Committee, year: int, month: int) -> HttpResponse:
    name = months.month_name(year, month)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            months.reopen_month(committee=committee, year=year, month=month, reason=reason, by=request.user)
        except months.MonthClosed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{name.capitalize()} är öppen igen.")
        return redirect("periods", committee.slug, year)
    return render(
        request,
        "organisation/reopen_month.html",
        {"committee": committee, "year": year, "name": name, "form": form},
    )
