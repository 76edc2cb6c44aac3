"""The page of the person who carries out a control: one occasion of it."""

from django.http import HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def control_follow_up(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int
) -> HttpResponse:
    raise NotImplementedError
