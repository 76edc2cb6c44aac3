"""konton.csv and huvudbok.csv: the accounts with their cost types, and the ledger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from budget import ledger_rows
from budget.ledger_checks import LedgerFileError
from budget.ledger_file import Known, Ledger, read_ledger
from budget.models import Account, CostType, Kind
from organisation.models import Committee
from organisation.periods import MonthClosed, require_open
from reports.packages.files import Package, Row
from reports.packages.organisation_files import UnitRow
from reports.packages.upserting import updated

ACCOUNTS, LEDGER = "konton.csv", "huvudbok.csv"
ACCOUNT_COLUMNS = ("konto", "namn", "slag", "kostnadsslag")
REVENUE = "Intäkter"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class AccountRow:
    code: str
    name: str
    kind: Kind
    cost_type: str


def read_accounts(package: Package) -> list[AccountRow]:
    accounts: list[AccountRow] = []
    seen: dict[str, int] = {}
    kinds: dict[str, tuple[Kind, int]] = {}
    for row in package.rows(ACCOUNTS, ACCOUNT_COLUMNS):
        account = _read_account(row)
        if account is None:
            continue
        if seen.setdefault(account.code, row.line) != row.line:
            row.error(f"Kontot {account.code} står redan på rad {seen[account.code]}.")
        kind, line = kinds.setdefault(account.cost_type, (account.kind, row.line))
        if kind != account.kind:
            row.error(
                f"Kostnadsslaget ”{account.cost_type}” är {kind.label} på rad {line} och {account.kind.label} här. "
                "Ett kostnadsslag är det ena eller det andra."
            )
        accounts.append(account)
    return accounts


def _read_account(row: Row) -> AccountRow | None:
    code, name = row.code("konto"), row.text("namn", 150)
    label = row.choice("slag", Kind.labels)
    cost_type = row.text("kostnadsslag", 100, required=False)
    if label is None:
        return None
    kind = Kind(Kind.values[Kind.labels.index(label)])
    if kind == Kind.COST and not cost_type:
        row.error(f"Kostnadskontot {code} saknar kostnadsslag.")
    return AccountRow(code, name, kind, cost_type or REVENUE)


def save_accounts(committee: Committee, accounts: list[AccountRow]) -> int:
    """Write cost types, in the order they come, and accounts; returns how many changed. Others stay."""
    types: dict[str, Mapping[str, Any]] = {}
    for account in accounts:
        types.setdefault(
            account.cost_type, {"name": account.cost_type, "kind": account.kind.value, "position": len(types)}
        )
    existing_types = {kind.name: kind for kind in CostType.objects.filter(committee=committee)}
    changes = updated(CostType, existing_types, types, committee=committee)
    ids = dict(CostType.objects.filter(committee=committee).values_list("name", "pk"))
    existing = {account.code: account for account in Account.objects.filter(committee=committee)}
    wanted = {
        account.code: {"code": account.code, "name": account.name, "cost_type_id": ids[account.cost_type]}
        for account in accounts
    }
    return changes + updated(Account, existing, wanted, committee=committee)


def read_ledger_file(
    package: Package, committee: Committee | None, units: list[UnitRow], accounts: list[AccountRow]
) -> Ledger | None:
    """The ledger, checked against what the package has and what is there already; None if there is none."""
    if not package.has(LEDGER):
        return None
    there = ledger_rows.known(committee) if committee else Known({}, frozenset(), ledger_rows.TYPES)
    known = Known(
        units={**there.units, **{unit.code: (unit.valid_from, unit.valid_to) for unit in units}},
        accounts=there.accounts | {account.code for account in accounts},
        types=ledger_rows.TYPES,
    )
    try:
        return read_ledger((package.directory / LEDGER).read_bytes(), known)
    except LedgerFileError as error:
        for one in error.errors:
            package.errors.add(LEDGER, one.line, one.reason)
        if error.total > len(error.errors):
            package.errors.add(LEDGER, None, f"Filen har {error.total - len(error.errors)} fel till.")
        return None


def save_ledger(
    package: Package, committee: Committee, ledger: Ledger, progress: Progress
) -> tuple[int, set[int]]:
    """Write the months that differ; the number of rows written or replaced, and the years they are of."""
    different = ledger_rows.differences(committee, ledger)
    if not different:
        return 0, set()
    periods = {divmod(period, 100) for months in different.values() for period in months}
    try:
        require_open(committee, periods)
    except MonthClosed as error:
        package.errors.add(LEDGER, None, str(error))
        return 0, set()
    changes = 0
    for changes in ledger_rows.replace(committee, ledger, different):
        progress(changes, len(ledger), "Läser in huvudboken")
    return max(changes, 1), {year for year, _ in periods}
