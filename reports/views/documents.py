"""The files of a report: served while they are fresh, else ordered."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_http_methods

from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from reports import documents
from reports.models import Document
from reports.ordering import order
from reports.scope import report_or_404

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
    """A fresh file is served; for another, GET shows a button and POST starts the job."""
    fresh = documents.fresh_document(request.user, committee, slug, file_format)
    if fresh is not None:
        return _served(request, fresh)
    report = report_or_404(request.user, committee, slug)
    if request.method == "POST":
        job = order(report=report, file_format=file_format, by=request.user)
        return redirect("job", pk=job.pk)
    return render(
        request,
        "reports/order_document.html",
        {"report": report, "document": documents.kept_document(report, file_format), "format": file_format},
    )


def _served(request: HttpRequest, document: Document) -> HttpResponseBase:
    """The file itself; 304 where the browser has it already. After POST the browser fetches it with GET."""
    file_format = Document.Format(document.format)
    if request.method == "POST":
        return redirect(documents.address(document.report, file_format))
    etag = f'"{document.contents_hash}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(
            document.file.open("rb"),
            as_attachment=file_format == Document.Format.XLSX,
            filename=documents.file_name(document.report, file_format),
        )
    if isinstance(response, HttpResponse | FileResponse):
        response["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
    return response
