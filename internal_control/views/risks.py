"""The year's risks as a list or a matrix."""

from django.http import Http404, HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def risks(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404
