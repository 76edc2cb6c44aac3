"""What the budget's pages need in their tables: amounts in the sign of the account's kind."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from budget import entry
from budget.result_tables import Cell, Row
from organisation.templatetags.figures import figure, marked

register = template.Library()


@register.filter
def own_sign(amount: Decimal | None, kind: str) -> Decimal | None:
    """Ledger sign to the sign of the kind: income and cost both positive."""
    return None if amount is None else entry.own_sign(kind, amount)


@register.filter
def months_of(row: dict[str, Any]) -> list[Decimal | None]:
    """The twelve months of a row of budget.budget_rows."""
    return [row[f"m{month}"] for month in range(1, 13)]


INCOMPLETE = SafeString(
    '<span class="incomplete" title="Ofullständig: enheter saknar prognos">*'
    '<span class="visually-hidden"> ofullständig</span></span>'
)


@register.simple_tag
def result_row(row: Row, *, indent: bool = False, total: bool = False) -> SafeString:
    """A row of a result. Made here because a committee has a thousand cells, and a template is slow at small things."""
    css = [
        "row-subtotal" if total or row.style == "total" else "",
        "row-net" if row.style == "net" else "",
        "row-total" if row.style == "net" and (total or not indent) else "",
        "level-1" if indent else "",
    ]
    return format_html(
        '<tr class="{}"><th scope="row">{}</th>{}</tr>',
        " ".join(filter(None, css)),
        row.label,
        result_cells(row),
    )


@register.simple_tag
def result_cells(row: Row) -> SafeString:
    return SafeString("".join(_cell(cell) for cell in row.cells))


def _cell(cell: Cell) -> SafeString:
    shown = marked(cell.figure) if cell.is_deviation else figure(cell.figure)
    return format_html('<td class="num">{}{}</td>', shown, INCOMPLETE if cell.incomplete else "")
