"""The sheet where many risks are valued at one sitting."""

from django.http import Http404, HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risks_value(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404
