"""The committee's start page: where the year stands and what there is to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def committee(request: HttpRequest, committee: Committee) -> HttpResponse:
    return render(request, "committee.html", {"committee": committee})
