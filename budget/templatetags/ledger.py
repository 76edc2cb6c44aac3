"""What the budget's pages need in their tables: amounts in the sign of the account's kind, and headings that sort."""

from decimal import Decimal
from typing import Any

from django import template

from budget import entry

register = template.Library()


@register.filter
def own_sign(amount: Decimal | None, kind: str) -> Decimal | None:
    """Ledger sign to the sign of the kind: income and cost both positive."""
    return None if amount is None else entry.own_sign(kind, amount)


@register.filter
def months_of(row: dict[str, Any]) -> list[Decimal | None]:
    """The twelve months of a row of budget.budget_rows."""
    return [row[f"m{month}"] for month in range(1, 13)]


@register.inclusion_tag("budget/parts/sort_heading.html", takes_context=True)
def sort_heading(context: template.Context, label: str, key: str, sort: str, css: str = "") -> dict[str, Any]:
    """A column heading that sorts by its key; pressed again it turns the order round."""
    query = context["request"].GET.copy()
    query["sortera"] = f"-{key}" if sort == key else key
    query.pop("sida", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return {"label": label, "query": query.urlencode(), "order": order, "css": css}
