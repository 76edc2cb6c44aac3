"""The controls of a year, and one of them: its page, changing, striking and deleting it."""

from django.http import Http404, HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def controls(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404


@committee_page(Permission.VIEW)
def control(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_edit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_strike(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404
