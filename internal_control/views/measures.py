"""The measures of a year, and a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from internal_control.models import ControlPlan
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def measures(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    plan = get_object_or_404(ControlPlan.objects.for_user(request.user), committee=committee, year=year)
    return render(request, "internal_control/measures.html", {"committee": committee, "plan": plan})


@committee_page(Permission.VIEW)
def measure_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    return redirect("measures", committee.slug, year)
