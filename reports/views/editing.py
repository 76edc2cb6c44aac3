"""Creating a report and changing its facts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from reports.editing import save_report
from reports.forms import ReportForm
from reports.models import Report
from reports.scope import draft_or_404
from reports.views.refusing import drafts_only

methods = require_http_methods(["GET", "HEAD", "POST"])


@methods
@committee_page(Permission.EDIT_REPORT, whole=True)
def report_new(request: HttpRequest, committee: Committee) -> HttpResponse:
    if not committee.report_templates.exists():
        # The list says what is to be done about it.
        return redirect("reports", committee=committee.slug)
    return _form(request, committee, Report(committee=committee))


@methods
@committee_page(Permission.EDIT_REPORT, whole=True)
@drafts_only
def report_edit(request: HttpRequest, committee: Committee, report: str) -> HttpResponse:
    return _form(request, committee, draft_or_404(request.user, committee, report))


def _form(request: HttpRequest, committee: Committee, report: Report) -> HttpResponse:
    title = report.title
    form = ReportForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid():
        saved = save_report(report=form.save(commit=False), by=request.user)
        messages.success(request, f"Rapporten ”{saved.title}” är sparad.")
        return redirect("report", committee=committee.slug, report=saved.slug)
    return render(
        request,
        "reports/report_form.html",
        {"committee": committee, "report": report if report.pk else None, "title": title, "form": form},
    )
