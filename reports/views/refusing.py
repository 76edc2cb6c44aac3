"""Pages that change a report, where it has been adopted: back to the report, which says why."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from organisation.access import View
from organisation.models import Committee
from reports.frozen import ReportAdopted


def drafts_only(view: View) -> View:
    """View(request, committee, report, …) of a page that raises ReportAdopted, asked for or already at work."""

    @wraps(view)
    def page(request: HttpRequest, committee: Committee, report: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, committee, report, **kwargs)
        except ReportAdopted as refusal:
            messages.warning(request, str(refusal))
            return redirect("report", committee=committee.slug, report=report)

    return page
