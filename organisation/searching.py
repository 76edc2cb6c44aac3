"""Rows whose texts hold what somebody searches for."""

from typing import Any, TypeVar

from django.db.models import QuerySet

Q = TypeVar("Q", bound="QuerySet[Any]")


def holding(rows: Q, names: tuple[str, ...], searched: str) -> Q:
    """Those with every searched word in some of the fields, in whatever case; all where nothing is searched. One query.

    Compared here: SQLite does not know that ä is the small letter of Ä.
    """
    words = searched.casefold().split()
    if not words:
        return rows
    texts: Any = rows.order_by().values_list("pk", *names)
    return rows.filter(pk__in=[pk for pk, *of_row in texts if _holds(of_row, words)])


def _holds(texts: list[str | None], words: list[str]) -> bool:
    held = " ".join(filter(None, texts)).casefold()
    return all(word in held for word in words)
