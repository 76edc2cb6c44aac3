"""Budget lines entered by hand: a year of a unit, an account and a type is saved, deleted and undone as one.

People type amounts in the sign of the account's own kind, income and cost both positive; amounts here are in
ledger sign, and own_sign() turns one into the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from budget import spreading
from budget.models import Account, Actual, BudgetLine, Kind
from budget.recalculation import mark_changed
from organisation import audit, periods
from organisation.figures import formatted
from organisation.models import AuditEvent, Committee, Unit

SAVED = "förde in budget"
DELETED = "tog bort budget"
UNDONE = "ångrade budgetändring"

# Proportions of a year that nearly cancels out can make months out of all measure.
TOO_LARGE = Decimal(10**13)

Months = dict[int, Decimal]


class EntryRefused(ValueError):
    """An entry that cannot be made. The message is Swedish and fit for the user."""


def own_sign(kind: str, amount: Decimal) -> Decimal:
    """Ledger sign to the sign of the account's own kind (income positive, cost positive), and back again."""
    return -amount + 0 if kind == Kind.REVENUE else amount


def year_total(kind: str, months: Iterable[Decimal]) -> Decimal:
    """The sum of months in ledger sign, in the sign of the account's own kind."""
    return own_sign(kind, sum(months, Decimal(0)))


def spread_like_last_year(*, unit: Unit, account: Account, year: int, amount: Decimal) -> tuple[Decimal, ...]:
    """A year's amount (ledger sign) by month in the proportions of the unit's actuals of the year before.

    Raises EntryRefused if there are none, or if they sum to zero.
    """
    actuals = dict(
        Actual.objects.filter(unit=unit, account=account, year=year - 1).values_list("month", "amount")
    )
    if not actuals:
        raise EntryRefused(
            f"{unit} har inget utfall {year - 1} på {account} att fördela efter. Fördela jämnt eller månad för månad."
        )
    try:
        return spreading.in_proportion(amount, [actuals.get(month, Decimal(0)) for month in range(1, 13)])
    except spreading.NothingToFollow:
        raise EntryRefused(
            f"Utfallet {year - 1} på {account} blir noll för hela året, så det går inte att fördela efter det. "
            "Fördela jämnt eller månad för månad."
        ) from None


def budget_months(*, unit: Unit, account: Account, year: int, type: str) -> Months:
    """What is stored, in ledger sign, by month; months without a row are absent."""
    lines = BudgetLine.objects.filter(unit=unit, account=account, year=year, type=type)
    return dict(lines.order_by("month").values_list("month", "amount"))


@transaction.atomic
def save_budget(
    *,
    unit: Unit,
    account: Account,
    year: int,
    type: str,
    months: Sequence[Decimal],
    by: Any,
    seen: Mapping[int, Decimal] | None = None,
) -> AuditEvent:
    """Store twelve months (ledger sign). Only months whose amount changes are written, and they must be open.

    seen is what the user had before them: if it is no longer what is stored, somebody else was first.
    Raises EntryRefused or MonthClosed, and then nothing is changed.
    """
    if len(months) != 12:
        raise EntryRefused("Budgeten behöver tolv månader.")
    if unit.committee_id != account.committee_id:
        raise EntryRefused(f"{unit} och {account} hör till olika nämnder.")
    if any(abs(amount) >= TOO_LARGE for amount in months):
        raise EntryRefused(
            "Något månadsbelopp blir större än vad programmet kan lagra. Kontrollera beloppet."
        )
    _require_valid(unit, year)
    wanted = dict(enumerate(months, start=1))
    return _replace(
        unit=unit, account=account, year=year, type=type, wanted=wanted, by=by, action=SAVED, seen=seen
    )


@transaction.atomic
def delete_budget(*, unit: Unit, account: Account, year: int, type: str, by: Any) -> AuditEvent:
    """Delete the line's whole year. Raises EntryRefused if there is none, or MonthClosed."""
    if not budget_months(unit=unit, account=account, year=year, type=type):
        raise EntryRefused("Budgetraden är redan borttagen.")
    return _replace(unit=unit, account=account, year=year, type=type, wanted={}, by=by, action=DELETED)


@transaction.atomic
def undo(*, event: AuditEvent, committee: Committee, by: Any) -> AuditEvent:
    """Put back what a save or a delete replaced. Raises EntryRefused if the line was changed again since."""
    if event.committee_slug != committee.slug or event.action not in {SAVED, DELETED, UNDONE}:
        raise EntryRefused("Den ändringen går inte att ångra.")
    details = event.details
    unit = Unit.objects.filter(committee=committee, code=details["unit"]).first()
    account = Account.objects.filter(committee=committee, code=details["account"]).first()
    if unit is None or account is None:
        raise EntryRefused("Enheten eller kontot finns inte längre, så ändringen går inte att ångra.")
    return _replace(
        unit=unit,
        account=account,
        year=details["year"],
        type=details["type"],
        wanted=_read(details["before"]),
        by=by,
        action=UNDONE,
        seen=_read(details["after"]),
    )


def _replace(
    *,
    unit: Unit,
    account: Account,
    year: int,
    type: str,
    wanted: Months,
    by: Any,
    action: str,
    seen: Mapping[int, Decimal] | None = None,
) -> AuditEvent:
    committee = unit.committee
    # The committee's row is taken before anything is read, so that two who save follow one another.
    periods.require_open(committee, [])
    before = budget_months(unit=unit, account=account, year=year, type=type)
    if seen is not None and seen != before:
        raise EntryRefused(
            f"Någon annan har ändrat raden under tiden. Nu gäller {_sum_text(account, before)} för året. "
            "Jämför med det du har skrivit, och spara en gång till om ditt ska gälla."
        )
    changed = {month for month in {*before, *wanted} if before.get(month) != wanted.get(month)}
    periods.require_open(committee, [(year, month) for month in changed])
    lines = BudgetLine.objects.filter(unit=unit, account=account, year=year, type=type)
    lines.filter(month__in=changed).delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(unit=unit, account=account, year=year, month=month, type=type, amount=wanted[month])
        for month in sorted(changed & set(wanted))
    )
    if changed:
        mark_changed(committee, [year])
    return audit.record(
        by=by,
        action=action,
        committee=committee,
        subject=f"{unit}, {account}, {year}",
        changes_data=bool(changed),
        unit=unit.code,
        account=account.code,
        year=year,
        type=str(type),
        before=_written(before),
        after=_written(wanted),
    )


def _require_valid(unit: Unit, year: int) -> None:
    if not unit.is_valid_in(year):
        raise EntryRefused(f"{unit} gäller inte {year}, så den kan inte få budget det året.")


def _sum_text(account: Account, months: Mapping[int, Decimal]) -> str:
    if not months:
        return "ingen budget"
    return f"{formatted(year_total(account.cost_type.kind, months.values()), 2)} kr"


def _written(months: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(month): str(amount) for month, amount in months.items()}


def _read(months: Mapping[str, str]) -> Months:
    return {int(month): Decimal(amount) for month, amount in months.items()}
