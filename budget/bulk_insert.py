"""Many rows into a table at once: COPY on PostgreSQL, one prepared INSERT elsewhere."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.db import connection
from django.db.models import Model

# What COPY's text format gives a meaning of its own.
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, their values in the order of the columns (names in the database). None is NULL.

    The values are written as they are: the database's constraints hold, the model's defaults do not apply.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _copy_text(rows))
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608


def _copy_text(rows: Iterable[Sequence[Any]]) -> StringIO:
    lines = [
        "\t".join(
            [
                "\\N"
                if value is None
                else value.translate(_ESCAPED)
                if isinstance(value, str)
                else str(value)
                for value in row
            ]
        )
        for row in rows
    ]
    return StringIO("\n".join(lines))
