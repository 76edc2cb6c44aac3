"""Writing a committee out as a package. What is dumped and loaded elsewhere gives the same files again."""

import shutil
import tempfile
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from budget import ledger_rows
from budget.models import Account, CarryOverRequest, InvestmentAmount, InvestmentProject, Kind
from organisation.figures import plain
from organisation.models import ClosedMonth, Committee, Unit
from reports.packages import budget_files, investment_files, organisation_files
from reports.packages.dumping_control import write_control
from reports.packages.dumping_goals import write_goals
from reports.packages.dumping_reports import write_reports
from reports.packages.entries import ENTRIES
from reports.packages.file_writing import write_rows, write_text
from reports.packages.files import PackageError
from reports.packages.toml_writing import toml_lines


@transaction.atomic
def dump_package(
    committee: Committee, directory: Path | str, *, replace: bool = False, all_values: bool = False
) -> None:
    """Write everything of the committee into the directory, complete or not at all.

    Values that small numbers protect are written as .. unless all_values is set, for another installation. Raises PackageError if the directory has files and replace is not set; then a package's own files are
    replaced and others stay.
    """
    target = Path(directory)
    if target.exists() and not target.is_dir():
        raise PackageError([f"{target}: Där finns redan en fil med det namnet."])
    if target.exists() and any(target.iterdir()) and not replace:
        raise PackageError(
            [f"{target}: Katalogen är inte tom. Välj en annan, eller skriv över den med --force."]
        )
    target.mkdir(parents=True, exist_ok=True)
    Committee.objects.select_for_update().get(pk=committee.pk)
    with tempfile.TemporaryDirectory(dir=target, prefix=".paket-") as name:
        made = Path(name)
        _write(committee, made, all_values=all_values)
        for entry in ENTRIES:
            _take_away(target / entry)
            if (made / entry).exists():
                (made / entry).replace(target / entry)


def _take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(committee: Committee, to: Path, *, all_values: bool) -> None:
    settings: dict[str, str | int] = {
        "format": organisation_files.FORMAT,
        "kommunkod": committee.municipality.code,
        "kommun": committee.municipality.name,
        "namn": committee.name,
        "adressnamn": committee.slug,
        "minsta_grupp": committee.small_group_threshold,
    }
    write_text(to / organisation_files.SETTINGS, toml_lines(settings))
    _write_units(committee, to)
    _write_accounts(committee, to)
    _write_ledger(committee, to)
    _write_investments(committee, to)
    months = ClosedMonth.objects.filter(committee=committee).order_by("year", "month")
    write_rows(
        to / organisation_files.MONTHS,
        organisation_files.MONTH_COLUMNS,
        (
            (
                f"{month.year}{month.month:02}",
                month.closed_by,
                timezone.localtime(month.closed_at).isoformat(),
            )
            for month in months
        ),
    )
    write_goals(committee, to, all_values=all_values)
    write_control(committee, to, all_values=all_values)
    write_reports(committee, to)


def _amount(amount: Decimal) -> str:
    return plain(amount if amount % 1 else amount.to_integral_value())


def _write_units(committee: Committee, to: Path) -> None:
    units = list(Unit.objects.filter(committee=committee).select_related("parent").in_order())
    has_validity = any(unit.valid_from or unit.valid_to for unit in units)
    write_rows(
        to / organisation_files.UNITS,
        organisation_files.UNIT_COLUMNS + (organisation_files.VALIDITY_COLUMNS if has_validity else ()),
        (
            (unit.code, unit.name, unit.parent.code if unit.parent else "", unit.type)
            + ((unit.valid_from, unit.valid_to) if has_validity else ())
            for unit in units
        ),
    )


def _write_accounts(committee: Committee, to: Path) -> None:
    accounts = Account.objects.filter(committee=committee).select_related("cost_type")
    write_rows(
        to / budget_files.ACCOUNTS,
        budget_files.ACCOUNT_COLUMNS,
        (
            (account.code, account.name, Kind(account.cost_type.kind).label, _cost_type(account))
            for account in accounts.order_by("cost_type__position", "cost_type__name", "code")
        ),
    )


def _cost_type(account: Account) -> str:
    cost_type = account.cost_type
    return "" if cost_type.kind == Kind.REVENUE and cost_type.name == budget_files.REVENUE else cost_type.name


def _write_ledger(committee: Committee, to: Path) -> None:
    units = list(Unit.objects.filter(committee=committee).in_order().values_list("pk", "code"))
    accounts = list(Account.objects.filter(committee=committee).order_by("code").values_list("pk", "code"))
    unit_places = {pk: place for place, (pk, _) in enumerate(units)}
    account_places = {pk: place for place, (pk, _) in enumerate(accounts)}
    rows = sorted(
        (unit_places[unit], account_places[account], type_place, year, month, amount)
        for type_place, kind in enumerate(ledger_rows.TYPES)
        for unit, account, year, month, amount in ledger_rows.rows_of(committee, kind)
        .order_by()
        .values_list("unit_id", "account_id", "year", "month", "amount")
        .iterator(chunk_size=10_000)
    )
    write_rows(
        to / budget_files.LEDGER,
        ("period", "ansvar", "konto", "typ", "belopp"),
        (
            (
                f"{year}{month:02}",
                units[unit][1],
                accounts[account][1],
                ledger_rows.TYPES[kind],
                _amount(amount),
            )
            for unit, account, kind, year, month, amount in rows
        ),
    )


def _write_investments(committee: Committee, to: Path) -> None:
    projects = InvestmentProject.objects.filter(committee=committee).select_related("unit")
    write_rows(
        to / investment_files.PROJECTS,
        investment_files.PROJECT_COLUMNS,
        (
            (project.code, project.name, project.group, project.unit.code if project.unit else "")
            for project in projects.order_by("position", "code")
        ),
    )
    words = {kind: word for word, kind in investment_files.TYPES.items()}
    order = list(words)
    amounts = InvestmentAmount.objects.filter(project__committee=committee).select_related("project")
    write_rows(
        to / investment_files.AMOUNTS,
        investment_files.AMOUNT_COLUMNS,
        (
            (
                f"{amount.year}{amount.month:02}",
                amount.project.code,
                words[amount.type],
                _amount(amount.amount),
            )
            for amount in sorted(
                amounts,
                key=lambda one: (
                    one.project.position,
                    one.project.code,
                    order.index(one.type),
                    one.year,
                    one.month,
                ),
            )
        ),
    )
    requests = CarryOverRequest.objects.filter(project__committee=committee).select_related("project")
    write_rows(
        to / investment_files.REQUESTS,
        investment_files.REQUEST_COLUMNS,
        (
            (request.year, request.project.code, _amount(request.amount), request.reason)
            for request in requests.order_by("year", "project__position", "project__code")
        ),
    )
