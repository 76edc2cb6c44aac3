"""The page for errors that nobody caught: 507 if the disk is full, 503 if the database is gone, else 500."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from organisation.jobs import is_disk_full

RETRY_AFTER = 30  # seconds


def error_page(request: HttpRequest) -> HttpResponse:
    """Django's handler500: called while the error is handled, from a view or from any middleware.

    Rendered without the request: who is logged in stands in the database that is gone.
    """
    error = sys.exception()
    if error is not None and is_disk_full(error):
        return HttpResponse(render_to_string("507.html"), status=507, headers={"Cache-Control": "no-store"})
    if not isinstance(error, OperationalError | InterfaceError):
        return server_error(request)
    page = render_to_string("503.html")
    return HttpResponse(
        page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    )
