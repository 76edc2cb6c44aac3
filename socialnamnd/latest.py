"""Addresses without a year: they lead to the newest year that has figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from budget.models import Deviation, Recalculation
from goals.follow_up_periods import current_period
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


def newest_month(committee: Committee) -> tuple[int, int] | None:
    """Year and month of the committee's newest actuals; None before the first."""
    whole = Deviation.objects.filter(unit__committee=committee, unit__parent=None, actual__isnull=False)
    return whole.order_by("-year", "-month").values_list("year", "month").first()


def newest_year(committee: Committee) -> int:
    """The newest year with actuals, else with any figures, else this year."""
    month = newest_month(committee)
    if month:
        return month[0]
    years = Recalculation.objects.filter(committee=committee).order_by("-year").values_list("year", flat=True)
    return years.first() or timezone.localdate().year


@committee_page(Permission.VIEW)
def latest_result(request: HttpRequest, committee: Committee) -> HttpResponse:
    return redirect("result", committee.slug, newest_year(committee))


@committee_page(Permission.VIEW)
def latest_budget(request: HttpRequest, committee: Committee) -> HttpResponse:
    return redirect("budget_lines", committee.slug, newest_year(committee))


@committee_page(Permission.VIEW)
def latest_investments(request: HttpRequest, committee: Committee) -> HttpResponse:
    return redirect("investments", committee.slug, newest_year(committee))


@committee_page(Permission.VIEW)
def latest_periods(request: HttpRequest, committee: Committee) -> HttpResponse:
    return redirect("periods", committee.slug, newest_year(committee))


@committee_page(Permission.ENTER_FORECAST)
def latest_forecast(request: HttpRequest, committee: Committee) -> HttpResponse:
    """Forecasts made in the month of the newest actuals."""
    today = timezone.localdate()
    year, month = newest_month(committee) or (today.year, today.month)
    return redirect("forecast_overview", committee.slug, year, month)


@committee_page(Permission.VIEW)
def latest_follow_up(request: HttpRequest, committee: Committee) -> HttpResponse:
    year, month = current_period(committee, timezone.localdate(), newest_month(committee))
    return redirect("follow_up", committee.slug, year, month)
