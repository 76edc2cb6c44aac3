"""The pages of loading: who may see them, what each state shows, and the way through with a real browser."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page

from budget import loading
from budget.models import Actual, Load, LoadState
from organisation.models import Committee, Job, JobState, User
from tests.browser import axe, log_in, sideways
from tests.budget.test_loading import FILE, HEAD, actuals, applied, received, silent
from tests.factories import add_actual, make_accounts, make_committee, make_units, make_user
from tests.pages import logged_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committee() -> Committee:
    committee = make_committee()
    units = make_units(committee, {"SN": {"110": {}, "120": {}}})
    accounts = make_accounts(committee)
    add_actual(units["110"], accounts["5000"], 2021, 1, 900)
    return committee


@pytest.fixture
def controller(committee: Committee) -> User:
    return make_user("karin", committee, role="controller")


def test_only_who_loads_the_ledger_for_the_whole_committee_sees_the_pages(
    committee: Committee, controller: User
) -> None:
    load = received(committee, controller)
    unit = committee.units.get(code="110")
    partial = make_user("per", committee, role="controller", unit=unit)
    reader = make_user("rut", committee, role="reader")
    stranger = make_user("sven", make_committee("annan-sn"), role="controller")
    names = ["load", "load_errors", "load_check", "load_apply", "load_undo", "load_discard"]
    pages = [reverse(name, args=["prov-sn", load.pk]) for name in names]
    pages += [reverse(name, args=["prov-sn"]) for name in ("loads", "load_new", "ledger_example")]
    for page in pages:
        assert logged_in(partial).post(page).status_code == 403
        assert logged_in(reader).post(page).status_code == 403
        assert logged_in(stranger).post(page).status_code == 404
    assert logged_in(stranger).get(reverse("load", args=["annan-sn", load.pk])).status_code == 404
    assert logged_in(stranger).post(reverse("load_apply", args=["annan-sn", load.pk])).status_code == 404
    load.refresh_from_db()
    assert load.state == LoadState.READY


def test_steps_are_posted_never_fetched(committee: Committee, controller: User) -> None:
    load = received(committee, controller)
    for name in ("load_check", "load_apply", "load_discard"):
        assert logged_in(controller).get(reverse(name, args=["prov-sn", load.pk])).status_code == 405


def test_an_empty_list_says_what_to_do(committee: Committee, controller: User) -> None:
    page = logged_in(controller).get(reverse("loads", args=["prov-sn"])).content.decode()
    assert "Inga filer än" in page
    assert reverse("load_new", args=["prov-sn"]) in page


def test_the_list_asks_as_much_of_the_database_with_one_load_as_with_twenty(
    committee: Committee, controller: User
) -> None:
    counts = []
    for more in (1, 19):
        for _ in range(more):
            received(committee, controller)
        client = logged_in(controller)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("loads", args=["prov-sn"]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_handing_in_no_file_says_so(committee: Committee, controller: User) -> None:
    response = logged_in(controller).post(reverse("load_new", args=["prov-sn"]))
    assert "Välj en fil först." in response.content.decode()


def test_all_errors_can_be_taken_home(committee: Committee, controller: User) -> None:
    load = received(committee, controller, HEAD + "202101;999;5000;Utfall;1\n" * 101)
    response = logged_in(controller).get(reverse("load_errors", args=["prov-sn", load.pk]))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[:2] == ["rad;fel", "2;Ansvaret ”999” finns inte i nämndens organisation."]
    assert len(lines) == 102


def test_the_example_file_can_be_loaded(committee: Committee, controller: User) -> None:
    response = logged_in(controller).get(reverse("ledger_example", args=["prov-sn"]))
    load = received(committee, controller, response.content.decode())
    assert (load.state, load.rows, load.errors) == (LoadState.READY, 8, [])


def test_a_job_that_failed_is_told_on_the_page_and_can_be_started_again(
    committee: Committee, controller: User
) -> None:
    load = received(committee, controller)
    job = loading.start_apply(load=load, by=controller)
    sentence = "Arbetet avbröts: bakgrundsprogrammet slutade svara. Ingenting har ändrats. Starta det igen."
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error=sentence, finished_at=job.created_at)
    page = logged_in(controller).get(reverse("load", args=["prov-sn", load.pk])).content.decode()
    assert sentence in page
    assert "Läs in filen" in page


def assert_fit(page: Page) -> None:
    """For everybody, and on a phone."""
    assert axe(page) == []
    assert sideways(page) == []


def test_from_hand_in_to_undo_in_the_browser(
    committee: Committee, controller: User, page: Page, live_server: Any, worker: Any, tmp_path: Path
) -> None:
    log_in(page, controller, live_server.url)
    page.goto(live_server.url + reverse("loads", args=["prov-sn"]))
    assert_fit(page)
    page.get_by_role("link", name="Läs in en fil").first.click()
    page.get_by_label("Huvudboksfil").wait_for()
    assert_fit(page)
    (tmp_path / "utfall augusti.csv").write_text(FILE, encoding="utf-8")
    page.get_by_label("Huvudboksfil").set_input_files(tmp_path / "utfall augusti.csv")
    page.get_by_role("button", name="Kontrollera filen").click()
    page.get_by_role("button", name="Läs in filen").wait_for()
    assert_fit(page)
    assert Actual.objects.count() == 1
    page.get_by_role("button", name="Läs in filen").click()
    page.get_by_role("link", name="Ångra inläsningen").wait_for()
    assert_fit(page)
    assert Actual.objects.count() == 3
    page.get_by_role("link", name="Ångra inläsningen").click()
    page.get_by_role("button", name="Ångra inläsningen").wait_for()
    assert_fit(page)
    page.get_by_role("button", name="Ångra inläsningen").click()
    page.get_by_text("Inläsningen ångrades").wait_for()
    assert [str(row[4]) for row in actuals(committee)] == ["900.00"]


def test_the_pages_of_refused_loads_are_fit_for_everybody(
    committee: Committee, controller: User, page: Page, live_server: Any
) -> None:
    refused = received(committee, controller, FILE + "202113;999;5000;utfal;12,34,5\nSumma;;;;3\n" * 3)
    done = applied(committee, controller)
    log_in(page, controller, live_server.url)
    page.goto(live_server.url + reverse("load", args=["prov-sn", refused.pk]))
    assert_fit(page)
    page.goto(live_server.url + reverse("loads", args=["prov-sn"]))
    assert_fit(page)
    loading.undo(load=done, by=controller, progress=silent)
    page.goto(live_server.url + reverse("load", args=["prov-sn", done.pk]))
    assert_fit(page)
    assert Load.objects.count() == 2
