"""The investments table: a row per project, a sum per group and in all. Kronor, spending positive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from budget.investments import Booked, Investment, investment
from budget.models import CarryOverRequest, InvestmentAmount, InvestmentProject
from organisation.models import Committee


@dataclass(frozen=True)
class ProjectRow:
    project: InvestmentProject
    amounts: Investment
    reason: str


@dataclass(frozen=True)
class ProjectGroup:
    name: str
    rows: tuple[ProjectRow, ...]
    amounts: Investment


def project_groups(
    *, committee: Committee, projects: Sequence[InvestmentProject], year: int, month: int
) -> list[ProjectGroup]:
    """In the order of the projects; two queries, however many they are."""
    booked: dict[int, list[Booked]] = {}
    amounts = InvestmentAmount.objects.filter(project__committee=committee, year=year)
    fields = ("year", "month", "type", "amount")
    for project, *row in amounts.order_by().values_list("project_id", *fields):
        booked.setdefault(project, []).append(Booked(*row))
    requests = {
        request.project_id: request
        for request in CarryOverRequest.objects.filter(project__committee=committee, year=year)
    }
    groups: dict[str, list[ProjectRow]] = {}
    for found in projects:
        request = requests.get(found.pk)
        asked = request.amount if request else None
        money = investment(booked.get(found.pk, []), year, month, asked)
        groups.setdefault(found.group, []).append(ProjectRow(found, money, request.reason if request else ""))
    return [
        ProjectGroup(name, tuple(rows), in_all(row.amounts for row in rows)) for name, rows in groups.items()
    ]


def in_all(amounts: Iterable[Investment]) -> Investment:
    return sum(amounts, Investment())
