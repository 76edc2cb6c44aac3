"""A ledger file of 1,000,000 rows from CSV into the ledger, every row checked."""

import io
from itertools import product
from random import Random

import pandas as pd
from django.core.files.base import ContentFile
from django.db import connection, transaction

from budget import loading
from budget.models import Account, Actual, BudgetLine, Load, LoadState, Recalculation
from organisation.models import Committee, Unit
from socialnamnd.benchmarks import Sheet, seconds
from socialnamnd.benchmarks._ledger import YEAR, make_committee
from socialnamnd.benchmarks._scratch import scratch_database

RUNS = 3
AT_MOST = 3.0
ROWS, SMALL = 1_000_000, 20_000
COLUMNS = ("unit_id", "account_id", "year", "month", "amount", "load_id")


def run(sheet: Sheet, *, small: bool = False) -> None:
    rows = SMALL if small else ROWS
    with scratch_database():
        committee = make_committee("benchmark", levels=(9, 90, 400), accounts=800, cost_types=8)
        data = ledger_file(committee, rows)
        sheet.note(f"{rows:,} ledger rows, {len(data) / 1e6:.0f} MB; median of {RUNS} runs")
        read = seconds(lambda: pd.read_csv(io.BytesIO(data), sep=";", dtype=str), runs=RUNS)
        sheet.note(f"pandas reads them as text: {read:.2f} s")
        copied = copy_text(committee, data)
        copy = seconds(lambda: copy_bare(copied), runs=RUNS, before=make_bare)
        sheet.note(f"COPY of them into bare tables: {copy:.2f} s")
        load = loading.receive(committee=committee, file=ContentFile(data, name="huvudbok.csv"), by="mätning")
        checked = seconds(lambda: loading.check(load=load, progress=silent), runs=RUNS)
        sheet.ratio("checked, with preview", checked, read + copy, AT_MOST)
        applied = seconds(
            lambda: loading.apply(load=load, by="mätning", progress=silent),
            runs=RUNS,
            before=lambda: reset(load),
        )
        sheet.ratio("read, checked and written", applied, read + copy, AT_MOST)
        stored = Actual.objects.count() + BudgetLine.objects.count()
        sheet.note(f"{stored:,} rows are in the ledger")


def silent(done: int, total: int, step: str) -> None:
    """Nobody watches."""


def ledger_file(committee: Committee, rows: int) -> bytes:
    """Budget and actuals of every month, for every unit without units below it."""
    random = Random(1)  # noqa: S311  (the same file every time)
    units = (
        Unit.objects.filter(committee=committee, children=None)
        .order_by("code")
        .values_list("code", flat=True)
    )
    accounts = Account.objects.filter(committee=committee).order_by("code").values_list("code", flat=True)
    keys = product(units, list(accounts)[:: 800 // 105][:105], ("Budget", "Utfall"), range(1, 13))
    lines = (
        f"{YEAR}{month:02};{unit};{account};{kind};{random.randint(-99_999_999, 99_999_999) / 100:.2f}"
        for unit, account, kind, month in keys
    )
    text = "\n".join(line for line, _ in zip(lines, range(rows), strict=False))
    return f"period;ansvar;konto;typ;belopp\n{text.replace('.', ',')}\n".encode()


def copy_text(committee: Committee, data: bytes) -> dict[str, str]:
    """The same rows as PostgreSQL's COPY wants them, by table: made ahead, outside the time."""
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    accounts = dict(Account.objects.filter(committee=committee).values_list("code", "pk"))
    lines: dict[str, list[str]] = {"budget_actual": [], "budget_budgetline": []}
    for row in data.decode().splitlines()[1:]:
        period, unit, account, kind, amount = row.split(";")
        line = (
            f"{units[unit]}\t{accounts[account]}\t{period[:4]}\t{period[4:]}\t{amount.replace(',', '.')}\t1"
        )
        if kind == "Utfall":
            lines["budget_actual"].append(line)
        else:
            lines["budget_budgetline"].append(f"{line}\toriginal")
    return {table: "\n".join(rows) + "\n" for table, rows in lines.items()}


def make_bare() -> None:
    """Tables with the same columns and numbering, and no key, index or constraint."""
    with connection.cursor() as cursor:
        for table in ("budget_actual", "budget_budgetline"):
            cursor.execute(f"DROP TABLE IF EXISTS bare_{table}")
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING IDENTITY)")


def copy_bare(copied: dict[str, str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, text in copied.items():
            columns = (*COLUMNS, "type") if table == "budget_budgetline" else COLUMNS
            cursor.copy_expert(f"COPY bare_{table} ({', '.join(columns)}) FROM STDIN", io.StringIO(text))


def reset(load: Load) -> None:
    """An empty ledger, and the load ready once more."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE budget_actual, budget_budgetline, budget_replacedamount")
    Recalculation.objects.all().delete()
    Load.objects.filter(pk=load.pk).update(state=LoadState.READY, data_version=0, applied_at=None)
