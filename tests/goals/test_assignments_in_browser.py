"""The pages of assignments in a real browser: wide, narrow, on paper, and by keyboard alone."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goals import assigning
from goals.models import Assignment, AssignmentNote
from tests.browser import axe, log_in, sideways
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import make_assessment, make_goal, make_levels
from tests.goals.test_assignment_pages import REGISTER, Prov


@pytest.fixture
def prov(transactional_db: None) -> Prov:
    """1 is written about and serves a goal, 2 is late, and 3 is closed."""
    made = Prov()
    goal = make_goal(made.committee, make_levels(made.committee)["committee_goal"], 2021, "m1")
    made.first.goals.add(goal)
    assigning.note(
        assignment=made.first, text="Hyrd.", meeting_on=date(2021, 5, 12), paragraph="8", by="Karin"
    )
    make_assessment(made.first, 2021, 8, text="Vi **letar** lokal.", measures="- Fråga fler")
    closed = Assignment(committee=made.committee, code="3", title="Ta fram en plan")
    assigning.save_assignment(assignment=closed, units=[], by="Karin")
    assigning.close(assignment=closed, on=date(2021, 6, 9), paragraph="55", by="Karin")
    return made


PAGES = [
    "",
    "?sok=finns+inte",
    "nytt/",
    "1/",
    "3/",
    "1/redigera/",
    "1/avsluta/",
    "3/oppna/",
    "1/ta-bort/",
    "1/mal/2021/",
    "mal/2021/m1/",
    "mote/?datum=2021-11-10",
    "mote/anteckningar/?datum=2021-11-10",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_wide_and_narrow(page: Page, live_server: Any, prov: Prov, path: str) -> None:
    log_in(page, prov.secretary, live_server.url)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + REGISTER + path)
        assert axe(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("path", ["", "mote/", "mote/anteckningar/"])
def test_an_empty_page_is_accessible(page: Page, live_server: Any, transactional_db: None, path: str) -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    log_in(page, make_user("karin", committee, role="secretary"), live_server.url)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + REGISTER + path)
        assert axe(page) == []
    assert sideways(page) == []


def test_on_paper_the_lists_stand_without_what_is_pressed(page: Page, live_server: Any, prov: Prov) -> None:
    log_in(page, prov.secretary, live_server.url)
    page.goto(f"{live_server.url}{REGISTER}mote/?datum=2021-11-10")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Försenade 1")).to_be_visible()
    for pressed in ("Visa", "Skriv anteckningar", "Översikt"):
        expect(page.get_by_text(pressed, exact=True)).to_be_hidden()


def test_notes_are_written_with_the_keyboard_alone(page: Page, live_server: Any, prov: Prov) -> None:
    log_in(page, prov.secretary, live_server.url)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}{REGISTER}mote/?datum=2021-11-10")
    page.get_by_role("link", name="Skriv anteckningar").press("Enter")
    field = page.get_by_label("Anteckning om 1")
    while not field.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("Invigd.")
    page.keyboard.press("Tab")
    page.keyboard.type("101")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    # What has focus is never under the row of buttons that stays at the bottom.
    for _ in range(3):
        page.keyboard.press("Tab")
        under = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        over = page.evaluate("document.querySelector('.sticky-actions').getBoundingClientRect().top")
        assert under <= over
    page.get_by_role("button", name="Spara anteckningarna").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 anteckning är sparad.")
    written = AssignmentNote.objects.order_by("-pk")[0]
    assert (written.text, written.decision_paragraph, written.meeting_on) == (
        "Invigd.",
        "101",
        date(2021, 11, 10),
    )
    expect(page.locator("#foreslas")).to_contain_text("Öppna en träffpunkt")
