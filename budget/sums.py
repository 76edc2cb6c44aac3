"""Sums made by the database, exact to the öre on PostgreSQL and SQLite alike."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.db.models.sql.compiler import SQLCompiler

ORE = Decimal("0.01")


class ExactSum(Sum):
    """SUM of kronor with two decimals; None if there are no rows, as SUM is.

    SQLite keeps decimals as binary floats, whose sum may miss the öre: there the sum is made in whole öre.
    Exact up to 9 999 999 999 999,99 kronor.
    """

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, Any]:
        in_ore = self.copy()
        in_ore.template = "%(function)s(CAST(ROUND(%(expressions)s * 100) AS INTEGER))"
        sql, params = in_ore.as_sql(compiler, connection, **context)
        return f"({sql}) / 100.0", params

    def get_db_converters(self, connection: Any) -> list[Any]:
        """PostgreSQL has two decimals already, and there may be a hundred thousand sums."""
        return [_two_decimals] if connection.vendor == "sqlite" else []


def _two_decimals(value: Any, expression: Any, connection: Any) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(ORE)
