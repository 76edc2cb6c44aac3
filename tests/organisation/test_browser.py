"""The organisation's pages in a real browser: accessible, fitting at 320 px, and usable by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisation import jobs
from organisation.audit import record
from organisation.models import Committee, Job, JobState, User
from organisation.periods import close_month
from tests.browser import axe, log_in, sideways
from tests.factories import PASSWORD, make_committee, make_units, make_user


@pytest.fixture
def committee(transactional_db: None) -> Committee:
    made = make_committee()
    make_units(made, {"SN": {"10": {}, "20": {}}})
    return made


@pytest.fixture
def karin(committee: Committee) -> User:
    return make_user("karin", committee, last_name="Berg", title="Controller")


def running_job(committee: Committee) -> Job:
    return Job.objects.create(
        committee=committee,
        kind="gör pdf",
        subject="Delårsrapport januari–augusti 2021",
        state=JobState.RUNNING,
        done=43,
        total=100,
        step="Sätter sidorna",
        created_by="Karin Berg",
    )


def failed_job(committee: Committee) -> Job:
    job = running_job(committee)
    with jobs.run(job.pk):
        raise jobs.JobError("Rapporten har inga avsnitt.")
    return job


PAGES: dict[str, Callable[[Committee], str]] = {
    "home": lambda _: "/",
    "committee": lambda committee: f"/{committee.slug}/",
    "periods": lambda committee: f"/{committee.slug}/perioder/2021/",
    "close": lambda committee: f"/{committee.slug}/perioder/2021/9/stang/",
    "reopen": lambda committee: f"/{committee.slug}/perioder/2021/8/oppna/",
    "audit": lambda committee: f"/{committee.slug}/handelser/",
    "failed job": lambda committee: f"/jobb/{failed_job(committee).pk}/",
    "running job": lambda committee: f"/jobb/{running_job(committee).pk}/",
    "password": lambda _: "/losenord/",
    "accessibility": lambda _: "/tillganglighet/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_wide_and_narrow(
    page: Page, live_server: Any, committee: Committee, karin: User, name: str
) -> None:
    close_month(committee=committee, year=2021, month=8, by=karin)
    for number in range(60):
        record(
            by=karin,
            action="ändrade prognos",
            committee=committee,
            subject=f"{number} Hemtjänst",
            rows=number,
        )
    log_in(page, karin, live_server.url)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + PAGES[name](committee))
        assert axe(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("address", ["/logga-in/", "/losenord/glomt/", "/losenord/nytt/x/y/"])
def test_a_page_before_login_is_accessible(page: Page, live_server: Any, address: str) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + address)
        assert axe(page) == []
    assert sideways(page) == []


def test_one_logs_in_closes_a_month_and_logs_out_with_the_keyboard_alone(
    page: Page, live_server: Any, committee: Committee, karin: User
) -> None:
    page.goto(f"{live_server.url}/{committee.slug}/perioder/2021/")
    expect(page.get_by_label("Användarnamn")).to_be_focused()
    page.keyboard.type("karin")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Perioder 2021")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.get_by_role("link", name="Stäng augusti 2021").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stäng augusti 2021").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Augusti 2021 är stängd.")
    page.wait_for_load_state()
    menu = page.locator("details.menu summary", has_text="Karin Berg")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Logga ut").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()


def test_the_navigation_folds_away_on_a_phone(
    page: Page, live_server: Any, committee: Committee, karin: User
) -> None:
    log_in(page, karin, live_server.url)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/{committee.slug}/")
    link = page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Perioder", exact=True)
    expect(link).to_be_hidden()
    button = page.get_by_role("button", name="Meny")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert axe(page) == []
    assert sideways(page) == []
    link.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{committee.slug}/perioder/\d{{4}}/$"))


def test_the_places_of_a_group_stand_in_a_row_under_the_groups(
    page: Page, live_server: Any, committee: Committee, karin: User
) -> None:
    log_in(page, karin, live_server.url)
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{live_server.url}/{committee.slug}/perioder/2021/")
    menu = page.get_by_role("navigation", name="Huvudmeny")
    expect(menu.get_by_role("link")).to_have_text(
        ["Översikt", "Ekonomi", "Mål och uppdrag", "Intern kontroll", "Rapporter", "Händelser"]
    )
    row = page.get_by_role("navigation", name="Ekonomi")
    expect(row.get_by_role("link")).to_have_text(
        ["Resultat", "Budget", "Prognos", "Investeringar", "Inläsning", "Perioder"]
    )
    menu.get_by_role("link", name="Händelser").focus()
    page.keyboard.press("Tab")
    expect(row.get_by_role("link", name="Resultat")).to_be_focused()
    menu.get_by_role("link", name="Mål och uppdrag").press("Enter")
    goals = page.get_by_role("navigation", name="Mål och uppdrag")
    expect(goals.get_by_role("link", name="Uppföljning")).to_have_attribute("aria-current", "true")
    assert axe(page) == []


def test_a_job_is_followed_and_leads_to_its_result(
    page: Page, live_server: Any, committee: Committee, karin: User
) -> None:
    job = running_job(committee)
    log_in(page, karin, live_server.url)
    page.goto(f"{live_server.url}/jobb/{job.pk}/")
    bar = page.get_by_role("progressbar", name="Gör pdf")
    expect(bar).to_have_attribute("value", "43")
    Job.objects.filter(pk=job.pk).update(done=80, step="Skriver filen")
    expect(bar).to_have_attribute("value", "80")
    expect(page.locator("[data-job-announce]")).to_have_text("Skriver filen, 80 procent")
    with jobs.run(job.pk) as progress:
        progress.result(f"/{committee.slug}/perioder/2021/")
    expect(page.get_by_role("heading", name="Perioder 2021")).to_be_visible()


def test_a_job_that_fails_while_it_is_followed_says_why(
    page: Page, live_server: Any, committee: Committee, karin: User
) -> None:
    job = running_job(committee)
    log_in(page, karin, live_server.url)
    page.goto(f"{live_server.url}/jobb/{job.pk}/")
    with jobs.run(job.pk):
        raise jobs.JobError("Rapporten har inga avsnitt.")
    expect(page.get_by_text("Rapporten har inga avsnitt.")).to_be_visible()
    expect(page.get_by_role("link", name="Till Socialnämnden")).to_be_visible()


def test_without_scripts_the_navigation_is_open_and_the_job_page_reloads(
    page: Page, live_server: Any, committee: Committee, karin: User
) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    plain = context.new_page()
    log_in(plain, karin, live_server.url)
    plain.set_viewport_size({"width": 320, "height": 700})
    plain.goto(f"{live_server.url}/jobb/{running_job(committee).pk}/")
    menu = plain.get_by_role("navigation", name="Huvudmeny")
    expect(menu.get_by_role("link", name="Perioder", exact=True)).to_be_visible()
    with plain.expect_navigation():
        pass
    context.close()


def test_a_form_is_sent_once_however_often_the_button_is_pressed(
    page: Page, live_server: Any, committee: Committee, karin: User
) -> None:
    log_in(page, karin, live_server.url)
    page.goto(f"{live_server.url}/{committee.slug}/perioder/2021/9/stang/")
    # A slow server: the page stays as it was after the first press.
    page.evaluate(
        """() => {
          window.prevented = [];
          window.addEventListener("submit", (event) => {
            window.prevented.push(event.defaultPrevented);
            event.preventDefault();
          });
        }"""
    )
    button = page.locator("main form button[type=submit]")
    button.click()
    button.click()
    assert page.evaluate("window.prevented") == [False, True]
