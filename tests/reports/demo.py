"""The demo committees' figures and templates as rows, without their texts and pictures."""

import csv
import tomllib
from decimal import Decimal
from itertools import count
from pathlib import Path

from django.conf import settings

from budget.models import Account, Actual, BudgetLine, CostType, Forecast, Kind
from budget.recalculation import recalculate
from organisation.models import Committee, Unit
from organisation.structure import rebuild_paths
from reports.models import Report, ReportTemplate
from tests.factories import make_committee

DEMO = Path(settings.BASE_DIR) / "demo"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def load_demo(slug: str) -> Committee:
    """The committee with units, accounts and ledger, its deviations recalculated."""
    folder = DEMO / slug
    committee = make_committee(slug)
    units: dict[str, Unit] = {}
    for position, row in zip(count(), _rows(folder / "organisation.csv"), strict=False):
        units[row["kod"]] = Unit.objects.create(
            committee=committee,
            code=row["kod"],
            name=row["namn"],
            parent=units.get(row["överordnad"]),
            position=position,
        )
    rebuild_paths(committee)
    accounts = {}
    for row in _rows(folder / "konton.csv"):
        kind = Kind.REVENUE if row["slag"] == "Intäkt" else Kind.COST
        cost_type, _ = CostType.objects.get_or_create(
            committee=committee, name=row["kostnadsslag"] or "Intäkter", defaults={"kind": kind}
        )
        accounts[row["konto"]] = Account.objects.create(
            committee=committee, code=row["konto"], name=row["namn"], cost_type=cost_type
        )
    _load_ledger(folder / "huvudbok.csv", units, accounts)
    for year in sorted({int(row["period"][:4]) for row in _rows(folder / "huvudbok.csv")}):
        recalculate(committee, year)
    return committee


def _load_ledger(path: Path, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    made: dict[type, list[object]] = {BudgetLine: [], Actual: [], Forecast: []}
    models = {"Budget": BudgetLine, "Utfall": Actual, "Prognos": Forecast}
    for row in _rows(path):
        model = models[row["typ"]]
        made[model].append(
            model(
                unit=units[row["ansvar"]],
                account=accounts[row["konto"]],
                year=int(row["period"][:4]),
                month=int(row["period"][4:]),
                amount=Decimal(row["belopp"]),
            )
        )
    for model, rows in made.items():
        model.objects.bulk_create(rows, batch_size=2_000)


def make_demo_report(committee: Committee, slug: str) -> Report:
    """The report of the committee's package, with its template and facts."""
    facts = tomllib.loads((DEMO / committee.slug / "rapporter" / slug / "rapport.toml").read_text())
    source = (DEMO / committee.slug / "mallar" / f"{facts['mall']}.toml").read_text()
    template = ReportTemplate.objects.create(
        committee=committee, slug=facts["mall"], name=facts["mall"], kind="annual", source=source
    )
    return Report.objects.create(
        committee=committee,
        template=template,
        slug=slug,
        title=facts["titel"],
        year=int(facts["period"][:4]),
        month=int(facts["period"][5:]),
    )
