"""A year's plan: its page, a new one, deleting a draft, and what was changed since it was adopted."""

from django.http import Http404, HttpRequest, HttpResponse

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def control_plan(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_plan_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_plan_delete(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404


@committee_page(Permission.VIEW)
def control_plan_changes(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    raise Http404
