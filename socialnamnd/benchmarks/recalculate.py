"""A year with 1,000,000 ledger rows, 500 units in four levels and 800 accounts: all its deviations."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import connection

from budget.models import Deviation
from budget.recalculation import recalculate
from socialnamnd.benchmarks import BenchmarkError, Sheet, seconds_in_turn
from socialnamnd.benchmarks._ledger import YEAR, fill_ledger, make_committee
from socialnamnd.benchmarks._scratch import analyze, scratch_database

RUNS = 5
AT_MOST, MEGABYTES = 3.0, 300

# The sums of the leaves and nothing else: what no recalculation can do without.
BARE_SUMS = "; ".join(
    f"""
    SELECT unit_id, cost_type_id, month, SUM(amount)
    FROM {table} ledger JOIN budget_account account ON account.id = ledger.account_id
    WHERE year = {YEAR} GROUP BY unit_id, cost_type_id, month
    """  # noqa: S608
    for table in ("budget_budgetline", "budget_actual", "budget_forecast")
)


def bare_sums() -> None:
    """The floor: the SELECTs sent, and their rows received."""
    with connection.cursor() as cursor:
        for select in BARE_SUMS.split(";"):
            cursor.execute(select)
            cursor.fetchall()


def run(sheet: Sheet, *, small: bool = False) -> None:
    with scratch_database() as url:
        committee = make_committee("benchmark", levels=(9, 90, 400), accounts=800, cost_types=8)
        rows = fill_ledger(committee, accounts_each=10 if small else 100)
        analyze()
        sheet.note(f"{rows:,} ledger rows, 500 units, 800 accounts; median of {RUNS} runs")
        anew = partial(recalculate, committee, YEAR)
        works: list[Callable[[], object]] = [bare_sums, Deviation.objects.all().delete, anew, anew]
        floor, _, first, again = seconds_in_turn(works, runs=RUNS)
        sheet.ratio(f"all {Deviation.objects.count():,} deviations written", first, floor, AT_MOST)
        sheet.ratio("once more, nothing differs", again, floor, AT_MOST)
        Deviation.objects.all().delete()
        connection.close()
        sheet.ceiling("peak memory of the process", round(peak_megabytes(url)), MEGABYTES, "MB")


def peak_megabytes(url: str) -> float:
    """Of manage.py recalculate in a process of its own: all of it, Django included."""
    manage = settings.BASE_DIR / "manage.py"
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, str(manage), "recalculate"],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchmarkError("manage.py recalculate failed")
    return usage.ru_maxrss / 1024
