"""The row that a page is about, also where somebody has given it another code, or deleted it, while one was typing."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from organisation.addresses import whole_number

Row = TypeVar("Row", bound=Model)

# What templates/parts/typed_about.html sends: the key of the row that the page was opened about.
TYPED_ABOUT = "rad"


def typed_about(request: HttpRequest) -> int | None:
    """The key of the row that what is posted was typed about."""
    return whole_number(request.POST.get(TYPED_ABOUT, ""))


def row_or_404(request: HttpRequest, rows: QuerySet[Row], code: str) -> Row:
    """One of rows: that with the code of the address, or that which what is posted was typed about."""
    key = typed_about(request)
    return get_object_or_404(rows, **({"code": code} if key is None else {"pk": key}))


def is_gone(request: HttpRequest, rows: QuerySet[Row]) -> bool:
    """Whether what is posted was typed about a row that somebody has deleted since."""
    key = typed_about(request)
    return key is not None and not rows.filter(pk=key).exists()


def gone(what: str) -> str:
    """what is in the definite, with a capital: 'Målet'."""
    return (
        f"{what} togs bort av någon annan medan du skrev. Ingenting är sparat, men allt du skrev står kvar här. "
        "Spara för att lägga upp det på nytt, eller lämna sidan."
    )
