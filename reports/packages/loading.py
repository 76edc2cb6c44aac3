"""Loading a package: everything is read and checked, then written in one transaction or not at all."""

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.db import transaction

from budget import ledger_rows
from budget.recalculation import mark_changed
from organisation.audit import record
from organisation.models import Committee
from reports.packages import budget_files, investment_files, organisation_files, report_files
from reports.packages.budget_files import Progress
from reports.packages.control_contents import read_control_contents, save_control_contents
from reports.packages.entries import ENTRIES
from reports.packages.evidence_saving import EvidenceFiles
from reports.packages.files import Errors, Package, PackageError
from reports.packages.goal_contents import read_goal_contents, save_goal_contents
from reports.packages.pictures import Pictures


def _silent(done: int, total: int, step: str) -> None:
    """Nobody is watching."""


def _unheard(remark: str) -> None:
    """Nobody is told."""


def load_package(
    directory: Path | str,
    *,
    by: Any,
    progress: Progress = _silent,
    tell: Callable[[str], None] = _unheard,
) -> Committee:
    """Load a package, or update what an earlier one loaded; returns its committee.

    What the package has is made like the package; what it does not have stays as it is. A package that
    changes nothing writes nothing. tell gets a sentence for each thing that was left out: a login that nobody has.
    Raises PackageError with every fault's file and line: nothing was changed.
    """
    package = Package(Path(directory), Errors())
    if not package.directory.is_dir():
        raise PackageError([f"{directory}: Katalogen finns inte."])
    with Pictures() as pictures, EvidenceFiles() as evidence, transaction.atomic():
        committee, remarks = _load(package, pictures, evidence, by, progress)
    for remark in remarks:
        tell(remark)
    return committee


def _refuse_strangers(package: Package) -> None:
    """A file that a package does not have is most likely one whose name is misspelt."""
    for path in sorted(package.directory.iterdir()):
        if path.name not in ENTRIES and not path.name.startswith(".") and path.suffix != ".md":
            guess = get_close_matches(path.name, ENTRIES, n=1)
            hint = f" Menas ”{guess[0]}”?" if guess else ""
            package.errors.add(path.name, None, f"Filen hör inte till ett paket.{hint}")


def _load(
    package: Package, pictures: Pictures, evidence: EvidenceFiles, by: Any, progress: Progress
) -> tuple[Committee, list[str]]:
    progress(0, 0, "Läser filerna")
    _refuse_strangers(package)
    settings = organisation_files.read_settings(package)
    committee = Committee.objects.filter(slug=settings.slug).first() if settings else None
    units = organisation_files.read_units(package, committee)
    accounts = budget_files.read_accounts(package)
    months = organisation_files.read_months(package)
    ledger = budget_files.read_ledger_file(package, committee, units, accounts)
    investments = investment_files.read_investments(package, committee, units)
    goals = read_goal_contents(package, committee, units)
    control = read_control_contents(package, committee, goals.known)
    reports = report_files.read_reports(package, committee, units)
    package.errors.raise_any()
    assert settings is not None  # noqa: S101  (without settings there is an error)

    progress(0, 0, "Skriver")
    changes: dict[str, int] = {}
    committee, changes["nämnd"] = organisation_files.save_settings(settings)
    changes["enheter"] = organisation_files.save_units(committee, units)
    changes["konton"] = budget_files.save_accounts(committee, accounts)
    years: set[int] = set()
    if ledger is not None:
        changes["huvudbok"], years = budget_files.save_ledger(package, committee, ledger, progress)
    changes["investeringar"] = investment_files.save_investments(package, committee, investments)
    anew = bool(changes["nämnd"] or changes["enheter"])
    changes |= save_goal_contents(package, committee, goals, by, anew=anew)
    changes |= save_control_contents(committee, control, evidence, by)
    changes["perioder"] = organisation_files.save_months(committee, months)
    changes["rapporter"] = report_files.save_reports(package, committee, reports, pictures, by)
    package.errors.raise_any()
    if changes["enheter"] or changes["konton"]:
        years |= ledger_rows.years_with_rows(committee)
    mark_changed(committee, years)
    if any(changes.values()):
        record(
            by=by,
            action="läste in paket",
            committee=committee,
            subject=package.directory.resolve().name,
            **{name: count for name, count in changes.items() if count},  # type: ignore[arg-type]
        )
    return committee, control.known.remarks()
