"""The committee's start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from socialnamnd.overview import overview


@committee_page(Permission.VIEW)
def committee(request: HttpRequest, committee: Committee) -> HttpResponse:
    return render(
        request,
        "committee.html",
        {"committee": committee, "overview": overview(request.user, committee)},
    )
