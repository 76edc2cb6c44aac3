"""A risk's page, changing it, and deleting what was entered by mistake."""

from django.http import Http404, HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def risk(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_edit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404
