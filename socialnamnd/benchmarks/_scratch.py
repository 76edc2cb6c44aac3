"""A place to measure in that is nobody's data: a PostgreSQL database, files and a queue made for the purpose."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from kombu import pools

from socialnamnd.benchmarks import BenchmarkError
from socialnamnd.celery import app

NOT_POSTGRESQL = (
    "The benchmarks measure PostgreSQL. Set DATABASE_URL to a server where they may create a database of their own, "
    "for example postgres://postgres@127.0.0.1:5432/postgres."
)


@contextmanager
def scratch_database() -> Iterator[str]:
    """A new, migrated database that this process uses until the block ends; then it is dropped.

    Yields its DATABASE_URL, for processes that the benchmark starts. Uploaded files go to a folder that is
    removed too, and tasks to a queue in memory that nobody reads. Raises BenchmarkError if DATABASE_URL is not
    PostgreSQL.
    """
    if connection.vendor != "postgresql":
        raise BenchmarkError(NOT_POSTGRESQL)
    own, scratch = connection.settings_dict["NAME"], f"benchmark_{secrets.token_hex(4)}"
    _run(f'CREATE DATABASE "{scratch}"')
    try:
        with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media), _queue_in_memory():
            _use(scratch)
            call_command("migrate", verbosity=0)
            yield _url(connection.settings_dict)
    finally:
        _use(own)
        _run(f'DROP DATABASE "{scratch}" WITH (FORCE)')


def analyze() -> None:
    """What the database's own upkeep would have done by the time somebody asks: call it when the rows are in."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _run(sql: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def _queue_in_memory() -> Iterator[None]:
    before = app.conf.broker_url, app.conf.broker_transport_options
    _use_queue("memory://localhost", {})
    try:
        yield
    finally:
        _use_queue(*before)


def _use_queue(url: str, options: dict[str, Any]) -> None:
    app.conf.update(broker_url=url, broker_transport_options=options)
    pools.reset()  # type: ignore[no-untyped-call]
    app._pool = None
    app.amqp._producer_pool = None


def _url(at: dict[str, Any]) -> str:
    login = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else "")
    host = quote(at["HOST"], safe="") + (f":{at['PORT']}" if at["PORT"] else "")
    return f"postgres://{login}@{host}/{at['NAME']}"
