"""Addresses that hold what no database can look for."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class UnreadableAddressMiddleware:
    """Answer 400 to an address with the character NUL in it, which PostgreSQL refuses with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL i adressen")
        return self.get_response(request)
