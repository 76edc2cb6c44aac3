"""The committee's control year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from internal_control.models import ControlPlan
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


def newest_plan_year(committee: Committee) -> int:
    """The year of the newest plan that is not of a coming year, else this year."""
    this_year = timezone.localdate().year
    plans = ControlPlan.objects.filter(committee=committee, year__lte=this_year).order_by("-year")
    return plans.values_list("year", flat=True).first() or this_year


@committee_page(Permission.VIEW)
def latest_control_year(request: HttpRequest, committee: Committee) -> HttpResponse:
    return redirect("control_year", committee.slug, newest_plan_year(committee))


@committee_page(Permission.VIEW)
def latest_measures(request: HttpRequest, committee: Committee) -> HttpResponse:
    return redirect("measures", committee.slug, newest_plan_year(committee))


@committee_page(Permission.VIEW)
def control_year(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    plan = ControlPlan.objects.for_user(request.user).filter(committee=committee, year=year).first()
    context = {"committee": committee, "year": year, "plan": plan}
    return render(request, "internal_control/control_year.html", context)
