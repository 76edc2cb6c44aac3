"""A made-up committee with as many units, accounts and ledger rows as asked for, written by the database itself."""

from django.db import connection

from budget.models import Account, Actual, BudgetLine, CostType, Forecast, Kind
from organisation.models import Committee, Municipality, Unit
from organisation.structure import rebuild_paths

YEAR = 2025


def make_committee(slug: str, *, levels: tuple[int, ...], accounts: int, cost_types: int) -> Committee:
    """A committee whose tree has levels[0] units under the root, levels[1] under those, and so on."""
    municipality, _ = Municipality.objects.get_or_create(code="9999", defaults={"name": "Mätkommun"})
    committee = Committee.objects.create(municipality=municipality, name=slug, slug=slug)
    above = [Unit.objects.create(committee=committee, code="SN", name="Socialnämnden", type="nämnd")]
    for depth, count in enumerate(levels, 1):
        above = Unit.objects.bulk_create(
            Unit(
                committee=committee,
                code=f"{depth}{number:04}",
                name=f"Enhet {depth}-{number}",
                parent=above[number * len(above) // count],
                position=number,
                path="?",
            )
            for number in range(count)
        )
    rebuild_paths(committee)
    types = CostType.objects.bulk_create(
        CostType(
            committee=committee,
            name="Intäkter" if number == 0 else f"Kostnader {number}",
            kind=Kind.REVENUE if number == 0 else Kind.COST,
            position=number,
        )
        for number in range(cost_types)
    )
    Account.objects.bulk_create(
        Account(
            committee=committee,
            code=str(30000 + number),
            name=f"Konto {number}",
            cost_type=types[number * cost_types // accounts],
        )
        for number in range(accounts)
    )
    return committee


def fill_ledger(committee: Committee, *, accounts_each: int, forecast_months: tuple[int, ...] = (8,)) -> int:
    """Budget and actuals of every month, and forecasts, for every unit without units below it; the number of rows.

    Each unit uses accounts_each of the accounts, spread over all of them.
    """
    rows = 0
    for model, columns, values in (
        (BudgetLine, ", type", ", 'original'"),
        (Actual, "", ""),
        (Forecast, "", ""),
    ):
        months = list(forecast_months) if model is Forecast else list(range(1, 13))
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {model._meta.db_table} (unit_id, account_id, year, month, amount{columns})
                SELECT unit.id, account.id, %(year)s, month,
                       round((random() * 2000000 - 500000)::numeric, 2){values}
                FROM unnest(%(months)s) AS month,
                     (SELECT id, row_number() OVER (ORDER BY id) AS number FROM organisation_unit parent
                      WHERE committee_id = %(committee)s
                      AND NOT EXISTS (SELECT FROM organisation_unit child WHERE child.parent_id = parent.id)) unit,
                     generate_series(1, %(each)s) AS spread,
                     (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS total
                      FROM budget_account WHERE committee_id = %(committee)s) account
                WHERE account.number = (unit.number * 7 + spread * (account.total / %(each)s)) %% account.total
                """,  # noqa: S608
                {"year": YEAR, "months": months, "committee": committee.pk, "each": accounts_each},
            )
            rows += cursor.rowcount
    return rows
