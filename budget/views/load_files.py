"""Files to take with you: all faults of a file, and an example of how a ledger file looks."""

import csv

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from budget.ledger_file import COLUMNS
from budget.load_preview import example_rows
from budget.loading import all_errors
from budget.views.loads import load_or_404
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission

# So that Excel reads å, ä and ö right.
BOM = "\ufeff"


@committee_page(Permission.LOAD_LEDGER, whole=True)
def load_errors(request: HttpRequest, committee: Committee, pk: int) -> HttpResponse:
    found = load_or_404(request, committee, pk)
    response = _csv(f"fel-inlasning-{found.pk}.csv")
    csv.writer(response, delimiter=";").writerows([("rad", "fel"), *all_errors(found)])
    return response


@committee_page(Permission.LOAD_LEDGER, whole=True)
def ledger_example(request: HttpRequest, committee: Committee) -> HttpResponse:
    response = _csv("huvudbok-exempel.csv")
    csv.writer(response, delimiter=";").writerows([COLUMNS, *example_rows(committee, timezone.localdate())])
    return response


def _csv(name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(BOM, content_type="text/csv; charset=utf-8", headers=headers)
