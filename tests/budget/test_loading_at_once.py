"""Two loads at once, and a worker that dies in the middle: one wins whole, the other is told, nothing is mixed."""

import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse

from budget import loading
from budget.models import Actual, Load, LoadState
from organisation.models import Committee, Job, JobState, User
from tests import servers
from tests.budget.test_loading import BEFORE, HEAD, actuals, received, silent
from tests.budget.test_loading import committee as committee  # noqa: PLC0414
from tests.budget.test_loading import controller as controller  # noqa: PLC0414

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 300


def file(kind: int) -> str:
    """A file of its own for each load, over the same months: every amount tells which load it came from."""
    keys = [(year, month) for year in range(2001, 2026) for month in range(1, 13)]
    return HEAD + "".join(f"{year}{month:02};110;5000;Utfall;{kind}\n" for year, month in keys)


def test_of_two_loads_at_once_one_is_whole_and_the_other_is_told(
    committee: Committee, controller: User
) -> None:
    loads = {kind: received(committee, controller, file(kind)) for kind in (1, 2)}
    start, told = threading.Barrier(2), {}

    def apply(kind: int) -> None:
        start.wait()
        try:
            loading.apply(load=loads[kind], by=controller, progress=silent)
            told[kind] = ""
        except loading.LoadingError as error:
            told[kind] = str(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=apply, args=[kind]) for kind in loads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told.values()) == ["", loading.CHANGED]
    winner = next(kind for kind, message in told.items() if not message)
    rows = Actual.objects.filter(unit__code="110")
    assert set(rows.values_list("amount", "load")) == {(winner, loads[winner].pk)}
    assert rows.count() == ROWS
    states = dict(Load.objects.values_list("pk", "state"))
    assert states == {loads[winner].pk: LoadState.APPLIED, loads[3 - winner].pk: LoadState.READY}


def test_a_worker_killed_half_way_leaves_everything_as_it_was_and_the_next_finishes(
    committee: Committee, controller: User, service_env: dict[str, str], client: Any
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: the test could not hold the worker up half-way")
    load = received(committee, controller)
    with servers.celery_worker(service_env) as worker:
        with transaction.atomic():
            # The worker gets as far as writing and waits for these rows.
            list(Actual.objects.select_for_update().filter(month=1))
            job = _started_elsewhere(load, controller)
            servers.wait_for(_is_waiting, what="the worker's DELETE")
            worker.kill()
        assert actuals(committee) == BEFORE
        load.refresh_from_db()
        assert load.state == LoadState.READY
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, finished_at=job.created_at, error="Arbetet avbröts"
    )
    client.force_login(controller)
    page = client.get(reverse("load", args=[committee.slug, load.pk])).content.decode()
    assert "Arbetet avbröts" in page
    with servers.celery_worker(service_env):
        loading.start_apply(load=load, by=controller)
        servers.wait_for(lambda: Load.objects.get().state == LoadState.APPLIED, what="the load")
    assert Actual.objects.count() == 4


def _started_elsewhere(load: Load, by: User) -> Job:
    """Start the load from a connection of its own, so that the queue gets it while this one holds its rows."""
    jobs: list[Job] = []

    def start() -> None:
        jobs.append(loading.start_apply(load=load, by=by))
        connections.close_all()

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    return jobs[0]


def _is_waiting() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction the view is read once, unless it is let go of.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
