"""One page of a long list."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(
    request: HttpRequest, rows: "QuerySet[Any]", per_page: int = 50, *, count: int | None = None
) -> "Page[Any]":
    """The page that ?sida= asks for, the nearest one if there is none such; parts/pagination.html prints it.

    count: how many rows there are, where that is known already.
    """
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get("sida"))
    page.numbers = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))  # type: ignore[attr-defined]
    return page
