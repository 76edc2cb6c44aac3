"""Risks that units propose."""

from django.http import Http404, HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.CARRY_OUT)
def risk_propose(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_take_up(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_decline(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    raise Http404
