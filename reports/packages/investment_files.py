"""investeringar.csv, investeringsbelopp.csv and ombudgetering.csv: projects, their amounts, and what is carried over."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budget.investing import period_of_request
from budget.models import CarryOverRequest, InvestmentAmount, InvestmentProject
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, require_open
from reports.packages.files import Package, Row
from reports.packages.organisation_files import UnitRow
from reports.packages.upserting import differs, updated

PROJECTS, AMOUNTS, REQUESTS = "investeringar.csv", "investeringsbelopp.csv", "ombudgetering.csv"
PROJECT_COLUMNS = ("projekt", "namn", "grupp", "ansvar")
AMOUNT_COLUMNS = ("period", "projekt", "typ", "belopp")
REQUEST_COLUMNS = ("år", "projekt", "belopp", "skäl")
TYPES: dict[str, str] = {
    "Ursprungsbudget": InvestmentAmount.Type.ORIGINAL.value,
    "Tillägg": InvestmentAmount.Type.ADDITION.value,
    "Utfall": InvestmentAmount.Type.ACTUAL.value,
    "Prognos": InvestmentAmount.Type.FORECAST.value,
}


@dataclass(frozen=True)
class ProjectRow:
    code: str
    name: str
    group: str
    unit: str


@dataclass(frozen=True)
class Investments:
    """amounts: by project, year, month and type. requests: amount and reason by project and year."""

    projects: list[ProjectRow]
    amounts: dict[tuple[str, int, int, str], Decimal]
    requests: dict[tuple[str, int], tuple[Decimal, str]]


def read_investments(package: Package, committee: Committee | None, units: list[UnitRow]) -> Investments:
    unit_codes = {unit.code for unit in units}
    project_codes: set[str] = set()
    if committee is not None:
        unit_codes.update(Unit.objects.filter(committee=committee).values_list("code", flat=True))
        project_codes.update(
            InvestmentProject.objects.filter(committee=committee).values_list("code", flat=True)
        )
    projects = _read_projects(package, unit_codes)
    project_codes.update(project.code for project in projects)
    return Investments(
        projects, _read_amounts(package, project_codes), _read_requests(package, project_codes)
    )


def _read_projects(package: Package, units: set[str]) -> list[ProjectRow]:
    projects: list[ProjectRow] = []
    seen: dict[str, int] = {}
    for row in package.rows(PROJECTS, PROJECT_COLUMNS):
        project = ProjectRow(
            row.code("projekt"),
            row.text("namn", 150),
            row.text("grupp", 100, required=False),
            row.cells["ansvar"],
        )
        if seen.setdefault(project.code, row.line) != row.line:
            row.error(f"Projektet {project.code} står redan på rad {seen[project.code]}.")
        if project.unit and project.unit not in units:
            row.error(f"Ansvaret ”{project.unit}” finns inte i nämndens organisation.")
        projects.append(project)
    return projects


def _project(row: Row, projects: set[str]) -> str:
    code = row.cells["projekt"]
    if code not in projects:
        row.error(f"Projektet ”{code}” finns inte i {PROJECTS}.")
    return code


def _read_amounts(package: Package, projects: set[str]) -> dict[tuple[str, int, int, str], Decimal]:
    amounts: dict[tuple[str, int, int, str], Decimal] = {}
    seen: dict[tuple[str, int, int, str], int] = {}
    for row in package.rows(AMOUNTS, AMOUNT_COLUMNS):
        period, project = row.period(), _project(row, projects)
        kind, amount = row.choice("typ", TYPES), row.amount()
        if period is None or kind is None or amount is None:
            continue
        key = (project, *period, TYPES[kind])
        if seen.setdefault(key, row.line) != row.line:
            row.error(
                f"Samma period, projekt och typ står redan på rad {seen[key]}. Slå ihop raderna till en."
            )
        amounts[key] = amount
    return amounts


def _read_requests(package: Package, projects: set[str]) -> dict[tuple[str, int], tuple[Decimal, str]]:
    requests: dict[tuple[str, int], tuple[Decimal, str]] = {}
    seen: dict[tuple[str, int], int] = {}
    for row in package.rows(REQUESTS, REQUEST_COLUMNS):
        year, project, amount = row.year("år"), _project(row, projects), row.amount()
        reason = row.text("skäl", 10_000)
        if year is None or amount is None:
            continue
        if amount <= 0:
            row.error("Beloppet att ombudgetera måste vara större än noll.")
        if seen.setdefault((project, year), row.line) != row.line:
            row.error(f"Projektet {project} har redan en begäran för {year}, på rad {seen[project, year]}.")
        requests[project, year] = (amount, reason)
    return requests


def save_investments(package: Package, committee: Committee, investments: Investments) -> int:
    """Write projects, amounts and requests; returns how many changed. Those that the package does not have stay.

    A change in a closed month becomes an error of the package.
    """
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    projects: dict[str, Mapping[str, Any]] = {
        project.code: {
            "code": project.code,
            "name": project.name,
            "group": project.group,
            "unit_id": units[project.unit] if project.unit else None,
            "position": position,
        }
        for position, project in enumerate(investments.projects)
    }
    stored = {project.code: project for project in InvestmentProject.objects.filter(committee=committee)}
    changes = updated(InvestmentProject, stored, projects, committee=committee)
    ids = dict(InvestmentProject.objects.filter(committee=committee).values_list("code", "pk"))
    amounts: dict[tuple[int, int, int, str], Mapping[str, Any]] = {
        (ids[code], year, month, kind): {
            "project_id": ids[code],
            "year": year,
            "month": month,
            "type": kind,
            "amount": amount,
        }
        for (code, year, month, kind), amount in investments.amounts.items()
    }
    stored_amounts = {
        (amount.project_id, amount.year, amount.month, amount.type): amount
        for amount in InvestmentAmount.objects.filter(project__committee=committee)
    }
    _require_open(
        package,
        AMOUNTS,
        committee,
        {
            (year, month)
            for (project, year, month, kind), values in amounts.items()
            if differs(stored_amounts.get((project, year, month, kind)), values)
        },
    )
    changes += updated(InvestmentAmount, stored_amounts, amounts)
    requests: dict[tuple[int, int], Mapping[str, Any]] = {
        (ids[code], year): {"project_id": ids[code], "year": year, "amount": amount, "reason": reason}
        for (code, year), (amount, reason) in investments.requests.items()
    }
    stored_requests = {
        (request.project_id, request.year): request
        for request in CarryOverRequest.objects.filter(project__committee=committee)
    }
    _require_open(
        package,
        REQUESTS,
        committee,
        {
            period_of_request(year)
            for (project, year), values in requests.items()
            if differs(stored_requests.get((project, year)), values)
        },
    )
    return changes + updated(CarryOverRequest, stored_requests, requests)


def _require_open(package: Package, file: str, committee: Committee, periods: set[tuple[int, int]]) -> None:
    try:
        require_open(committee, periods)
    except MonthClosed as error:
        package.errors.add(file, None, str(error))
