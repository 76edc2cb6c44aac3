"""The committee's control year, and addresses without a year, which lead to the newest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from internal_control import control_year as glance
from internal_control.measure_scope import may_write_some
from internal_control.models import ControlPlan
from internal_control.performers import performers_of
from internal_control.plan_scope import plans_of
from organisation.access import committee_page, may_all
from organisation.models import Committee
from organisation.paging import page_of
from organisation.permissions import Permission

LISTS = LATE_ONES, DEVIATIONS = "forsenade", "avvikelser"
# So many of a month at a time, as the page has more than them.
A_MONTHS = 25


def newest_plan_year(committee: Committee) -> int:
    """The year of the newest plan that is not of a coming year, else this year."""
    this_year = timezone.localdate().year
    plans = ControlPlan.objects.filter(committee=committee, year__lte=this_year).order_by("-year")
    return plans.values_list("year", flat=True).first() or this_year


@committee_page(Permission.VIEW)
def latest_control_year(request: HttpRequest, committee: Committee) -> HttpResponse:
    return redirect("control_year", committee.slug, newest_plan_year(committee))


@committee_page(Permission.VIEW)
def latest_risks(request: HttpRequest, committee: Committee) -> HttpResponse:
    return _latest(request, committee, "risks")


@committee_page(Permission.VIEW)
def latest_control_plan(request: HttpRequest, committee: Committee) -> HttpResponse:
    return _latest(request, committee, "control_plan")


@committee_page(Permission.VIEW)
def latest_controls(request: HttpRequest, committee: Committee) -> HttpResponse:
    return _latest(request, committee, "controls")


@committee_page(Permission.VIEW)
def latest_measures(request: HttpRequest, committee: Committee) -> HttpResponse:
    return _latest(request, committee, "measures")


def _latest(request: HttpRequest, committee: Committee, page: str) -> HttpResponse:
    """Where there is no plan the page of the year says so, and what to do."""
    year = newest_plan_year(committee)
    has_plan = plans_of(request.user, committee).filter(year=year).exists()
    return redirect(page if has_plan else "control_year", committee.slug, year)


@committee_page(Permission.VIEW)
def control_year(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """?manad=5 for another month; ?visa=forsenade or avvikelser for that list, whole."""
    plan = plans_of(request.user, committee).filter(year=year).first()
    if plan is None:
        return _without_plan(request, committee, year)
    plan.committee = committee
    today = timezone.localdate()
    context = {
        "committee": committee,
        "plan": plan,
        "year": year,
        "today": today,
        "may_edit": may_all(request.user, Permission.EDIT_CONTROL, committee),
        "may_add_measure": may_write_some(request.user, committee) and not plan.is_over,
    }
    if (which := request.GET.get("visa", "")) in LISTS:
        return _list(request, plan, which, context)
    seen = glance.glance(request.user, plan, today)
    month = glance.asked_month(request.GET.get("manad", ""), plan, today)
    rows = glance.in_month(plan, month)
    page: Any = page_of(request, rows, per_page=A_MONTHS, count=seen.months.listed.get(month, 0))
    context |= {
        "glance": seen,
        "columns": [mark for _, mark in glance.COLUMNS],
        "month": month,
        "page": page,
        "occasions": glance.shown(page.object_list, seen.performers, today),
    }
    return render(request, "internal_control/control_year.html", context)


def _list(request: HttpRequest, plan: ControlPlan, which: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"which": which}
    page: Any
    rows: list[Any]
    if which == LATE_ONES:
        page = page_of(request, glance.late_ones(plan, context["today"]))
        rows = glance.shown(page.object_list, performers_of(plan.committee), context["today"])
    else:
        page = page_of(request, glance.open_deviations(plan))
        rows, _ = glance.deviations_shown(page.object_list)
    context |= {"page": page, "rows": rows}
    return render(request, "internal_control/control_year_list.html", context)


def _without_plan(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    years = list(plans_of(request.user, committee).order_by("year").values_list("year", flat=True))
    context = {
        "committee": committee,
        "year": year,
        "years": years,
        "newest": max((each for each in years if each < year), default=None),
        "may_edit": may_all(request.user, Permission.EDIT_CONTROL, committee),
    }
    return render(request, "internal_control/control_year_empty.html", context)
