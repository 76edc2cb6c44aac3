"""Budget lines as a list shows them: one row per unit, account and type, with the year and its months."""

from typing import Any

from django.db.models import Q
from django.db.models.query import QuerySet

from budget.models import Account, AmountQuerySet, BudgetLine, Kind
from budget.sums import ExactSum
from organisation.models import Committee, Unit

ORDERS = {
    "enhet": ("unit__path", "account__code", "type"),
    "konto": ("account__code", "unit__path", "type"),
    "typ": ("type", "unit__path", "account__code"),
    "belopp": ("total", "unit__path", "account__code", "type"),
}
KIND = "account__cost_type__kind"
NAMES = ("unit__code", "unit__name", "unit__path", "account__code", "account__name", KIND, "type")


def chosen_lines(
    *,
    user: Any,
    committee: Committee,
    year: int,
    units: list[Unit],
    search: str = "",
    under: str = "",
    of_type: str = "",
) -> AmountQuerySet:
    """units: those in the user's scope. search: parts of a unit's or an account's code or name; under: a unit's code."""
    lines: AmountQuerySet = BudgetLine.objects.for_user(user).of(committee).filter(year=year)
    if of_type:
        lines = lines.filter(type=of_type)
    if under:
        path = next((unit.path for unit in units if unit.code == under), "/")
        lines = lines.filter(unit__in=[unit.pk for unit in units if unit.path.startswith(path)])
    # Names are few and compared here: SQLite does not know that ä is the small letter of Ä.
    for word in search.casefold().split():
        accounts = [a.pk for a in Account.objects.filter(committee=committee) if word in str(a).casefold()]
        named = [unit.pk for unit in units if word in str(unit).casefold()]
        lines = lines.filter(Q(unit__in=named) | Q(account__in=accounts))
    return lines


def budget_rows(lines: AmountQuerySet, order: str = "") -> QuerySet[Any]:
    """Rows as dictionaries: names and codes, total and m1 … m12 (None where there is no line). Ledger sign."""
    falling, key = order.startswith("-"), order.removeprefix("-")
    first, *rest = ORDERS.get(key, ORDERS["enhet"])
    months = {f"m{month}": ExactSum("amount", filter=Q(month=month)) for month in range(1, 13)}
    rows: QuerySet[Any] = lines.values(*NAMES).annotate(total=ExactSum("amount"), **months)
    return rows.order_by(f"{'-' if falling else ''}{first}", *rest)


def budget_totals(lines: AmountQuerySet) -> dict[str, Any]:
    """Income, costs and net of all the lines, in ledger sign; None where there are none."""
    sums = dict(lines.order_by().values_list(KIND).annotate(ExactSum("amount")))
    return {
        "revenue": sums.get(Kind.REVENUE),
        "cost": sums.get(Kind.COST),
        "net": sum(sums.values()) if sums else None,
    }
