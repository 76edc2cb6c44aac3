"""One changed amount until its figures are new, in a committee of 14 units, 10 accounts and 2,500 ledger rows."""

from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum

from budget.models import Actual, Deviation
from budget.recalculation import mark_changed, recalculate
from budget.tasks import recalculate as task
from organisation.models import Committee
from socialnamnd.benchmarks import BenchmarkError, Sheet, seconds_in_turn
from socialnamnd.benchmarks._ledger import YEAR, fill_ledger, make_committee
from socialnamnd.benchmarks._scratch import analyze, scratch_database

RUNS = 200
AT_MOST = 50.0
KRONA = Decimal("1.00")


def run(sheet: Sheet, *, small: bool = False) -> None:
    with scratch_database():
        committee = make_committee("benchmark", levels=(13,), accounts=10, cost_types=5)
        rows = fill_ledger(committee, accounts_each=8)
        recalculate(committee, YEAR)
        analyze()
        one = Actual.objects.of(committee).order_by("pk")[0]
        sheet.note(f"{rows:,} ledger rows, {Deviation.objects.count()} deviations; median of {RUNS} runs")

        def bare_update() -> None:
            """The floor: one row, committed."""
            Actual.objects.filter(pk=one.pk).update(amount=F("amount") + KRONA)

        def change() -> None:
            """The amount, the mark beside it, and then what the worker does on hearing of it."""
            with transaction.atomic():
                Actual.objects.filter(pk=one.pk).update(amount=F("amount") + KRONA)
                mark_changed(committee, [YEAR])
            task(committee.pk, YEAR)

        _require_new_figure(committee, change)
        floor, taken = seconds_in_turn([bare_update, change], runs=RUNS)
        sheet.ratio("one changed amount until its figures are new", taken, floor, AT_MOST)


def _require_new_figure(committee: Committee, change: Callable[[], None]) -> None:
    """That what is measured does what it says: the total moves by the krona."""
    before = _total(committee)
    change()
    if _total(committee) != before + KRONA:
        raise BenchmarkError("The changed amount did not reach the committee's total.")


def _total(committee: Committee) -> Decimal:
    deviations = Deviation.objects.filter(unit__committee=committee, unit__parent=None)
    total: Decimal = deviations.aggregate(total=Sum("actual"))["total"]
    return total
