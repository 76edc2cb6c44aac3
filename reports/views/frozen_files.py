"""What readers get of a frozen report: the bytes that were adopted, or nothing."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from organisation.adoption import FileChanged, verified
from organisation.models import AdoptedFile
from reports.frozen import PDF


def file_response(request: HttpRequest, file: AdoptedFile, saved_as: str) -> HttpResponseBase:
    """The file, proved; 304 where the browser has it already."""
    etag = f'"{file.sha256}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(verified(file), content_type=file.content_type)
        except FileChanged as error:
            return changed_file(request, error)
        shown_at_once = file.name == PDF
        response["Content-Disposition"] = str(content_disposition_header(not shown_at_once, saved_as))
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def changed_file(request: HttpRequest, error: FileChanged) -> HttpResponse:
    """Instead of a file that is not what was adopted: it is never shown."""
    return render(request, "reports/changed_file.html", {"error": error}, status=500)
