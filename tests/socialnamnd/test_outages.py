"""The database and the queue gone while somebody works: what the user is told, and what is lost (nothing)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory

from organisation import jobs
from organisation.models import JobState, Municipality
from socialnamnd.celery import app
from socialnamnd.outages import error_page
from tests.factories import make_administrator
from tests.servers import PATIENCE, get, gunicorn, wait_for

GONE = "Databasen svarar inte just nu"


@pytest.fixture
def cookie(transactional_db: None) -> str:
    client = Client()
    client.force_login(make_administrator())
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that can be cut")
def test_the_connection_is_cut_while_a_page_waits_for_rows(
    database_env: dict[str, str], collected: dict[str, str], cookie: str
) -> None:
    with gunicorn({**database_env, **collected}) as address, ThreadPoolExecutor() as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            # The page's query waits for this lock; so it is in mid-request when its connection is cut.
            cursor.execute("LOCK TABLE organisation_committee IN ACCESS EXCLUSIVE MODE")
            waiting = pool.submit(get, f"{address}/", cookie=cookie)
            wait_for(_cut_the_one_that_waits, what="a query that waits for the lock")
            status, page = waiting.result(timeout=PATIENCE)
        assert status == 503
        assert GONE in page
        # The next request opens a new connection and goes well.
        assert get(f"{address}/", cookie=cookie)[0] == 200


def _cut_the_one_that_waits() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction the view is read once, unless it is let go of.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.rowcount > 0


@pytest.mark.once
def test_a_database_that_cannot_be_opened(tmp_path: Any, collected: dict[str, str]) -> None:
    # Asked by a middleware, before any view: the session is in the database.
    env = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/no/such/folder/db.sqlite3",
        "VAR_DIR": str(tmp_path),
        **collected,
    }
    with gunicorn(env) as address:
        status, page = get(f"{address}/", cookie=f"sessionid={'a' * 32}")
    assert status == 503
    assert GONE in page


@pytest.mark.django_db
def test_any_other_error_is_500(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    client.force_login(make_administrator())
    with monkeypatch.context() as patch:
        patch.setattr("organisation.models.CommitteeQuerySet.for_user", None)
        assert client.get("/").status_code == 500


def test_a_full_disk_is_said(rf: RequestFactory) -> None:
    try:
        Path("/dev/full").write_text("En bild som inte får plats.", encoding="utf-8")
    except OSError:
        page = error_page(rf.get("/"))
    assert page.status_code == 507
    assert "Disken är full" in page.content.decode()
    assert "Det du just skickade har inte sparats." in page.content.decode()


@app.task(name="tests.never_sent")  # type: ignore[untyped-decorator]
def never_sent(pk: int) -> None:
    raise AssertionError(pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue_gone")
def test_work_that_the_queue_did_not_take_is_said_to_have_failed_and_the_rest_is_saved() -> None:
    with transaction.atomic():
        Municipality.objects.create(code="0001", name="Saved")
        job = jobs.start(task=never_sent, kind="Rapport", subject="Bokslut", by="karin")
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, jobs.QUEUE_GONE)
    assert Municipality.objects.filter(name="Saved").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue_gone")
def test_work_that_is_taken_up_later_all_the_same_disturbs_nobody(caplog: pytest.LogCaptureFixture) -> None:
    jobs.enqueue(never_sent, 1)
    assert "The queue took no tests.never_sent" in caplog.text
