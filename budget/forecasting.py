"""A unit's whole forecast, made in a month, saved as one. Amounts are a whole year's, in ledger sign."""

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction

from budget.models import Account, Forecast
from budget.recalculation import mark_changed
from organisation import audit, periods
from organisation.models import AuditEvent, Committee, Unit

SAVED = "sparade prognos"
DELETED = "tog bort prognos"

Amounts = dict[str, Decimal]  # by account code


class ForecastRefused(ValueError):
    """A forecast that cannot be saved. The message is Swedish and fit for the user."""


class ForecastConflict(ForecastRefused):
    """Somebody else saved the same unit and month in the meantime. stored is what is there now."""

    def __init__(self, message: str, stored: Amounts) -> None:
        super().__init__(message)
        self.stored = stored


def stored_forecast(*, unit: Unit, year: int, month: int) -> Amounts:
    rows = Forecast.objects.filter(unit=unit, year=year, month=month)
    return dict(rows.order_by("account__code").values_list("account__code", "amount"))


def fingerprint(amounts: Mapping[str, Decimal]) -> str:
    """What a page carries to tell whether the stored forecast is still the one it was made from."""
    text = ";".join(f"{code}={amount:.2f}" for code, amount in sorted(amounts.items()))
    return sha256(text.encode()).hexdigest()[:24]


@transaction.atomic
def save_forecast(
    *, unit: Unit, year: int, month: int, amounts: Mapping[str, Decimal], seen: str, by: Any
) -> int:
    """Replace the unit's forecast made in the month by amounts (account code → ledger sign). Returns the rows.

    No amounts is no forecast: what was there is deleted. seen is the fingerprint of what the user started from.
    Raises ForecastConflict, ForecastRefused or MonthClosed, and then nothing is changed.
    """
    committee = unit.committee
    # Takes the committee's row: of two who save at once, the second sees what the first saved.
    periods.require_open(committee, [(year, month)])
    stored = stored_forecast(unit=unit, year=year, month=month)
    if fingerprint(stored) != seen:
        who = last_saved_by(committee=committee, unit=unit, year=year, month=month)
        raise ForecastConflict(
            f"{who or 'Någon annan'} har sparat en prognos för enheten sedan du öppnade sidan. Ingenting har skrivits "
            "över. Jämför raderna där ni skiljer er åt, och spara en gång till om dina belopp ska gälla.",
            stored,
        )
    if dict(amounts) == stored:
        raise ForecastRefused("Prognosen är redan sparad med just de beloppen. Ingenting har ändrats.")
    accounts = _accounts(committee, amounts)
    Forecast.objects.filter(unit=unit, year=year, month=month).delete()
    rows = Forecast.objects.bulk_create(
        Forecast(unit=unit, account=accounts[code], year=year, month=month, amount=amount)
        for code, amount in amounts.items()
    )
    mark_changed(committee, [year])
    audit.record(
        by=by,
        action=SAVED if rows else DELETED,
        committee=committee,
        subject=f"{unit}, {periods.month_name(year, month)}",
        unit=unit.code,
        year=year,
        month=month,
        before={code: str(amount) for code, amount in stored.items()},
        after={code: str(amount) for code, amount in amounts.items()},
    )
    return len(rows)


def last_saved_by(*, committee: Committee, unit: Unit, year: int, month: int) -> str:
    """Who last saved the unit's forecast of the month by hand; empty if nobody did."""
    return savers(committee=committee, year=year, month=month).get(unit.code, "")


def savers(*, committee: Committee, year: int, month: int) -> dict[str, str]:
    """Unit code → who last saved its forecast of the month by hand. One query."""
    events = AuditEvent.objects.filter(
        committee_slug=committee.slug, action=SAVED, details__year=year, details__month=month
    )
    return {
        details["unit"]: actor for details, actor in events.order_by("id").values_list("details", "actor")
    }


def _accounts(committee: Committee, amounts: Mapping[str, Decimal]) -> dict[str, Account]:
    accounts = {a.code: a for a in Account.objects.filter(committee=committee, code__in=list(amounts))}
    unknown = sorted(set(amounts) - set(accounts))
    if unknown:
        raise ForecastRefused(f"Nämnden har inget konto {', '.join(unknown)}.")
    return accounts
