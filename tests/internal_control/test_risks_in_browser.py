"""The pages of risks in a real browser: wide, narrow, and by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from internal_control.models import ControlPlan, Risk
from tests.browser import axe, log_in, sideways
from tests.control_factories import make_plan, make_risk
from tests.internal_control.plan_place import Place, adopted_plan, make_place
from tests.internal_control.risk_place import RISKS, YEAR, make_risks


@pytest.fixture
def place(transactional_db: None) -> Place:
    return make_place()


@pytest.fixture
def plan(place: Place) -> ControlPlan:
    made = make_risks(place)
    make_risk(make_plan(place.committee, 2020), "r1", likelihood=2)
    return made


PAGES = [
    RISKS,
    f"{RISKS}?visa=matris",
    f"{RISKS}?visa=matris&skede=efter",
    f"{RISKS}?sok=finns+inte",
    f"{RISKS}r1/",
    f"{RISKS}r4/",
    f"{RISKS}ny/",
    f"{RISKS}foresla/",
    f"{RISKS}vardera/",
    f"{RISKS}valj/",
    f"{RISKS}r1/redigera/",
    f"{RISKS}r1/ta-bort/",
    f"{RISKS}r4/avboj/",
    f"{YEAR}skala/",
    RISKS.replace("2021", "2023"),
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_wide_and_narrow(
    page: Page, live_server: Any, place: Place, plan: ControlPlan, path: str
) -> None:
    log_in(page, place.secretary, live_server.url)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + path)
        assert axe(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize(
    ("path", "label", "typed"),
    [
        (f"{RISKS}vardera/", "Sannolikhet r1", "1"),
        (f"{RISKS}r1/redigera/", "Process eller område", "Bemanning"),
        (f"{YEAR}skala/", "Etikett för sannolikhet 4", "Nästan säker"),
    ],
)
def test_a_form_that_asks_for_a_decision_is_accessible(
    page: Page, live_server: Any, place: Place, path: str, label: str, typed: str
) -> None:
    adopted_plan(place)
    log_in(page, place.secretary, live_server.url)
    page.goto(live_server.url + path)
    page.get_by_label(label).focus()
    page.keyboard.type(typed)
    page.get_by_role("button", name="Spara").first.click()
    expect(page.get_by_text("En ändring behöver ett beslut")).to_be_visible()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
    assert sideways(page) == []


def test_the_matrix_is_read_without_colour(
    page: Page, live_server: Any, place: Place, plan: ControlPlan
) -> None:
    """Every zone says its value and its level in words, beside a drawing of its own, and on a narrow screen its place."""
    log_in(page, place.secretary, live_server.url)
    page.emulate_media(forced_colors="active")
    page.goto(f"{live_server.url}{RISKS}?visa=matris")
    zones = page.get_by_role("table", name="Riskmatris").get_by_role("cell")
    expect(zones.filter(has_text="12").filter(has_text="Hög").first).to_be_visible()
    drawings = page.eval_on_selector_all(
        ".matrix .zone",
        "zones => zones.map(z => z.querySelector('.level').innerText + z.querySelector('svg').innerHTML)",
    )
    assert len(drawings) == 16
    assert len(set(drawings)) == 3
    page.set_viewport_size({"width": 320, "height": 800})
    link = page.get_by_role("table", name="Riskmatris").get_by_role("link", name="r1 Ärenden tappas bort")
    expect(link).to_be_visible()
    expect(link.locator(".risk-words")).to_be_visible()
    link.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ärenden tappas bort")


def test_a_sitting_is_valued_with_the_keyboard_alone(
    page: Page, live_server: Any, place: Place, plan: ControlPlan
) -> None:
    log_in(page, place.secretary, live_server.url)
    page.goto(f"{live_server.url}{RISKS}vardera/")
    first = page.get_by_label("Sannolikhet r1")
    first.focus()
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    expect(page.locator("[data-risk]").first.locator("[data-value]")).to_contain_text("16")
    expect(page.locator("[data-risk]").first.locator("[data-value]")).to_contain_text("Hög")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Konsekvens r2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Konsekvens r3")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Spara värdena")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Värdet för en risk kan inte sparas.")
    missing = page.get_by_label("Sannolikhet r3")
    expect(missing).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []
    assert sideways(page) == []
    missing.focus()
    page.keyboard.type("2")
    page.get_by_role("button", name="Spara värdena").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2 risker är värderade.")
    assert [plan.risks.get(code=code).value for code in ("r1", "r2", "r3")] == [16, 6, 2]


def test_a_proposal_on_a_phone_comes_to_the_secretary(
    page: Page, live_server: Any, place: Place, plan: ControlPlan
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    log_in(page, place.manager, live_server.url)
    page.goto(live_server.url + RISKS)
    page.get_by_role("link", name="Föreslå en risk").click()
    page.get_by_label("Process eller område").fill("Bemanning")
    page.locator("#id_description").fill("Ingen nattjour i juli")
    page.get_by_role("button", name="Skicka förslaget").click()
    expect(page.get_by_role("status")).to_contain_text("Risken är föreslagen, som r5.")
    assert axe(page) == []
    log_in(page, place.secretary, live_server.url)
    page.goto(live_server.url + RISKS)
    page.get_by_role("link", name="Visa förslagen").click()
    page.get_by_role("link", name="Ingen nattjour i juli").click()
    page.get_by_role("button", name="Ta upp risken").click()
    expect(page.get_by_role("status")).to_contain_text("r5 är nu en av årets risker.")
    assert Risk.objects.get(code="r5").is_proposal is False


def test_a_scale_is_drawn_as_it_is_typed(
    page: Page, live_server: Any, place: Place, plan: ControlPlan
) -> None:
    log_in(page, place.secretary, live_server.url)
    page.goto(f"{live_server.url}{YEAR}skala/")
    expect(page.get_by_label("Etikett för sannolikhet 5")).to_be_hidden()
    page.get_by_label("Antal steg").select_option("5")
    page.get_by_label("Etikett för sannolikhet 5").fill("Nästan säker")
    page.get_by_label("Etikett för konsekvens 5").fill("Mycket allvarlig")
    page.get_by_label("Etikett", exact=True).nth(3).fill("Akut")
    page.get_by_label("Från riskvärde").nth(3).fill("20")
    page.get_by_label("Symbol").nth(3).select_option("cross")
    page.get_by_label("Färg").nth(3).select_option("red")
    expect(page.locator("[data-mark]").nth(3)).to_contain_text("Akut")
    page.get_by_role("button", name="Spara skalan").click()
    expect(page.get_by_role("status")).to_contain_text("Skalan är sparad.")
    expect(
        page.get_by_role("table", name="Riskmatris").get_by_role("cell").filter(has_text="Akut")
    ).to_have_count(3)
    assert axe(page) == []


def test_a_value_of_a_risk_keeps_within_its_card_on_a_phone(
    page: Page, live_server: Any, place: Place, plan: ControlPlan
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    log_in(page, place.secretary, live_server.url)
    risk = Risk.objects.filter(plan=plan, likelihood__isnull=False).order_by("pk")[0]
    page.goto(f"{live_server.url}{RISKS}{risk.code}/")
    values = page.locator("tr .level").all()
    assert values
    for value in values:
        card = value.locator("xpath=ancestor::tr")
        assert value.evaluate("each => each.getBoundingClientRect().right") <= card.evaluate(
            "each => each.getBoundingClientRect().right"
        )
