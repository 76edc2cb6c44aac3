"""Reports as they are read: the list, a report, its figures and its pictures."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from organisation.access import committee_page, may, may_all
from organisation.adoption import FileChanged, verified
from organisation.models import Committee
from organisation.periods import MONTHS
from organisation.permissions import Permission
from reports.building import build
from reports.figures_csv import SameFigureTwice, figures_csv
from reports.frozen import FIGURES, PART, frozen_file, withdrawn
from reports.models import Picture, Report, ReportTemplate
from reports.printable import printable
from reports.rendering import render_html
from reports.scope import report_or_404
from reports.template import TemplateError
from reports.views.frozen_files import changed_file, file_response

READER = "reports/report.html"
ADOPTED = "reports/adopted_report.html"


@require_safe
@committee_page(Permission.VIEW)
def reports(request: HttpRequest, committee: Committee) -> HttpResponse:
    found = Report.objects.for_user(request.user).filter(committee=committee).select_related("template")
    return render(
        request,
        "reports/reports.html",
        {
            "committee": committee,
            "reports": found.order_by("-year", "-month", "title"),
            "months": MONTHS,
            "may_edit": may_all(request.user, Permission.EDIT_REPORT, committee),
            "has_templates": ReportTemplate.objects.filter(committee=committee).exists(),
        },
    )


@require_safe
@committee_page(Permission.VIEW)
def report(request: HttpRequest, committee: Committee, report: str) -> HttpResponse:
    found = report_or_404(request.user, committee, report)
    may_write = may(request.user, Permission.WRITE_TEXT, committee)
    context = {
        "committee": committee,
        "report": found,
        "may_write": may_write,
        "may_edit": may_all(request.user, Permission.EDIT_REPORT, committee),
        "may_export": may_all(request.user, Permission.EXPORT_REPORT, committee),
        "may_adopt": may_all(request.user, Permission.ADOPT, committee),
        "withdrawn": withdrawn(found) if found.has_withdrawn else [],  # type: ignore[attr-defined]
    }
    if found.is_frozen:
        return _adopted(request, found, context)
    try:
        contents = build(found, fresh=False)
    except TemplateError as error:
        return render(request, "reports/broken_template.html", {**context, "error": error})
    # Who works with the report sees what is missing; others read it as it will be printed.
    shown = contents if may_write and not found.is_adopted else printable(contents)
    context["warnings"] = contents.warnings
    return HttpResponse(render_html(shown, template=READER, request=request, **context))


def _adopted(request: HttpRequest, found: Report, context: dict[str, Any]) -> HttpResponse:
    """The page as it was adopted, within the program's page as it is now."""
    file = frozen_file(found.frozen_id, PART)
    try:
        part = verified(file).decode()
    except FileChanged as error:
        return changed_file(request, error)
    return render(request, ADOPTED, {**context, "document": file.document, "part": part})


@require_safe
@committee_page(Permission.VIEW)
def report_figures(request: HttpRequest, committee: Committee, report: str) -> HttpResponseBase:
    found = report_or_404(request.user, committee, report)
    if found.is_frozen:
        return file_response(request, frozen_file(found.frozen_id, FIGURES), f"{found.slug}-figures.csv")
    try:
        text = figures_csv(printable(build(found, fresh=False)))
    except (TemplateError, SameFigureTwice) as error:
        return render(
            request,
            "reports/broken_template.html",
            {"committee": committee, "report": found, "error": error},
            status=409,
        )
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-figures.csv"'
    return response


@require_safe
@committee_page(Permission.VIEW)
def report_picture(request: HttpRequest, committee: Committee, report: str, key: str) -> FileResponse:
    found = report_or_404(request.user, committee, report)
    picture = get_object_or_404(Picture, report=found, key=key)
    try:
        response = FileResponse(picture.file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response
