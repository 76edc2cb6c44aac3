"""The sums that deviations are made of: the database's, of each unit's own ledger rows in a year."""

from decimal import Decimal

from django.db import connection

from budget.calculations import MONTHS_IN_YEAR, Series
from budget.models import Account, Actual, BudgetLine, Forecast
from budget.rollup import Key, LedgerSums
from budget.sums import ORE
from organisation.models import Committee, Unit


def ledger_sums(committee: Committee, year: int) -> LedgerSums:
    return LedgerSums(
        budget=_sums(BudgetLine, committee, year),
        changes=_sums(BudgetLine, committee, year, f"AND type <> '{BudgetLine.Type.ORIGINAL}'"),
        actual=_sums(Actual, committee, year),
        forecasts=_sums(Forecast, committee, year),
    )


def _sums(
    model: type[BudgetLine | Actual | Forecast], committee: Committee, year: int, condition: str = ""
) -> dict[Key, Series]:
    """Unit and cost type → the sum of each month.

    In SQL of its own: a column for each month is a twelfth of the rows to sort and to fetch, and composing
    twelve filtered sums takes the ORM longer than adding up an ordinary committee takes the database.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT unit_id, cost_type_id, {_SUM_OF_EACH_MONTH[connection.vendor]}
            FROM {model._meta.db_table} ledger
            JOIN {Account._meta.db_table} account ON account.id = ledger.account_id
            WHERE year = %s {condition}
            AND unit_id IN (SELECT id FROM {Unit._meta.db_table} WHERE committee_id = %s)
            GROUP BY unit_id, cost_type_id
            """,  # noqa: S608
            [year, committee.pk],
        )
        if connection.vendor == "sqlite":
            return {row[:2]: tuple(map(_kronor, row[2:])) for row in cursor}
        return {row[:2]: row[2:] for row in cursor}


def _each_month(summed: str) -> str:
    months = range(1, MONTHS_IN_YEAR + 1)
    return ", ".join(f"SUM({summed}) FILTER (WHERE month = {month})" for month in months)


_SUM_OF_EACH_MONTH = {
    "postgresql": _each_month("amount"),
    # Decimals are binary floats there; whole öre are exact.
    "sqlite": _each_month("CAST(ROUND(amount * 100) AS INTEGER)"),
}


def _kronor(ore: int | None) -> Decimal | None:
    return None if ore is None else ore * ORE
