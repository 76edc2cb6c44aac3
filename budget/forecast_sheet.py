"""A unit's forecast as a sheet to fill in: a row per account, and sums that the page keeps up while one types.

Amounts of a sheet are in the sign of the row's own kind, income and cost both positive; net is costs minus income
(what the unit costs). Deviations are plus when better than budget.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budget.account_figures import account_amounts, newest_forecast
from budget.calculations import added, total
from budget.entry import own_sign
from budget.models import Account, Kind
from organisation.figures import AmountError, formatted, parsed, rounded
from organisation.models import Unit

ZERO = Decimal(0)


@dataclass(frozen=True)
class SheetRow:
    account: Account
    budget: Decimal | None
    actual: Decimal | None
    last: Decimal | None  # of the newest forecast made before this month
    text: str = ""  # as typed
    amount: Decimal | None = None  # what text says; None if it is empty or cannot be read
    error: str = ""
    other: Decimal | None = None  # what somebody else saved meanwhile
    differs: bool = False  # other is not what this sheet says

    @property
    def is_known(self) -> bool:
        """The account has figures this year, so an empty cell says 0 kr."""
        return not (self.budget is None and self.actual is None and self.last is None)

    @property
    def kind(self) -> str:
        return self.account.cost_type.kind

    @property
    def deviation(self) -> Decimal | None:
        """Budget − forecast in ledger sign. A budget that is missing counts as nothing as soon as one types."""
        if self.amount is None:
            return None
        difference = (self.budget or ZERO) - self.amount
        return -difference + 0 if self.kind == Kind.REVENUE else difference


@dataclass(frozen=True)
class SheetSum:
    budget: Decimal | None
    actual: Decimal | None
    last: Decimal | None
    amount: Decimal | None
    deviation: Decimal | None


@dataclass(frozen=True)
class SheetGroup:
    """A cost type's rows."""

    name: str
    kind: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Sheet:
    rows: tuple[SheetRow, ...]

    @property
    def groups(self) -> list[SheetGroup]:
        by_type: dict[tuple[str, str], list[SheetRow]] = {}
        for row in self.rows:
            by_type.setdefault((row.account.cost_type.name, row.kind), []).append(row)
        return [SheetGroup(name, kind, tuple(rows)) for (name, kind), rows in by_type.items()]

    @property
    def errors(self) -> list[SheetRow]:
        return [row for row in self.rows if row.error]

    @property
    def is_empty(self) -> bool:
        return not any(row.text for row in self.rows)

    @property
    def has_last(self) -> bool:
        """There is an earlier forecast to fill in from."""
        return any(row.last is not None for row in self.rows)

    @property
    def revenue(self) -> SheetSum:
        return _sum([row for row in self.rows if row.kind == Kind.REVENUE], self.is_empty)

    @property
    def cost(self) -> SheetSum:
        return _sum([row for row in self.rows if row.kind == Kind.COST], self.is_empty)

    @property
    def net(self) -> SheetSum:
        revenue, cost = self.revenue, self.cost
        return SheetSum(
            budget=_minus(cost.budget, revenue.budget),
            actual=_minus(cost.actual, revenue.actual),
            last=_minus(cost.last, revenue.last),
            amount=_minus(cost.amount, revenue.amount),
            deviation=added(cost.deviation, revenue.deviation),
        )

    @property
    def summary(self) -> str:
        """The sums in a sentence, which is read out while one types."""
        net = self.net
        if net.amount is None or net.deviation is None:
            return "Ingenting är ifyllt än."
        size = rounded(abs(net.deviation))
        beside = f"{formatted(size)} kr {'bättre' if net.deviation > 0 else 'sämre'} än budget"
        left = " Belopp som inte går att läsa är inte med." if self.errors else ""
        return f"Nettokostnad {formatted(net.amount, 0)} kr, {beside if size else 'i nivå med budget'}.{left}"

    def amounts(self) -> dict[str, Decimal]:
        """What is to be saved: account code → ledger sign. Nothing if all is empty; else empty cells are 0 kr."""
        if self.is_empty:
            return {}
        return {
            row.account.code: own_sign(row.kind, row.amount or ZERO)
            for row in self.rows
            if row.is_known or row.text
        }


def _sum(rows: Iterable[SheetRow], is_empty: bool) -> SheetSum:
    rows = list(rows)
    amount = None if is_empty else sum((row.amount or ZERO for row in rows), ZERO)
    budget = total(row.budget for row in rows)
    difference = None if amount is None else (budget or ZERO) - amount
    if difference is not None and rows and rows[0].kind == Kind.REVENUE:
        difference = -difference + 0
    return SheetSum(
        budget, total(row.actual for row in rows), total(row.last for row in rows), amount, difference
    )


def _minus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None and other is None else (one or ZERO) - (other or ZERO)


def typed_text(amount: Decimal | None) -> str:
    """An amount as it stands in a field: öre only where there are any."""
    if amount is None:
        return ""
    return formatted(amount, 0 if amount == amount.to_integral_value() else 2)


def blank_sheet(*, unit: Unit, year: int, month: int, every_account: bool = False) -> Sheet:
    """The unit's accounts with budget, actual to the month and the newest forecast before it; nothing typed."""
    figures = account_amounts(unit=unit, year=year, month=month)
    last = newest_forecast(unit=unit, year=year, month=month - 1)
    accounts = Account.objects.filter(committee=unit.committee_id).select_related("cost_type")
    if not every_account:
        accounts = accounts.filter(pk__in=[account.pk for account in figures])
    rows = []
    for account in accounts.order_by("-cost_type__kind", "cost_type__position", "cost_type__name", "code"):
        kind, found = account.cost_type.kind, figures.get(account)
        rows.append(
            SheetRow(
                account,
                budget=_own(kind, found.budget_year if found else None),
                actual=_own(kind, found.actual_period if found else None),
                last=_own(kind, last.get(account.pk)),
            )
        )
    return Sheet(tuple(rows))


def _own(kind: str, amount: Decimal | None) -> Decimal | None:
    return None if amount is None else own_sign(kind, amount)


def filled(sheet: Sheet, texts: Mapping[str, str]) -> Sheet:
    """The sheet with what was typed, by account code; what cannot be read stays, with the reason."""
    return Sheet(tuple(_typed(row, texts.get(row.account.code, "").strip()) for row in sheet.rows))


def _typed(row: SheetRow, text: str) -> SheetRow:
    amount, error = None, ""
    if text:
        try:
            amount = parsed(text)
        except AmountError as refused:
            error = str(refused)
    return SheetRow(row.account, row.budget, row.actual, row.last, text, amount, error)


def stored_texts(stored: Mapping[str, Decimal], sheet: Sheet) -> dict[str, str]:
    """A stored forecast (ledger sign, by account code) as it stands in the sheet's cells."""
    kinds = {row.account.code: row.kind for row in sheet.rows}
    return {
        code: typed_text(own_sign(kinds[code], amount)) for code, amount in stored.items() if code in kinds
    }


def compared(sheet: Sheet, stored: Mapping[str, Decimal]) -> Sheet:
    """The sheet beside what somebody else saved meanwhile: both values, where they differ."""

    def beside(row: SheetRow) -> SheetRow:
        other = _own(row.kind, stored.get(row.account.code))
        differs = (other or ZERO) != (row.amount or ZERO)
        return SheetRow(
            row.account, row.budget, row.actual, row.last, row.text, row.amount, row.error, other, differs
        )

    return Sheet(tuple(beside(row) for row in sheet.rows))
