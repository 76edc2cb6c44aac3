"""The control year and its measures in a real browser: wide and narrow."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe, log_in, sideways
from tests.factories import make_committee, make_units, make_user
from tests.internal_control.year_place import Place

ROOT = "/prov-sn/intern-kontroll/"
PAGES = [
    "2021/",
    "2021/?manad=5",
    "2021/?visa=forsenade",
    "2021/?visa=avvikelser",
    "2022/",
    "2021/atgarder/",
    "2021/atgarder/?sok=finns+inte",
    "2021/atgarder/ny/?kontroll=k3&manad=6",
    "2021/atgarder/a1/",
    "2021/atgarder/a2/",
    "2021/atgarder/a1/redigera/",
    "2021/atgarder/a2/effekt/",
    "2021/atgarder/a1/effekt/",
    "2021/atgarder/a2/oppna/",
    "2021/atgarder/a1/ta-bort/",
]


@pytest.fixture
def place(transactional_db: None) -> Place:
    return Place()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_wide_and_narrow(page: Page, live_server: Any, place: Place, path: str) -> None:
    log_in(page, place.secretary, live_server.url)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + ROOT + path)
        assert axe(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("path", ["", "atgarder/", "2021/"])
def test_before_the_first_plan_the_page_leads_to_making_it(
    page: Page, live_server: Any, transactional_db: None, path: str
) -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    log_in(page, make_user("karin", committee, role="secretary"), live_server.url)
    page.goto(live_server.url + ROOT + path)
    expect(page.get_by_role("link", name="Gör den första planen")).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == []


def test_what_is_ones_own_comes_first(page: Page, live_server: Any, place: Place) -> None:
    log_in(page, place.erik, live_server.url)
    page.goto(f"{live_server.url}{ROOT}2021/")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Ditt att göra")
    expect(page.get_by_role("region", name="Ditt att göra").get_by_role("listitem")).to_have_count(4)


def test_a_measure_is_decided_reported_on_closed_and_checked(
    page: Page, live_server: Any, place: Place
) -> None:
    log_in(page, place.secretary, live_server.url)
    page.goto(f"{live_server.url}{ROOT}2021/")
    page.get_by_role("link", name="Lägg till åtgärd").click()
    page.get_by_label("Åtgärd").fill("Utbilda handläggarna")
    page.get_by_label("Ansvarig").fill("Enhetschef")
    page.get_by_label("Klar senast").fill("2021-11-30")
    page.get_by_label("Effekten följs upp senast").fill("2022-03-31")
    page.get_by_role("button", name="Lägg till åtgärden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Utbilda handläggarna")
    page.get_by_label("Läge").select_option("done")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Skriv vilken dag åtgärden avslutades.")).to_be_visible()
    page.get_by_label("Avslutad den").fill("2021-11-12")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Följ upp effekten").click()
    page.get_by_label("Viss effekt").check()
    page.get_by_label("Uppföljd den").fill("2022-03-15")
    page.get_by_label("Vad som blev bättre").fill("Färre missade beslut.")
    page.get_by_role("button", name="Spara effekten").click()
    expect(page.get_by_text("Färre missade beslut.")).to_be_visible()
    expect(page.get_by_text("Viss effekt")).to_be_visible()
