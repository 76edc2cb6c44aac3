"""The ledger rows that a file covers: read, compared and replaced as whole months of a type."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F, Q, QuerySet, Value

from budget.copying import AmountModel, AmountRows, insert
from budget.ledger_file import Known, Ledger
from budget.models import Account, Actual, BudgetLine, Forecast, LedgerType, Load, ReplacedAmount
from organisation.models import Committee, Unit

TYPES = tuple(LedgerType.values)


@dataclass(frozen=True)
class Target:
    """The table of a type in a ledger file, and its type there if it is a budget line."""

    model: AmountModel
    budget_type: str | None = None


TARGETS: dict[str, Target] = {
    LedgerType.BUDGET: Target(BudgetLine, BudgetLine.Type.ORIGINAL.value),
    LedgerType.SUPPLEMENTARY: Target(BudgetLine, BudgetLine.Type.SUPPLEMENTARY.value),
    LedgerType.CARRY_OVER: Target(BudgetLine, BudgetLine.Type.CARRY_OVER.value),
    LedgerType.ACTUAL: Target(Actual),
    LedgerType.FORECAST: Target(Forecast),
}


def known(committee: Committee) -> Known:
    """What a ledger file of the committee may name."""
    units = Unit.objects.filter(committee=committee).order_by("code")
    return Known(
        units={
            code: (first, last) for code, first, last in units.values_list("code", "valid_from", "valid_to")
        },
        accounts=frozenset(Account.objects.filter(committee=committee).values_list("code", flat=True)),
        types=TYPES,
    )


def rows_of(committee: Committee, kind: str, periods: Iterable[int] | None = None) -> QuerySet[Any]:
    """The rows of a type, in the given periods (YYYYMM) or in all."""
    target = TARGETS[kind]
    rows = target.model.objects.of(committee)
    if target.budget_type is not None:
        rows = rows.filter(type=target.budget_type)
    return rows if periods is None else rows.filter(_in(periods))


def _in(periods: Iterable[int]) -> Q:
    months: dict[int, list[int]] = {}
    for period in periods:
        months.setdefault(period // 100, []).append(period % 100)
    wanted = Q(pk__in=[])
    for year, chosen in months.items():
        wanted |= Q(year=year, month__in=chosen)
    return wanted


def replace(
    committee: Committee, ledger: Ledger, covered: Mapping[str, list[int]], load: Load | None = None
) -> Iterator[int]:
    """Put the ledger's rows of the covered types and periods in the place of all there are; yields rows written.

    Runs inside the caller's transaction. With a load, what is replaced is kept in ReplacedAmount.
    """
    for kind, periods in covered.items():
        if load is not None:
            _keep(rows_of(committee, kind, periods), kind, load)
        rows_of(committee, kind, periods).delete()
    done = 0
    for kind, periods in covered.items():
        written = 0
        for written in insert(TARGETS[kind].model, _amount_rows(committee, ledger, kind, periods, load)):
            yield done + written
        done += written


def _amount_rows(
    committee: Committee, ledger: Ledger, kind: str, periods: list[int], load: Load | None = None
) -> AmountRows:
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    accounts = dict(Account.objects.filter(committee=committee).values_list("code", "pk"))
    chosen = (ledger.type == ledger.types.index(kind)) & np.isin(ledger.period, periods)
    return AmountRows(
        np.array([units.get(code, 0) for code in ledger.units], np.int64)[ledger.unit[chosen]],
        np.array([accounts.get(code, 0) for code in ledger.accounts], np.int64)[ledger.account[chosen]],
        ledger.period[chosen],
        ledger.ore[chosen],
        load.pk if load else None,
        TARGETS[kind].budget_type,
    )


def _keep(rows: QuerySet[Any], kind: str, load: Load) -> None:
    """Copy rows to ReplacedAmount, inside the database."""
    copied = rows.annotate(to_load=Value(load.pk), to_type=Value(kind)).values_list(
        "to_load", "to_type", "unit_id", "account_id", "year", "month", "amount", "load_id"
    )
    columns = ("load_id", "type", "unit_id", "account_id", "year", "month", "amount", "from_load_id")
    _insert_select(ReplacedAmount, columns, copied)


def _insert_select(model: Any, columns: Iterable[str], rows: QuerySet[Any]) -> None:
    sql, parameters = rows.query.sql_with_params()
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {sql}", parameters)


def restore(load: Load) -> None:
    """Put the rows that a load replaced back in the place of its own. Runs inside the caller's transaction."""
    for model in (BudgetLine, Actual, Forecast):
        model.objects.of(load.committee).filter(load=load).delete()
    for kind, target in TARGETS.items():
        kept = ReplacedAmount.objects.filter(load=load, type=kind)
        names = ["unit_id", "account_id", "year", "month", "amount", "from_load_id"]
        columns = ["unit_id", "account_id", "year", "month", "amount", "load_id"]
        if target.budget_type is not None:
            kept = kept.annotate(to_type=Value(target.budget_type))
            names, columns = [*names, "to_type"], [*columns, "type"]
        _insert_select(target.model, columns, kept.values_list(*names))
    ReplacedAmount.objects.filter(load=load).delete()


def differences(committee: Committee, ledger: Ledger) -> dict[str, list[int]]:
    """The types and periods, of those the ledger covers, in which the stored rows are not exactly the ledger's."""
    different: dict[str, list[int]] = {}
    for kind, periods in ledger.covered.items():
        rows = _amount_rows(committee, ledger, kind, periods)
        columns = (rows.period, rows.unit_id, rows.account_id, rows.ore)
        wanted = set(zip(*(column.tolist() for column in columns), strict=True))
        stored = rows_of(committee, kind, periods).values_list(
            F("year") * 100 + F("month"), "unit_id", "account_id", "amount"
        )
        wrong = set()
        for *key, amount in stored.order_by().iterator(chunk_size=10_000):
            row = (*key, int(amount.scaleb(2)))
            if row in wanted:
                wanted.discard(row)
            else:
                wrong.add(row[0])
        if changed := wrong | {row[0] for row in wanted}:
            different[kind] = sorted(changed)
    return different


def are_untouched(load: Load, ledger: Ledger) -> bool:
    """Whether the load's rows stand as it wrote them, and no others in the types and months that it covers."""
    is_replaced = any(
        rows_of(load.committee, kind, periods).exclude(load=load.pk).exists()
        for kind, periods in ledger.covered.items()
    )
    return not is_replaced and not differences(load.committee, ledger)


def years_with_rows(committee: Committee) -> set[int]:
    years: set[int] = set()
    for model in (BudgetLine, Actual, Forecast):
        years.update(model.objects.of(committee).order_by().values_list("year", flat=True).distinct())
    return years
