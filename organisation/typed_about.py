"""The row that a page is about, also where somebody has given it another code, or deleted it, while one was typing."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

Row = TypeVar("Row", bound=Model)

# What templates/parts/typed_about.html sends: the key of the row that the page was opened about.
TYPED_ABOUT = "rad"


def row_or_404(request: HttpRequest, rows: QuerySet[Row], code: str) -> Row:
    """One of rows: that with the code of the address, or that which what is posted was typed about."""
    typed_about = request.POST.get(TYPED_ABOUT, "")
    return get_object_or_404(rows, **({"pk": typed_about} if typed_about.isdecimal() else {"code": code}))


def is_gone(request: HttpRequest, rows: QuerySet[Row]) -> bool:
    """Whether what is posted was typed about a row that somebody has deleted since."""
    typed_about = request.POST.get(TYPED_ABOUT, "")
    return typed_about.isdecimal() and not rows.filter(pk=typed_about).exists()


def gone(what: str) -> str:
    """what is in the definite, with a capital: 'Målet'."""
    return (
        f"{what} togs bort av någon annan medan du skrev. Ingenting är sparat, men allt du skrev står kvar här. "
        "Spara för att lägga upp det på nytt, eller lämna sidan."
    )
