"""The scale that the year's risks are valued on."""

from django.http import Http404, HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def risk_scale(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404
