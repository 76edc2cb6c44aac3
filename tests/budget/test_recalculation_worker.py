"""Real workers over both queues, and one that dies half-way."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import OperationalError, connection, transaction

from budget.batch_recalculation import order_recalculation
from budget.models import Actual, Deviation
from budget.recalculation import mark_changed, recalculate, stale_years
from budget.tasks import recalculate_changed
from organisation.models import AuditEvent, Committee, JobState
from tests.factories import add_actual, make_accounts, make_committee, make_units, make_user
from tests.servers import Process, celery_worker, wait_for

# PostgreSQL sleeps, and notices only then that who asked is gone. SQLite counts, and dies with the worker.
SLOW = {
    "postgresql": """
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(2); RETURN NEW; END';
        CREATE TRIGGER slow BEFORE INSERT ON budget_deviation FOR EACH ROW EXECUTE FUNCTION slow();
    """,
    "sqlite": """
        CREATE TRIGGER slow BEFORE INSERT ON budget_deviation BEGIN
            SELECT count(*) FROM (
                WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 10000000000) SELECT x FROM n
            );
        END
    """,
}
QUICK = {"postgresql": "DROP FUNCTION IF EXISTS slow CASCADE", "sqlite": "DROP TRIGGER IF EXISTS slow"}


@pytest.fixture
def committee(transactional_db: None) -> Committee:
    """With an actual of 100 in January 2021, recalculated."""
    made = make_committee()
    unit, account = make_units(made, {"SN": {}})["SN"], make_accounts(made)["5000"]
    add_actual(unit, account, 2021, 1, 100)
    recalculate(made, 2021)
    return made


def change(committee: Committee, amount: int) -> None:
    with transaction.atomic():
        Actual.objects.of(committee).update(amount=amount)
        mark_changed(committee, [2021])


def january() -> Decimal | None:
    return Deviation.objects.get(month=1).actual


@contextmanager
def slow_writing() -> Iterator[None]:
    """Whoever writes a deviation hangs in the middle of it."""
    with connection.cursor() as cursor:
        cursor.execute(SLOW[connection.vendor])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(QUICK[connection.vendor])


def somebody_is_writing() -> bool:
    """Whether another process is in the middle of writing deviations."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND query LIKE 'COPY %%deviation%%' AND state = 'active'"
            )
            return bool(cursor.fetchone()[0])
        cursor.execute("PRAGMA busy_timeout = 1000")
        try:
            # A second of waiting in vain: the writer hangs in the trigger.
            cursor.execute("BEGIN IMMEDIATE")
        except OperationalError:
            return True
        finally:
            cursor.execute("PRAGMA busy_timeout = 30000")
        cursor.execute("ROLLBACK")
        return False


def test_a_change_reaches_the_figures(committee: Committee, worker: Process) -> None:
    change(committee, 250)
    wait_for(lambda: january() == 250, what="the new figure")
    assert stale_years(committee) == set()


def test_a_worker_that_dies_half_way_leaves_the_old_rows_whole(
    committee: Committee, worker: Process, service_env: dict[str, str]
) -> None:
    before = set(Deviation.objects.values_list())
    with slow_writing():
        change(committee, 250)
        wait_for(somebody_is_writing, what="the worker in the middle of its writing")
        worker.kill()
        assert set(Deviation.objects.values_list()) == before
        assert stale_years(committee) == {2021}
        wait_for(lambda: not somebody_is_writing(), what="the database's noticing of the dead worker")
        assert set(Deviation.objects.values_list()) == before
    with celery_worker(service_env):
        recalculate_changed.delay()
        wait_for(lambda: january() == 250, what="the new figure")
    assert stale_years(committee) == set()


def test_a_batch_of_everything_is_a_job_to_watch(committee: Committee, worker: Process) -> None:
    other = make_committee("annan-sn")
    add_actual(make_units(other, {"SN": {}})["SN"], make_accounts(other)["5000"], 2020, 1, 7)
    Deviation.objects.all().delete()
    job = order_recalculation(by=make_user("karin"))
    wait_for(lambda: (job.refresh_from_db() or job.state) == JobState.DONE, what="the end of the job")
    assert (job.done, job.total, job.step) == (2, 2, "Alla avvikelser är omräknade")
    assert job.subject == "Alla nämnder"
    assert set(Deviation.objects.filter(month=1).values_list("year", "actual")) == {(2021, 100), (2020, 7)}
    event = AuditEvent.objects.get(action="beställde omräkning")
    assert (event.actor, event.changes_data) == ("Karin", False)
