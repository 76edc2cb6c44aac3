"""The evidence of an occasion: added, handed out to those who may see it, removed."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@require_POST
@committee_page(Permission.CARRY_OUT)
def evidence_add(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int
) -> HttpResponse:
    raise NotImplementedError


@require_safe
@committee_page(Permission.VIEW_EVIDENCE, is_file=True)
def evidence_file(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int, evidence: int
) -> HttpResponseBase:
    raise NotImplementedError


@committee_page(Permission.CARRY_OUT)
def evidence_remove(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int, evidence: int
) -> HttpResponse:
    raise NotImplementedError
