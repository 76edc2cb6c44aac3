"""One measure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from internal_control.models import Measure
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


def measure_or_404(request: HttpRequest, committee: Committee, year: int, code: str) -> Measure:
    rows = Measure.objects.for_user(request.user).filter(plan__committee=committee, plan__year=year)
    return get_object_or_404(rows.select_related("plan"), code=code)


@committee_page(Permission.VIEW)
def measure(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = measure_or_404(request, committee, year, code)
    context = {"committee": committee, "plan": found.plan, "measure": found}
    return render(request, "internal_control/measure.html", context)


@committee_page(Permission.VIEW)
def measure_edit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    return redirect("measure", committee.slug, year, code)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def measure_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    return redirect("measure", committee.slug, year, code)
