"""The fixtures themselves: what the other tests stand on."""

import socket

import pytest
from playwright.sync_api import Page

from organisation.models import Committee, Municipality
from socialnamnd.celery import app
from tests.browser import axe, log_in, sideways
from tests.factories import make_administrator, make_municipality
from tests.servers import Process, wait_for


@app.task(name="tests.absent")  # type: ignore[untyped-decorator]
def absent() -> None:
    """The worker does not have it, and says so."""


def test_a_worker_reads_the_queue_that_the_test_writes(worker: Process) -> None:
    absent.delay()
    wait_for(lambda: "tests.absent" in worker.said, what="the worker's mention of the task")


def test_nothing_but_loopback_can_be_reached() -> None:
    with socket.socket() as outgoing, pytest.raises(AssertionError, match="reached for"):
        outgoing.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_what_no_order_decides_comes_out_backwards() -> None:
    first, second, third = (make_municipality(name, f"000{at}") for at, name in enumerate("ABA", 1))
    assert list(Municipality.objects.all()) == [third, second, first]
    assert list(Municipality.objects.order_by("name")) == [third, first, second]
    assert list(Municipality.objects.values_list("code")[:2]) == [("0003",), ("0002",)]
    assert list(Municipality.objects.order_by("code")) == [first, second, third]
    assert dict(Municipality.objects.values_list("name", "code")) == {"A": "0001", "B": "0002"}
    unread = Municipality.objects.filter(name="A")
    assert list(unread) == [third, first]
    assert not unread.ordered
    assert not Committee.objects.exists()


def test_a_page_in_chromium(page: Page, live_server: object) -> None:
    log_in(page, make_administrator(), str(live_server))
    page.goto(f"{live_server}/admin/")
    assert page.locator("h1").first.is_visible()
    page.set_content("<html lang=sv><title>t</title><main><h1>t</h1><img src='data:,' width=900></main>")
    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]
    assert sideways(page) == ['<img src="data:," width="900">']
