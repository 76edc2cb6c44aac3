"""The unit's page in a real browser: by keyboard alone on a phone, with two who write, and with the network gone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from goals.assessing import assess
from goals.models import Assessment, Meaning, Measurement
from organisation.models import User
from organisation.periods import close_month
from tests.browser import axe, log_in, new_context, sideways
from tests.factories import PASSWORD
from tests.goal_factories import make_indicator
from tests.goals.follow_up_place import Place, make_place
from tests.servers import wait_for

PATH = "/prov-sn/uppfoljning/2021/8/110/"
GOAL = "1. Fler ska få välja vem som hjälper dem"
ASSIGNMENT = "Utred hur jourhemmen ska bli fler"
WAITING = "Väntetid till första besöket"


@pytest.fixture
def place(transactional_db: None) -> Place:
    return make_place()


@pytest.fixture
def other(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A second browser; it may complain of what the test does to its network."""
    context = new_context(browser)
    yield context.new_page()
    context.close()


def opened(page: Page, live_server: Any, user: User) -> Page:
    log_in(page, user, live_server.url)
    page.goto(live_server.url + PATH)
    return page


def card(page: Page, title: str) -> Any:
    return page.get_by_role("article", name=title, exact=True)


def text(page: Page, title: str) -> Any:
    return page.get_by_label(f"Uppföljning och analys: {title}")


def is_saved(page: Page, title: str) -> None:
    expect(card(page, title).locator("[data-saved]")).to_have_text(re.compile(r"^Sparat \d\d\.\d\d$"))


def saved(place: Place) -> str:
    found = Assessment.objects.filter(goal=place.goal, unit=place.unit, month=8).first()
    return found.text if found else ""


def tab_to(page: Page, wanted: Any, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def test_a_unit_is_done_by_keyboard_alone_on_a_phone(page: Page, live_server: Any, place: Place) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_server.url + PATH)
    expect(page.get_by_label("Användarnamn")).to_be_focused()
    page.keyboard.type("erik")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hemtjänsten", level=1)).to_be_visible()
    expect(page.get_by_text("0 av 4 klara", exact=True)).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == []

    tab_to(page, page.get_by_role("link", name=GOAL, exact=True))
    page.keyboard.press("Enter")
    expect(card(page, GOAL)).to_be_focused()
    tab_to(page, card(page, GOAL).get_by_label("Uppfyllt", exact=True))
    page.keyboard.press("ArrowDown")
    expect(card(page, GOAL).get_by_label("Delvis uppfyllt")).to_be_checked()
    page.keyboard.press("Tab")
    expect(text(page, GOAL)).to_be_focused()
    page.keyboard.type("Alla har fått frågan, och två av tre har valt.")
    page.keyboard.press("Tab")
    page.keyboard.type("Vi frågar igen i oktober.")
    tab_to(page, card(page, ASSIGNMENT).get_by_label("Uppfyllt", exact=True))
    expect(card(page, GOAL).get_by_text("✓ Klart")).to_be_visible()
    is_saved(page, GOAL)
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Utredningen är klar.")

    values_by_keyboard(page)
    expect(page.get_by_text("Allt är klart.", exact=True)).to_be_visible()
    expect(page.get_by_text("Allt är sparat, kl.")).to_be_visible()
    expect(page.get_by_text("4 av 4 klara", exact=True)).to_be_visible()
    expect(page.get_by_role("navigation", name="Kvar att skriva")).to_be_hidden()
    assert axe(page) == []
    assert sideways(page) == []
    assessment = Assessment.objects.get(goal=place.goal, month=8)
    assert (assessment.text, assessment.measures, assessment.level) == (
        "Alla har fått frågan, och två av tre har valt.",
        "Vi frågar igen i oktober.",
        place.level(Meaning.PARTLY),
    )
    assert Measurement.objects.get(indicator=place.visits, month=8).value == 1310
    assert Assessment.objects.get(indicator=place.waiting).reason == "Två män väntade av egen vilja."
    page.reload()
    expect(page.get_by_text("Allt är klart.", exact=True)).to_be_visible()


def values_by_keyboard(page: Page) -> None:
    """One that cannot be read and is put right, and one that is assessed otherwise than proposed."""
    tab_to(page, page.get_by_label("Värde, st: Hembesök"))
    page.keyboard.type("många")
    page.keyboard.press("Tab")
    field = page.get_by_label("Värde, st: Hembesök")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "Förra: 1 240 (tertial 1 2021) ”många” är inte ett tal. Skriv till exempel 1234,5 eller 1 234."
    )
    assert axe(page) == []
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("1 310")
    page.keyboard.press("Tab")
    expect(card(page, "Hembesök").get_by_text("✓ Klart")).to_be_visible()
    expect(field).not_to_have_attribute("aria-invalid", "true")

    tab_to(page, page.get_by_label(f"Kvinnor, timmar:minuter: {WAITING}"))
    page.keyboard.type("10:38")
    page.keyboard.press("Tab")
    page.keyboard.type("11:13")
    page.keyboard.press("Tab")
    expect(card(page, WAITING)).to_contain_text(
        "Förslag: Delvis uppfyllt. Kvinnor 10:38 når målet högst 11:00, män 11:13 når det inte."
    )
    tab_to(page, card(page, WAITING).get_by_label("Uppfyllt", exact=True))
    page.keyboard.press("Space")
    reason = card(page, WAITING).get_by_label("Varför en annan bedömning än förslaget?")
    expect(reason).to_have_accessible_description(
        "Bedömningen skiljer sig från förslaget, ”Delvis uppfyllt”. Skriv varför."
    )
    assert axe(page) == []
    page.keyboard.press("Tab")
    expect(reason).to_be_focused()
    page.keyboard.type("Två män väntade av egen vilja.")
    page.keyboard.press("Tab")


def test_what_is_typed_is_saved_without_leaving_the_field(page: Page, live_server: Any, place: Place) -> None:
    opened(page, live_server, place.erik)
    text(page, GOAL).press_sequentially("Vi är på väg.")
    is_saved(page, GOAL)
    expect(page.locator("[data-announce]")).to_contain_text(f"{GOAL}: Sparat")
    expect(page.get_by_text("Allt är sparat, kl.")).to_be_visible()
    expect(text(page, GOAL)).to_be_focused()
    assert saved(place) == "Vi är på väg."


def test_a_press_is_not_lost_when_a_fault_is_told_in_the_middle_of_it(
    page: Page, live_server: Any, place: Place
) -> None:
    opened(page, live_server, place.erik)
    field = page.get_by_label("Värde, st: Hembesök")
    level = card(page, WAITING).get_by_text("Uppfyllt", exact=True)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        field.fill("många")
        level.hover()
        page.mouse.down()
    answered.value.finished()
    page.evaluate("new Promise(painted => requestAnimationFrame(() => setTimeout(painted, 50)))")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    page.mouse.up()
    expect(card(page, WAITING).get_by_label("Uppfyllt", exact=True)).to_be_checked()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_what_is_typed_is_saved_when_the_page_is_left(page: Page, live_server: Any, place: Place) -> None:
    opened(page, live_server, place.erik)
    text(page, GOAL).fill("Sista")
    page.goto(f"{live_server.url}/tillganglighet/")
    # What is sent while a page is left outlives it: the next page does not wait for it.
    wait_for(lambda: saved(place) == "Sista")
    page.goto(live_server.url + PATH)
    expect(text(page, GOAL)).to_have_value("Sista")


def conflict(page: Page, other: Page, live_server: Any, place: Place) -> Any:
    """Eva has written while Erik did, and Erik has just been told."""
    opened(page, live_server, place.erik)
    opened(other, live_server, place.eva)
    text(other, GOAL).fill("Evas ord.")
    other.get_by_label(f"Åtgärder: {GOAL}").fill("Evas åtgärd.")
    card(other, GOAL).get_by_label("Inte uppfyllt").check()
    expect(card(other, GOAL).get_by_text("✓ Klart")).to_be_visible()
    text(page, GOAL).fill("Eriks ord.")
    page.keyboard.press("Tab")
    panel = page.get_by_role("region", name="Två har skrivit här samtidigt")
    expect(panel).to_contain_text("Eva Å sparade")
    return panel


def test_of_two_who_write_the_second_sees_both_and_keeps_the_own(
    page: Page, other: Page, live_server: Any, place: Place
) -> None:
    panel = conflict(page, other, live_server, place)
    for words in ("Evas ord.", "Evas åtgärd.", "Inte uppfyllt", "Eriks ord."):
        expect(panel).to_contain_text(words)
    expect(page.locator("[data-announce]")).to_contain_text("Eva Å har sparat här medan du skrev.")
    assert axe(page) == []
    assert sideways(page) == []
    assert saved(place) == "Evas ord."
    page.get_by_role("button", name="Behåll mitt").press("Enter")
    expect(panel).to_be_hidden()
    is_saved(page, GOAL)
    assert saved(place) == "Eriks ord."
    page.reload()
    page.get_by_text("Tidigare versioner (1)").click()
    expect(card(page, GOAL)).to_contain_text("Evas ord.")
    assert axe(page) == []
    page.get_by_role("button", name="Lägg tillbaka versionen av Eva Å").click()
    expect(text(page, GOAL)).to_have_value("Evas ord.")
    expect(page.get_by_text("Allt är sparat, kl.")).to_be_visible()
    assert saved(place) == "Evas ord."


def test_the_second_takes_what_the_first_wrote_and_still_has_the_own(
    page: Page, other: Page, live_server: Any, place: Place
) -> None:
    conflict(page, other, live_server, place)
    page.get_by_role("button", name="Ta det andra").click()
    expect(text(page, GOAL)).to_have_value("Evas ord.")
    expect(text(page, GOAL)).to_be_focused()
    expect(card(page, GOAL).get_by_label("Inte uppfyllt")).to_be_checked()
    assert axe(page) == []
    page.get_by_role("button", name="Lägg tillbaka det jag skrev").click()
    expect(text(page, GOAL)).to_have_value("Eriks ord.")
    expect(page.get_by_text("Allt är sparat, kl.")).to_be_visible()
    assert saved(place) == "Eriks ord."


def test_the_second_makes_one_text_of_both(page: Page, other: Page, live_server: Any, place: Place) -> None:
    conflict(page, other, live_server, place)
    page.get_by_role("button", name="Redigera ihop dem").click()
    expect(text(page, GOAL)).to_have_value("Eriks ord.\n\nEvas ord.")
    expect(page.get_by_text("Allt är sparat, kl.")).to_be_visible()
    text(page, GOAL).fill("Bådas ord.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-announce]")).to_contain_text("Sparat")
    expect(page.get_by_text("Allt är sparat, kl.")).to_be_visible()
    assert saved(place) == "Bådas ord."


def test_a_value_that_somebody_else_has_changed(
    page: Page, other: Page, live_server: Any, place: Place
) -> None:
    opened(page, live_server, place.erik)
    opened(other, live_server, place.eva)
    visits = "Värde, st: Hembesök"
    other.get_by_label(visits).fill("1300")
    other.keyboard.press("Tab")
    expect(card(other, "Hembesök").get_by_text("✓ Klart")).to_be_visible()
    page.get_by_label(visits).fill("1400")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ta 1300")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Behåll mitt").click()
    expect(page.get_by_role("button", name="Behåll mitt")).to_be_hidden()
    is_saved(page, "Hembesök")
    assert Measurement.objects.get(indicator=place.visits, month=8).value == 1400


def test_nothing_is_lost_when_the_network_is_gone(other: Page, live_server: Any, place: Place) -> None:
    opened(other, live_server, place.erik)
    other.context.set_offline(True)
    text(other, GOAL).fill("Skrivet på tåget.")
    other.keyboard.press("Tab")
    expect(
        other.get_by_text(
            "Det går inte att nå servern. Det du skriver står kvar här och sparas så snart det går."
        ).first
    ).to_be_visible()
    expect(card(other, GOAL)).to_contain_text("Inte sparat än. Det du har skrivit står kvar.")
    assert axe(other) == []
    asked: list[str] = []
    other.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with other.expect_event("dialog"):
        other.evaluate("location.assign('/')")
    assert asked == ["beforeunload"]
    expect(text(other, GOAL)).to_have_value("Skrivet på tåget.")
    other.context.set_offline(False)
    expect(other.get_by_text("Allt är sparat, kl.")).to_be_visible()
    assert saved(place) == "Skrivet på tåget."


def test_an_answer_that_is_lost_makes_no_conflict_with_oneself(
    other: Page, live_server: Any, place: Place
) -> None:
    opened(other, live_server, place.erik)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append("the first answer")
        route.fetch()
        route.abort()

    other.route("**/spara/", lose)
    text(other, GOAL).fill("Först.")
    other.keyboard.press("Tab")
    expect(card(other, GOAL)).to_contain_text("Inte sparat än.")
    text(other, GOAL).fill("Först. Sedan.")
    other.keyboard.press("Tab")
    expect(other.get_by_text("Allt är sparat, kl.")).to_be_visible()
    expect(other.get_by_text("Två har skrivit här samtidigt")).to_be_hidden()
    assert saved(place) == "Först. Sedan."


def test_nothing_is_lost_when_one_has_been_logged_out(other: Page, live_server: Any, place: Place) -> None:
    opened(other, live_server, place.erik)
    other.context.clear_cookies()
    text(other, GOAL).fill("Skrivet efter rasten.")
    other.keyboard.press("Tab")
    link = other.get_by_role("link", name="Logga in i en ny flik")
    expect(link).to_be_visible()
    expect(other.get_by_text("Du har blivit utloggad.").first).to_be_visible()
    assert axe(other) == []
    with other.context.expect_page() as tab:
        link.click()
    login = tab.value
    login.get_by_label("Användarnamn").fill("erik")
    login.get_by_label("Lösenord").fill(PASSWORD)
    login.get_by_role("button", name="Logga in").click()
    expect(login.get_by_role("heading", name="Hemtjänsten")).to_be_visible()
    login.close()
    # As the window does when one comes back to it.
    other.evaluate("dispatchEvent(new Event('focus'))")
    expect(other.get_by_text("Allt är sparat, kl.")).to_be_visible()
    assert saved(place) == "Skrivet efter rasten."


def test_a_month_that_is_closed_meanwhile(other: Page, live_server: Any, place: Place) -> None:
    opened(other, live_server, place.erik)
    close_month(committee=place.committee, year=2021, month=8, by="provet")
    text(other, GOAL).fill("För sent.")
    other.keyboard.press("Tab")
    expect(card(other, GOAL)).to_contain_text("Stängd månad: augusti 2021.")
    expect(text(other, GOAL)).to_have_value("För sent.")
    assert axe(other) == []


def many_indicators(place: Place) -> None:
    """Twenty in three themes, beside the two that the unit has."""
    for number in range(20):
        make_indicator(
            place.committee, name=f"Mått {number}", theme=f"Tema {number % 3}", frequency="month",
            is_by_unit=True, units=[place.unit],
        )  # fmt: skip


def test_of_many_indicators_one_theme_is_unfolded_at_a_time(
    page: Page, live_server: Any, place: Place
) -> None:
    many_indicators(place)
    opened(page, live_server, place.erik)
    expect(page.get_by_label("Värde, st: Hembesök")).to_be_visible()
    expect(page.get_by_label("Värde: Mått 4", exact=True)).to_have_count(0)
    page.get_by_text("Visa allt som är kvar: 24").click()
    page.get_by_role("navigation", name="Kvar att skriva").get_by_role("link", name="Tema 1").press("Enter")
    expect(card(page, "Mått 1")).to_be_focused()
    page.get_by_label("Värde: Mått 4", exact=True).fill("7")
    page.keyboard.press("Tab")
    expect(page.get_by_text("1 av 7 klara")).to_be_visible()
    expect(page.get_by_text("1 av 24 klara", exact=True)).to_be_visible()
    left = page.get_by_role("navigation", name="Kvar att skriva").get_by_role("listitem")
    expect(left.filter(has_text="Tema 1")).to_contain_text("6 mått")
    expect(page.get_by_label("Värde, st: Hembesök")).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == []


def test_a_theme_unfolds_without_a_script(browser: Browser, live_server: Any, place: Place) -> None:
    many_indicators(place)
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = opened(context.new_page(), live_server, place.erik)
    page.get_by_role("link", name="Tema 1").last.click()
    page.get_by_label("Värde: Mått 4", exact=True).fill("7")
    page.get_by_role("button", name="Spara", exact=True).last.click()
    expect(page.get_by_text("Det du skrev om januari–augusti 2021 är sparat.")).to_be_visible()
    expect(page.get_by_label("Värde: Mått 4", exact=True)).to_have_value("7")
    context.close()


def test_without_a_script(browser: Browser, live_server: Any, place: Place) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = opened(context.new_page(), live_server, place.erik)
    assert place.goal.text in page.content()
    text(page, GOAL).fill("Utan skript.")
    page.get_by_label("Värde, st: Hembesök").fill("1 310")
    page.get_by_role("button", name="Spara", exact=True).last.click()
    expect(page.get_by_text("Det du skrev om januari–augusti 2021 är sparat.")).to_be_visible()
    expect(text(page, GOAL)).to_have_value("Utan skript.")
    context.close()


def test_every_state_is_accessible_and_fits_a_phone(page: Page, live_server: Any, place: Place) -> None:
    log_in(page, place.sofia, live_server.url)
    assess(
        subject=place.goal, unit=place.unit, year=2021, month=8, level=place.level(Meaning.MET), text="Ja.",
        version=None, by=place.eva,
    )  # fmt: skip
    found = {}
    paths = ["2021/8/", "2021/8/110/", "2021/8/SN/", "2021/12/110/", "2021/3/", "2021/3/110/", "2021/4/110/"]
    close_month(committee=place.committee, year=2021, month=4, by="provet")
    for path in paths:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{live_server.url}/prov-sn/uppfoljning/{path}")
            faults = [*axe(page), *sideways(page)]
            if faults:
                found[path, width] = faults
    assert found == {}
