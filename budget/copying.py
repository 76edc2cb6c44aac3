"""Many rows into the database at once: COPY on PostgreSQL, bulk insert on SQLite."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from budget.models import Actual, BudgetLine, Forecast

AmountModel = type[BudgetLine] | type[Actual] | type[Forecast]
CHUNK = 100_000
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_NUMERIC_BYTES = 18


@dataclass(frozen=True)
class AmountRows:
    """Rows for one table, column by column. ore is öre in ledger sign; type is for budget lines only."""

    unit_id: NDArray[np.int64]
    account_id: NDArray[np.int64]
    period: NDArray[np.int64]
    ore: NDArray[np.int64]
    load_id: int | None = None
    type: str | None = None

    def __len__(self) -> int:
        return len(self.ore)


def insert(model: AmountModel, rows: AmountRows) -> Iterator[int]:
    """Insert the rows in the order of the table's key, and yield how many are in after each part."""
    write = _copy if connection.vendor == "postgresql" else _insert
    order = np.lexsort((rows.period, rows.account_id, rows.unit_id))
    for start in range(0, len(rows), CHUNK):
        chosen = order[start : start + CHUNK]
        part = AmountRows(
            rows.unit_id[chosen],
            rows.account_id[chosen],
            rows.period[chosen],
            rows.ore[chosen],
            rows.load_id,
            rows.type,
        )
        write(model, part)
        yield start + len(part)


def _table(model: AmountModel, rows: AmountRows) -> tuple[str, list[str]]:
    columns = ["unit_id", "account_id", "year", "month", "amount"]
    columns += ["load_id"] if rows.load_id is not None else []
    columns += ["type"] if rows.type is not None else []
    return connection.ops.quote_name(model._meta.db_table), columns


def _copy(model: AmountModel, rows: AmountRows) -> None:
    table, columns = _table(model, rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)",
            io.BytesIO(_HEADER + _binary(rows).tobytes() + _TRAILER),
        )


def _binary(rows: AmountRows) -> NDArray[np.void]:
    """The rows in PostgreSQL's binary COPY format, which numpy lays out without a loop over rows.

    Each value is preceded by its length in bytes. A numeric is its count of base-10000 digits, the weight of
    the first of them, its sign and its decimals, then the digits: here always four for kronor and one for öre.
    """
    integer, length, small = ">i8", ">i4", ">i2"
    fields: list[tuple[str, str] | tuple[str, str, tuple[int, ...]]] = [
        ("columns", small),
        ("unit_length", length),
        ("unit", integer),
        ("account_length", length),
        ("account", integer),
        ("year_length", length),
        ("year", small),
        ("month_length", length),
        ("month", small),
        ("amount_length", length),
        ("digit_count", small),
        ("weight", small),
        ("sign", ">u2"),
        ("scale", small),
        ("digits", small, (5,)),
    ]
    label = (rows.type or "").encode()
    if rows.load_id is not None:
        fields += [("load_length", length), ("load", integer)]
    if rows.type is not None:
        fields += [("type_length", length), ("type", f"S{len(label)}")]
    data = np.zeros(len(rows), np.dtype(fields))
    data["columns"] = 5 + (rows.load_id is not None) + (rows.type is not None)
    data["unit_length"], data["unit"] = 8, rows.unit_id
    data["account_length"], data["account"] = 8, rows.account_id
    data["year_length"], data["year"] = 2, rows.period // 100
    data["month_length"], data["month"] = 2, rows.period % 100
    data["amount_length"] = _NUMERIC_BYTES
    data["digit_count"], data["weight"], data["scale"] = 5, 3, 2
    data["sign"] = np.where(rows.ore < 0, 0x4000, 0)
    kronor, ore = np.divmod(np.abs(rows.ore), 100)
    data["digits"] = np.stack(
        [*(kronor // 10_000**power % 10_000 for power in (3, 2, 1, 0)), ore * 100], axis=1
    )
    if rows.load_id is not None:
        data["load_length"], data["load"] = 8, rows.load_id
    if rows.type is not None:
        data["type_length"], data["type"] = len(label), label
    return data


def _insert(model: AmountModel, rows: AmountRows) -> None:
    table, columns = _table(model, rows)
    ends = [value for value in (rows.load_id, rows.type) if value is not None]
    years, months = np.divmod(rows.period, 100)
    values = zip(
        rows.unit_id.tolist(),
        rows.account_id.tolist(),
        years.tolist(),
        months.tolist(),
        (f"{'-' * (ore < 0)}{abs(ore) // 100}.{abs(ore) % 100:02}" for ore in rows.ore.tolist()),
        strict=True,
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",  # noqa: S608
            [(*value, *ends) for value in values],
        )
