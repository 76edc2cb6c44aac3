"""The steps of a measure: how it goes, its effect, opened again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def measure_progress(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    return redirect("measure", committee.slug, year, code)


@committee_page(Permission.VIEW)
def measure_effect(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    return redirect("measure", committee.slug, year, code)


@committee_page(Permission.VIEW)
def measure_reopen(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    return redirect("measure", committee.slug, year, code)
