"""Investment projects, their amounts by month, and the request to carry unused money over to the next year.

Kronor, spending positive. Other than the ledger's, these amounts are not part of the deviations.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from budget.models import CarryOverRequest, InvestmentAmount, InvestmentProject
from organisation import audit, periods

Cell = tuple[int, str]  # month, type


class InvestmentRefused(ValueError):
    """What cannot be done. The message is Swedish and fit for the user."""


def period_of_request(year: int) -> tuple[int, int]:
    """The month whose closing settles a year's requests to carry over: they are made at its end."""
    return year, 12


def periods_of(project: InvestmentProject) -> list[tuple[int, int]]:
    """The months that the project has amounts and requests in: what its deletion would change."""
    amounts = InvestmentAmount.objects.filter(project=project).values_list("year", "month")
    requests = CarryOverRequest.objects.filter(project=project).values_list("year", flat=True)
    return [*amounts, *map(period_of_request, requests)]


@transaction.atomic
def save_project(*, project: InvestmentProject, by: Any) -> InvestmentProject:
    """Store a new or changed project that its form has validated."""
    action = "ändrade investeringsprojekt" if project.pk else "lade till investeringsprojekt"
    project.save()
    audit.record(
        by=by,
        action=action,
        committee=project.committee,
        subject=project,
        code=project.code,
        name=project.name,
        group=project.group,
        unit=project.unit.code if project.unit else "",
    )
    return project


@transaction.atomic
def save_amounts(*, project: InvestmentProject, year: int, amounts: Mapping[Cell, Decimal], by: Any) -> int:
    """Make amounts the project's whole year; cells that are absent are deleted. Returns how many cells changed.

    Raises MonthClosed if a month that changes is closed.
    """
    periods.require_open(project.committee, [])
    before = stored_amounts(project=project, year=year)
    changed = sorted(cell for cell in {*before, *amounts} if before.get(cell) != amounts.get(cell))
    periods.require_open(project.committee, [(year, month) for month, _ in changed])
    for month, of_type in changed:
        InvestmentAmount.objects.filter(project=project, year=year, month=month, type=of_type).delete()
    InvestmentAmount.objects.bulk_create(
        InvestmentAmount(
            project=project, year=year, month=month, type=of_type, amount=amounts[month, of_type]
        )
        for month, of_type in changed
        if (month, of_type) in amounts
    )
    audit.record(
        by=by,
        action="förde in investeringsbelopp",
        committee=project.committee,
        subject=f"{project}, {year}",
        changes_data=bool(changed),
        code=project.code,
        year=year,
        changed=[[*cell, _text(before.get(cell)), _text(amounts.get(cell))] for cell in changed],
    )
    return len(changed)


def stored_amounts(*, project: InvestmentProject, year: int) -> dict[Cell, Decimal]:
    rows = InvestmentAmount.objects.filter(project=project, year=year)
    return {(month, of): amount for month, of, amount in rows.values_list("month", "type", "amount")}


@transaction.atomic
def delete_project(*, project: InvestmentProject, by: Any) -> None:
    """Delete a project with its amounts and requests. Raises MonthClosed if any of them is in a closed month."""
    amounts = InvestmentAmount.objects.filter(project=project).order_by("year", "month", "type")
    periods.require_open(project.committee, periods_of(project))
    audit.record(
        by=by,
        action="tog bort investeringsprojekt",
        committee=project.committee,
        subject=project,
        code=project.code,
        name=project.name,
        amounts=[[row.year, row.month, row.type, str(row.amount)] for row in amounts],
    )
    project.delete()


def left(*, project: InvestmentProject, year: int) -> Decimal:
    """What is unused of the year's budget: original budget and additions less actuals."""
    budget = {InvestmentAmount.Type.ORIGINAL, InvestmentAmount.Type.ADDITION}
    stored = stored_amounts(project=project, year=year)
    granted = sum((amount for (_, of), amount in stored.items() if of in budget), Decimal(0))
    spent = sum(
        (amount for (_, of), amount in stored.items() if of == InvestmentAmount.Type.ACTUAL), Decimal(0)
    )
    return granted - spent


def beyond(amount: Decimal, left: Decimal) -> Decimal | None:
    """How much more than is left an amount is; None if it is within."""
    return amount - left if amount > left else None


@transaction.atomic
def request_carry_over(
    *, project: InvestmentProject, year: int, amount: Decimal, reason: str, by: Any
) -> CarryOverRequest:
    """Ask for amount of the year's unused money in the next year; a new request replaces the old.

    More than is left may be asked for: bills may be on their way. The page warns, and the committee decides.
    Raises InvestmentRefused without a positive amount or a reason, MonthClosed when December is closed.
    """
    periods.require_open(project.committee, [period_of_request(year)])
    if amount <= 0:
        raise InvestmentRefused("Beloppet att ombudgetera måste vara större än noll.")
    if not reason.strip():
        raise InvestmentRefused("Skriv varför pengarna behövs nästa år.")
    request, _ = CarryOverRequest.objects.update_or_create(
        project=project, year=year, defaults={"amount": amount, "reason": reason.strip()}
    )
    audit.record(
        by=by,
        action="begärde ombudgetering",
        committee=project.committee,
        subject=f"{project}, {year}",
        code=project.code,
        year=year,
        amount=str(amount),
        reason=request.reason,
    )
    return request


@transaction.atomic
def withdraw_carry_over(*, project: InvestmentProject, year: int, by: Any) -> None:
    """Take a request back. Raises InvestmentRefused if there is none, MonthClosed when December is closed."""
    periods.require_open(project.committee, [period_of_request(year)])
    deleted, _ = CarryOverRequest.objects.filter(project=project, year=year).delete()
    if not deleted:
        raise InvestmentRefused("Begäran är redan återtagen.")
    audit.record(
        by=by,
        action="återtog begäran om ombudgetering",
        committee=project.committee,
        subject=f"{project}, {year}",
        code=project.code,
        year=year,
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
