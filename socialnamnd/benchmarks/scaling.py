"""Ten times the ledger rows against one time: a recalculation grows no faster than its ledger."""

from budget.models import Deviation
from budget.recalculation import recalculate
from organisation.models import Committee
from socialnamnd.benchmarks import Sheet, seconds
from socialnamnd.benchmarks._ledger import YEAR, fill_ledger, make_committee
from socialnamnd.benchmarks._scratch import analyze, scratch_database

RUNS = 5
AT_MOST = 11.0


def run(sheet: Sheet, *, small: bool = False) -> None:
    few = 1 if small else 10
    floor = _measured(sheet, few)
    sheet.ratio("ten times the rows against one time", _measured(sheet, few * 10), floor, AT_MOST)


def _measured(sheet: Sheet, accounts_each: int) -> float:
    """All deviations of a year, written anew each run. 500 units and 800 accounts, however many the rows."""
    with scratch_database():
        committee = make_committee("benchmark", levels=(9, 90, 400), accounts=800, cost_types=8)
        rows = fill_ledger(committee, accounts_each=accounts_each)
        analyze()
        taken = seconds(lambda: _anew(committee), runs=RUNS, before=Deviation.objects.all().delete)
        sheet.note(f"{rows:,} ledger rows: {taken * 1000:.0f} ms, median of {RUNS} runs")
        return taken


def _anew(committee: Committee) -> None:
    recalculate(committee, YEAR)
