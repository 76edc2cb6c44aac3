"""Indicators in a real browser: the grid by keyboard alone and with pasted blocks; axe; and a phone's width."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goals.measured import measured
from goals.models import Indicator
from organisation.models import Committee, Unit, User
from tests import factories
from tests.browser import axe, log_in, sideways
from tests.goal_factories import (
    make_goal,
    make_indicator,
    make_levels,
    make_measurement,
    make_scale,
    make_target,
)

GRID = "/prov-sn/matt/rutnat/2021/"


@pytest.fixture
def secretary(transactional_db: None) -> User:
    """Of a committee with indicators of most kinds."""
    committee = factories.make_committee()
    units = factories.make_units(committee, {"SN": {"100": {"110": {}}, "200": {}}})
    scale = make_scale(committee)
    goal = make_goal(
        committee, make_levels(committee, scale)["committee_goal"], 2021, "m1", text="Trygg vård"
    )
    waiting = make_indicator(
        committee, "vantetid", name="Väntetid till beslut", value_kind="duration", direction="lower",
        gender_split="women_men", theme="Bistånd", scale=scale, goals=[goal], people="group",
        definition="Tiden från ansökan till beslut, i medeltal.", source="Verksamhetssystemet",
    )  # fmt: skip
    for year, women, men in ((2019, 700, 690), (2020, 650, 660), (2021, 638, 673)):
        make_measurement(waiting, year, women, gender="K", answers=40, form="duration")
        make_measurement(waiting, year, men, gender="M", answers=35, note="Från maj.", form="duration")
    make_target(waiting, 2021, "660")
    absence = make_indicator(
        committee, "sjukfranvaro", name="Sjukfrånvaro", value_kind="share", direction="lower",
        is_by_unit=True, scale=scale, theme="Personal", decimals=1,
    )  # fmt: skip
    for year, share in ((2019, "6.4"), (2020, "9.4"), (2021, "9.5")):
        make_measurement(absence, year, share)
        make_measurement(absence, year, share, unit=units["110"])
    make_target(absence, 2021, "5")
    parts: list[dict[str, Any]] = [
        {"code": "SA", "label": "Senior alert", "pattern": "{värde} SA"},
        {"code": "BPSD", "label": "BPSD", "pattern": "{värde} BPSD"},
    ]
    registered = make_indicator(
        committee, "register", name="Registreringar i Senior alert och BPSD", parts=parts, direction="higher"
    )
    for year, one, other in ((2020, 29, 56), (2021, 25, 12)):
        make_measurement(registered, year, one, part="SA")
        make_measurement(registered, year, other, part="BPSD")
    hours = make_indicator(
        committee, "timmar", name="Utförda timmar i hemtjänsten", frequency="month", theme="Hemtjänst"
    )
    make_measurement(hours, 2020, 66440)
    for month in range(1, 9):
        make_measurement(hours, 2021, 5400 + 10 * month, span="month", month=month)
    children = make_indicator(committee, "barn", name="Placerade barn", people="count")
    make_measurement(children, 2021, 3, is_suppressed=True)
    return factories.make_user("sofia", committee, role="secretary")


def opened(page: Page, live_server: Any, user: User, address: str = GRID) -> Page:
    log_in(page, user, live_server.url)
    page.goto(f"{live_server.url}{address}")
    return page


def cell(page: Page, column: str, row: str) -> Any:
    return page.get_by_label(f"{column}, {row}", exact=True)


def paste(page: Page, block: str) -> None:
    """Into the cell that has the focus."""
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        block,
    )


def texts(code: str) -> dict[tuple[str, str], str]:
    """(part, gender) → what 2021 says of the whole committee."""
    indicator = Indicator.objects.get(code=code)
    whole = Unit.objects.get(committee=indicator.committee, parent=None)
    found = measured([indicator.pk], [2021], units=[whole.pk], spans=["year"], may_see_small=True)
    return {(key.part, key.gender): value.typed_text for key, value in found.items()}


def test_the_grid_by_keyboard_alone(page: Page, live_server: Any, secretary: User) -> None:
    opened(page, live_server, secretary)
    women = "Kvinnor, Väntetid till beslut"
    while page.evaluate("document.activeElement.getAttribute('aria-label')") != women:
        page.keyboard.press("Tab")
    page.keyboard.type("10:20")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Män", "Väntetid till beslut")).to_be_focused()
    page.keyboard.type("10:40")
    page.keyboard.press("ArrowLeft")
    # In the middle of a text the arrow moves within it.
    expect(cell(page, "Män", "Väntetid till beslut")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Totalt", "Väntetid till beslut")).to_be_focused()
    page.keyboard.type("10:30")
    page.keyboard.press("Enter")
    expect(cell(page, "Totalt", "Sjukfrånvaro")).to_be_focused()
    page.keyboard.type("7,1 %")
    page.keyboard.press("Enter")
    page.keyboard.type("31")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Spara mätvärdena")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 mätvärden sparade.")).to_be_visible()
    assert texts("vantetid") == {("", "K"): "10:20", ("", "M"): "10:40", ("", "T"): "10:30"}
    assert texts("sjukfranvaro")["", "T"] == "7,1 %"
    assert texts("register")["SA", "T"] == "31"


def test_a_pasted_block(page: Page, live_server: Any, secretary: User) -> None:
    opened(page, live_server, secretary)
    cell(page, "Kvinnor", "Väntetid till beslut").focus()
    paste(page, "10:01\t10:02\t10:03\r\n")
    expect(cell(page, "Totalt", "Väntetid till beslut")).to_have_value("10:03")
    expect(page.locator("[data-status]")).to_have_text("3 celler är ifyllda. Spara när du är klar.")
    cell(page, "Totalt", "Sjukfrånvaro").focus()
    paste(page, "register/BPSD\t77\nsjukfranvaro\tmånga\n")
    expect(cell(page, "Totalt", "Registreringar i Senior alert och BPSD: BPSD")).to_have_value("77")
    wrong = cell(page, "Totalt", "Sjukfrånvaro")
    expect(wrong).to_have_value("många")
    page.get_by_role("button", name="Spara mätvärdena").click()
    expect(page.get_by_text("Ett värde kan inte sparas. Ingenting är sparat")).to_be_visible()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(
        "”många” är inte ett tal. Skriv till exempel 1234,5 eller 1 234. 2020: 9,4 %".replace(" %", "\u00a0%")
    )
    expect(cell(page, "Totalt", "Väntetid till beslut")).to_have_value("10:03")
    assert axe(page) == []
    wrong.fill("7")
    expect(wrong).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Spara mätvärdena").click()
    expect(page.get_by_text("5 mätvärden sparade.")).to_be_visible()
    assert texts("sjukfranvaro")["", "T"] == "7 %"
    assert texts("register")["BPSD", "T"] == "77"


def test_a_press_is_not_lost_when_a_fault_is_told_in_the_middle_of_it(
    page: Page, live_server: Any, secretary: User
) -> None:
    opened(page, live_server, secretary)
    cell(page, "Totalt", "Placerade barn").fill("många")
    page.get_by_role("button", name="Spara mätvärdena").hover()
    # The press leaves the cell, and what it says is checked while the button is held down.
    with page.expect_response(f"**{GRID}") as checked:
        page.mouse.down()
    checked.value.finished()
    page.evaluate("new Promise(painted => requestAnimationFrame(() => setTimeout(painted, 50)))")
    expect(cell(page, "Totalt", "Placerade barn")).not_to_have_attribute("aria-invalid", "true")
    page.mouse.up()
    expect(page.get_by_text("Ett värde kan inte sparas. Ingenting är sparat")).to_be_visible()


def test_a_block_of_the_wrong_shape(page: Page, live_server: Any, secretary: User) -> None:
    opened(page, live_server, secretary)
    last = cell(page, "Totalt", "Placerade barn")
    last.focus()
    paste(page, "1\n2\n3\n")
    expect(page.locator("[data-refusal]")).to_contain_text(
        "Blocket är 3 rader × 1 kolumn. Från den här cellen finns 2 rader × "
    )
    expect(page.locator("[data-refusal]")).to_contain_text("Ingenting är inklistrat.")
    expect(last).to_have_value("3")
    assert axe(page) == []
    page.get_by_text("Klistra in ett block ur Excel").click()
    page.get_by_label("Block att klistra in").fill("Mått\tTotalt\nbarn\t8\n")
    page.get_by_label("Börja i kolumnen").select_option(label="Totalt")
    page.get_by_role("button", name="Lägg in i tabellen").click()
    expect(last).to_have_value("8")
    expect(page.locator("[data-refusal]")).to_be_hidden()
    expect(page.get_by_label("Block att klistra in")).to_have_value("")


def test_leaving_with_unsaved_values_asks(page: Page, live_server: Any, secretary: User) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opened(page, live_server, secretary)
    cell(page, "Totalt", "Placerade barn").press_sequentially("9")
    page.get_by_role("navigation", name="År").get_by_role("link", name="2020").click()
    expect(page.get_by_role("heading", name="Enhet SN, 2020")).to_be_visible()
    assert asked == ["beforeunload"]


PAGES = [
    "",
    "?sok=finns-inte",
    "vantetid/",
    "sjukfranvaro/",
    "register/",
    "timmar/?ar=2021",
    "barn/",
    "nytt/",
    "vantetid/redigera/",
    "register/redigera/",
    "vantetid/ta-bort/",
    "vantetid/malvarden/",
    "register/malvarden/",
    "sjukfranvaro/malvarden/",
    "rutnat/2021/",
    "rutnat/2021/?period=tertial-4",
    "rutnat/2021/?matt=sjukfranvaro&av=enheter",
    "rutnat/2021/?matt=timmar&av=perioder",
    "manader/2021/",
]


def test_every_page_is_accessible_and_fits_a_phone(page: Page, live_server: Any, secretary: User) -> None:
    log_in(page, secretary, live_server.url)
    found = {}
    for path in PAGES:
        page.goto(f"{live_server.url}/prov-sn/matt/{path}")
        faults = [*axe(page), *sideways(page)]
        if faults:
            found[path] = faults
    assert found == {}


def test_empty_pages_are_accessible_and_fit_a_phone(
    page: Page, live_server: Any, transactional_db: None
) -> None:
    committee: Committee = factories.make_committee()
    factories.make_units(committee, {"SN": {}})
    make_indicator(committee, "tomt")
    user = factories.make_user("sofia", committee, role="secretary")
    log_in(page, user, live_server.url)
    found = {}
    for path in ("tomt/", "manader/2021/", "rutnat/2021/?period=manad-1"):
        page.goto(f"{live_server.url}/prov-sn/matt/{path}")
        faults = [*axe(page), *sideways(page)]
        if faults:
            found[path] = faults
    assert found == {}


def test_a_value_that_cannot_be_read_is_told_when_its_cell_is_left(
    page: Page, live_server: Any, secretary: User
) -> None:
    opened(page, live_server, secretary)
    children = cell(page, "Totalt", "Placerade barn")
    children.fill("många")
    children.press("Tab")
    error = page.locator(f"#{children.get_attribute('data-error')}".replace(".", r"\."))
    expect(error).to_have_text("”många” är inte ett tal. Skriv till exempel 1234,5 eller 1 234.")
    expect(page.locator("[data-status]")).to_have_text("Ett värde behöver rättas.")
    children.fill("12")
    expect(error).to_be_empty()
    children.press("Tab")
    expect(page.locator("[data-status]")).to_have_text("Alla värden kan läsas.")
    assert texts("barn")["", "T"] == "3"
