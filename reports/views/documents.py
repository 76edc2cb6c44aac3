"""The files of a report: served while they are fresh, else ordered."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from reports import documents, frozen
from reports.fresh_files import FreshFile, fresh_file
from reports.models import Document
from reports.ordering import order
from reports.scope import report_or_404
from reports.views.frozen_files import file_response

FROZEN = {Document.Format.PDF: frozen.PDF, Document.Format.XLSX: frozen.TABLES}

methods = require_http_methods(["GET", "HEAD", "POST"])


@methods
@committee_page(Permission.EXPORT_REPORT, whole=True)
def report_pdf(request: HttpRequest, committee: Committee, report: str) -> HttpResponseBase:
    return _file(request, committee, report, Document.Format.PDF)


@methods
@committee_page(Permission.EXPORT_REPORT, whole=True)
def report_xlsx(request: HttpRequest, committee: Committee, report: str) -> HttpResponseBase:
    return _file(request, committee, report, Document.Format.XLSX)


def _file(
    request: HttpRequest, committee: Committee, slug: str, file_format: Document.Format
) -> HttpResponseBase:
    """A frozen or a fresh file is served; for another, GET shows a button and POST starts the job."""
    kept = fresh_file(committee, slug, file_format)
    if kept is not None:
        return _served(request, kept, file_format)
    report = report_or_404(request.user, committee, slug)
    if report.is_frozen:
        if request.method == "POST":
            return redirect(request.path)
        file = frozen.frozen_file(report.frozen_id, FROZEN[file_format])
        return file_response(request, file, documents.file_name(report, file_format))
    if request.method == "POST":
        job = order(report=report, file_format=file_format, by=request.user)
        return redirect("job", pk=job.pk)
    return render(
        request,
        "reports/order_document.html",
        {"report": report, "document": documents.kept_document(report, file_format), "format": file_format},
    )


def _served(request: HttpRequest, kept: FreshFile, file_format: Document.Format) -> HttpResponseBase:
    """The file itself; 304 where the browser has it already. After POST the browser fetches it with GET."""
    if request.method == "POST":
        return redirect(request.path)
    etag = f'"{kept.contents_hash}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        as_attachment = file_format == Document.Format.XLSX
        response = FileResponse(kept.path.open("rb"), as_attachment=as_attachment, filename=kept.name)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
