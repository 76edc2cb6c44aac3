"""The investments table: a row per project, a sum per group and in all. Kronor, spending positive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.calculations import added, difference
from budget.models import CarryOverRequest, InvestmentAmount, InvestmentProject
from organisation.models import Committee

Type = InvestmentAmount.Type


@dataclass(frozen=True)
class Investment:
    """A year's money of a project, or of several added up. None is undefined: there are no such amounts."""

    original: Decimal | None = None
    additions: Decimal | None = None
    actual: Decimal | None = None
    forecast: Decimal | None = None
    carry_over: Decimal | None = None

    def __add__(self, other: "Investment") -> "Investment":
        return Investment(
            added(self.original, other.original),
            added(self.additions, other.additions),
            added(self.actual, other.actual),
            added(self.forecast, other.forecast),
            added(self.carry_over, other.carry_over),
        )

    @property
    def budget(self) -> Decimal | None:
        return added(self.original, self.additions)

    @property
    def deviation(self) -> Decimal | None:
        """Total budget − actual. A budget of which nothing is spent is left whole."""
        return None if self.budget is None else difference(self.budget, self.actual or Decimal(0))

    @property
    def forecast_deviation(self) -> Decimal | None:
        return difference(self.budget, self.forecast)


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


def year_of(
    amounts: Iterable[tuple[str, int, Decimal]], month: int, request: CarryOverRequest | None = None
) -> Investment:
    """From a project's (type, month, amount) of a year: actuals to month, and the newest forecast made by then.

    Budget and additions are the whole year's, whatever month they were decided.
    """
    rows = list(amounts)

    def of(type: str) -> Decimal | None:
        found = [amount for t, m, amount in rows if t == type and (t != Type.ACTUAL or m <= month)]
        return sum(found, Decimal(0)) if found else None

    made = {m: amount for t, m, amount in rows if t == Type.FORECAST and m <= month}
    return Investment(
        of(Type.ORIGINAL),
        of(Type.ADDITION),
        of(Type.ACTUAL),
        made[max(made)] if made else None,
        request.amount if request else None,
    )


def project_groups(
    *, committee: Committee, projects: Sequence[InvestmentProject], year: int, month: int
) -> list[ProjectGroup]:
    """In the order of the projects; two queries, however many they are."""
    by_project: dict[int, list[tuple[str, int, Decimal]]] = {}
    amounts = InvestmentAmount.objects.filter(project__committee=committee, year=year)
    for project, of_type, made, amount in amounts.values_list("project_id", "type", "month", "amount"):
        by_project.setdefault(project, []).append((of_type, made, amount))
    requests = {
        request.project_id: request
        for request in CarryOverRequest.objects.filter(project__committee=committee, year=year)
    }
    groups: dict[str, list[ProjectRow]] = {}
    for found in projects:
        request = requests.get(found.pk)
        money = year_of(by_project.get(found.pk, []), month, request)
        groups.setdefault(found.group, []).append(ProjectRow(found, money, request.reason if request else ""))
    return [
        ProjectGroup(name, tuple(rows), in_all(row.amounts for row in rows)) for name, rows in groups.items()
    ]


def in_all(amounts: Iterable[Investment]) -> Investment:
    return sum(amounts, Investment())
