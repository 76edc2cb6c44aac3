"""A report within the user's scope, with all that its pages ask of it."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from organisation.models import Committee
from reports.frozen import require_draft, require_unfrozen, withdrawn_of
from reports.models import Report


def report_or_404(user: Any, committee: Committee, slug: str) -> Report:
    """The report with its template and has_withdrawn; the committee given is the report's, municipality included."""
    reports = Report.objects.for_user(user).filter(committee=committee).select_related("template")
    reports = reports.annotate(has_withdrawn=Exists(withdrawn_of(OuterRef("slug"), committee)))
    report = get_object_or_404(reports, slug=slug)
    report.committee = committee
    return report


def draft_or_404(user: Any, committee: Committee, slug: str) -> Report:
    """As report_or_404, of one that may be changed. Raises ReportAdopted if it is adopted."""
    report = report_or_404(user, committee, slug)
    require_draft(report)
    return report


def unfrozen_or_404(user: Any, committee: Committee, slug: str) -> Report:
    """As report_or_404, of one whose files may be frozen. Raises ReportAdopted if they are."""
    report = report_or_404(user, committee, slug)
    require_unfrozen(report)
    return report
