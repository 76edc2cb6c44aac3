"""Fixtures of all tests.

- page: a Chromium page; log_in(page, user), axe(page) and sideways(page) are in tests.browser. The test fails if
  the page complained of anything. live_server.url is the address.
- browser: the Chromium itself, for tests that open pages of their own. Marks the test `browser`, as page does.
- admin: a client logged in as an administrator.
- worker: a real Celery worker process on the test's own database, once over the filesystem and once over Redis.
  worker.kill() is a power cut.
- broker: the same two queues without a worker.
- postgres_url, redis_url: real servers for tests that start programs of their own.
- queue_gone: tasks go to a Redis that does not answer.
- service_env: the environment for a program started by the test, on the test's database and queue;
  database_env: the same without a queue of its own.
- collected: what a gunicorn needs in its environment beside that, to serve static files.

Rows come from tests.factories. What no order decides comes out backwards, and nothing but loopback can be reached.
"""

import os
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from kombu import pools
from playwright.sync_api import Browser, Page
from redis import Redis

from socialnamnd.celery import app as celery_app
from tests import servers
from tests.browser import Troubles, chromium, new_context
from tests.factories import make_administrator

os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")

# How quick an example is depends on what else the machine does.
hypothesis_settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("steady")


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker("browser")
            item.user_properties.append(("with", "a real Chromium"))
        if "worker" in fixtures:
            queue = item.callspec.params["broker"]  # type: ignore[attr-defined]
            item.user_properties.append(("with", f"a real Celery worker over {queue}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many of the tests that passed ran with which real part."""
    passed = terminalreporter.stats.get("passed", [])
    parts = Counter(part for report in passed for key, part in report.user_properties if key == "with")
    for part, number in sorted(parts.items()):
        terminalreporter.write_line(f"{number} with {part}")


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """A test that reaches for another machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test reached for {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _undecided_comes_out_backwards() -> Iterator[None]:
    """Rows that no order decides between come out newest first, on every database and every time.

    Whoever relies on another order is found out, and a test that passes once passes always.
    """
    fetch_all = QuerySet._fetch_all  # type: ignore[attr-defined]

    def fetched(self: Any) -> None:
        if self._result_cache is not None:
            fetch_all(self)
            return
        query, is_ordered = self.query, self.ordered
        # Not through the property: it would make dictionaries of a values_list.
        self._query = decided(query) or query
        try:
            fetch_all(self)
        finally:
            self._query = query
        if not is_ordered and not query.is_sliced and decided(query) is None:
            self._result_cache.reverse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetched)
        yield


def decided(query: Query) -> Query | None:
    """The same, with the newest first of what its order leaves equal; None where its rows are not a model's rows."""
    annotations = query.annotations.values()
    if (
        query.distinct
        or query.combinator
        or query.group_by
        or any(each.contains_aggregate for each in annotations)
    ):
        return None
    found = query.chain()
    if not found.order_by and found.default_ordering:
        found.add_ordering(*(found.get_meta().ordering or ()))
    found.add_ordering("-pk")
    return found


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostgreSQL of the test's own."""
    with servers.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with servers.redis() as url:
        yield url


def _use_queue(url: str, options: dict[str, Any]) -> None:
    """Point this process's Celery at another queue, and let go of what was open to the last one."""
    celery_app.conf.update(broker_url=url, broker_transport_options=options)
    pools.reset()
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


@pytest.fixture(params=["filesystem", "redis"])
def broker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The queue that tasks of this test go to; yields REDIS_URL, '' for the filesystem."""
    if request.param == "filesystem":
        for message in Path(settings.BROKER_DIR, "messages").iterdir():
            message.unlink()
        yield ""
        return
    url: str = request.getfixturevalue("redis_url")
    with Redis.from_url(url) as queue:
        queue.flushdb()
    before = celery_app.conf.broker_url, celery_app.conf.broker_transport_options
    _use_queue(url, {"socket_timeout": 5, "socket_connect_timeout": 2})
    yield url
    _use_queue(*before)


@pytest.fixture
def queue_gone() -> Iterator[None]:
    before = celery_app.conf.broker_url, celery_app.conf.broker_transport_options
    _use_queue(
        f"redis://127.0.0.1:{servers.free_port()}/0", {"socket_timeout": 5, "socket_connect_timeout": 2}
    )
    yield
    _use_queue(*before)


def database_url() -> str:
    """The test database as an address, for a program started by the test."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


@pytest.fixture
def database_env(transactional_db: None) -> dict[str, str]:
    return {"DATABASE_URL": database_url(), "VAR_DIR": str(settings.VAR_DIR)}


@pytest.fixture
def service_env(database_env: dict[str, str], broker: str) -> dict[str, str]:
    return {**database_env, "REDIS_URL": broker}


@pytest.fixture
def worker(service_env: dict[str, str]) -> Iterator[servers.Process]:
    with servers.celery_worker(service_env) as process:
        yield process


@pytest.fixture(scope="session")
def collected() -> dict[str, str]:
    """Static files as in production, for a gunicorn that the test starts: part of its environment."""
    root = str(Path(settings.VAR_DIR, "static"))
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    production = {"DJANGO_SETTINGS_MODULE": "socialnamnd.settings", "STATIC_ROOT": root}
    subprocess.run(command, cwd=settings.BASE_DIR, env={**os.environ, **production}, check=True)
    return {"STATIC_ROOT": root}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started
        # While Playwright's event loop runs, this thread has connections of its own, which nobody else will close:
        # PostgreSQL drops no database that somebody has open.
        connections.close_all()


@pytest.fixture(autouse=True)
def _server_has_answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the server end what it still does for browsers that are gone, before the tables are emptied."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(servers.PATIENCE)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


@pytest.fixture
def page(browser: Browser, transactional_db: None, live_server: Any) -> Iterator[Page]:
    context = new_context(browser)
    opened = context.new_page()
    troubles = Troubles(opened)
    yield opened
    context.close()
    assert troubles.found == []
