"""The budget's pages in a real browser: the forecast by keyboard alone, with pasted blocks, without a script; and axe."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from budget.forecasting import fingerprint, save_forecast, stored_forecast
from budget.models import CarryOverRequest, InvestmentAmount, InvestmentProject
from budget.recalculation import recalculate
from tests.browser import axe, log_in, sideways
from tests.budget.conftest import Prov
from tests.factories import add_actual, add_budget, add_forecast

NBSP = "\u00a0"


@pytest.fixture
def sheet(transactional_db: None, prov: Prov) -> Prov:
    """110 has a year's budget of 1 000 income, 9 000 staff, 2 000 premises, and a forecast made in April."""
    unit = prov.units["110"]
    for code, amount in (("3000", "-1000"), ("5000", "9000"), ("6000", "2000.50")):
        add_budget(unit, prov.accounts[code], 2021, 1, amount)
    add_actual(unit, prov.accounts["5000"], 2021, 8, "6000")
    add_forecast(unit, prov.accounts["5000"], 2021, 4, "9100")
    recalculate(prov.committee, 2021)
    return prov


def opened(page: Page, live_server: Any, prov: Prov, month: int = 8, query: str = "") -> Page:
    log_in(page, prov.manager, live_server.url)
    page.goto(f"{live_server.url}/prov-sn/prognos/2021/{month}/110/{query}")
    return page


def cell(page: Page, account: str) -> Any:
    return page.get_by_label(f"Ny prognos, {account}")


def sums(page: Page) -> dict[str, tuple[str, str]]:
    """Row → new forecast and deviation, as they are shown."""

    def shown(of: str, what: str) -> str:
        text = page.locator(f"[data-sum={of}] [data-{what}]").text_content() or ""
        return " ".join(text.replace(NBSP, " ").split())

    return {of: (shown(of, "amount"), shown(of, "deviation")) for of in ("revenue", "cost", "net")}


def stored(prov: Prov) -> dict[str, Decimal]:
    return stored_forecast(unit=prov.units["110"], year=2021, month=8)


def test_by_keyboard_alone(page: Page, live_server: Any, sheet: Prov) -> None:
    opened(page, live_server, sheet)
    while page.evaluate("document.activeElement.getAttribute('aria-label')") != "Ny prognos, 3000 Avgifter":
        page.keyboard.press("Tab")
    page.keyboard.type("1 100")
    assert sums(page) == {
        "revenue": ("1 100", "▲ 100 bättre än budget"),
        "cost": ("0", "▲ 11 001 bättre än budget"),
        "net": ("−1 100", "▲ 11 101 bättre än budget"),
    }
    page.keyboard.press("Enter")
    page.keyboard.type("9500,25")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("2000")
    page.keyboard.press("ArrowUp")
    expect(cell(page, "5000 Löner")).to_be_focused()
    expect(cell(page, "5000 Löner")).to_have_value(f"9{NBSP}500,25")
    expect(cell(page, "3000 Avgifter")).to_have_value(f"1{NBSP}100")
    assert sums(page) == {
        "revenue": ("1 100", "▲ 100 bättre än budget"),
        "cost": ("11 500", "▼ −500 sämre än budget"),
        "net": ("10 400", "▼ −400 sämre än budget"),
    }
    expect(page.get_by_role("status").last).to_have_text(
        f"Nettokostnad 10{NBSP}400 kr, 400 kr sämre än budget.", use_inner_text=False
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Spara prognosen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Prognosen för Enhet 110, gjord i augusti 2021, är sparad.")).to_be_visible()
    assert stored(sheet) == {"3000": Decimal(-1100), "5000": Decimal("9500.25"), "6000": Decimal(2000)}


def paste(page: Page, account: str, block: str) -> None:
    cell(page, account).focus()
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        block,
    )


def test_a_column_from_a_spreadsheet(page: Page, live_server: Any, sheet: Prov) -> None:
    opened(page, live_server, sheet)
    paste(page, "5000 Löner", "9 500\r\n2 100\r\n")
    expect(cell(page, "3000 Avgifter")).to_have_value("")
    expect(cell(page, "5000 Löner")).to_have_value(f"9{NBSP}500")
    expect(cell(page, "6000 Hyror")).to_have_value(f"2{NBSP}100")
    assert sums(page)["cost"] == ("11 600", "▼ −600 sämre än budget")


def test_accounts_and_amounts_with_faults(page: Page, live_server: Any, sheet: Prov) -> None:
    """What cannot be read is marked where it is, what has no place is listed, and nothing is lost."""
    opened(page, live_server, sheet)
    paste(page, "3000 Avgifter", "6000\t2100\n9999\t5\n5000\t12,34,5\n")
    expect(cell(page, "6000 Hyror")).to_have_value(f"2{NBSP}100")
    wrong = cell(page, "5000 Löner")
    expect(wrong).to_have_value("12,34,5")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(
        "”12,34,5” är inte ett belopp. Skriv till exempel 1234,50 eller -1 234."
    )
    expect(page.locator("[data-left-list] li")).to_have_text(["9999\t5: Kontot 9999 finns inte i tabellen."])
    expect(page.get_by_label("Block att klistra in")).to_have_value("9999\t5")
    expect(page.locator("[data-summary]")).to_have_text(
        f"Nettokostnad 2{NBSP}100 kr, 7{NBSP}901 kr bättre än budget. Belopp som inte går att läsa är inte med."
    )
    page.get_by_role("button", name="Spara prognosen").click()
    expect(
        page.get_by_text("Ett belopp går inte att läsa. Ingenting är sparat, och allt du skrev står kvar.")
    ).to_be_visible()
    expect(cell(page, "5000 Löner")).to_have_value("12,34,5")
    expect(page.get_by_label("Block att klistra in")).to_have_value("9999\t5")
    assert axe(page) == []
    assert stored(sheet) == {}


def test_rows_are_filled_only_when_asked_for(page: Page, live_server: Any, sheet: Prov) -> None:
    opened(page, live_server, sheet)
    expect(cell(page, "5000 Löner")).to_have_value("")
    cell(page, "6000 Hyror").fill("7")
    page.get_by_role("button", name="Fyll tomma rader från förra prognosen").click()
    expect(cell(page, "5000 Löner")).to_have_value(f"9{NBSP}100")
    page.get_by_role("button", name="Fyll tomma rader från budgeten").click()
    expect(cell(page, "3000 Avgifter")).to_have_value(f"1{NBSP}000")
    expect(cell(page, "5000 Löner")).to_have_value(f"9{NBSP}100")
    expect(cell(page, "6000 Hyror")).to_have_value("7")


def test_leaving_with_unsaved_changes_asks(page: Page, live_server: Any, sheet: Prov) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opened(page, live_server, sheet)
    page.get_by_role("link", name="Prognoser augusti 2021").click()
    expect(page.get_by_role("heading", name="Prognoser gjorda i augusti 2021")).to_be_visible()
    assert asked == []
    page.go_back()
    cell(page, "6000 Hyror").press_sequentially("7")
    page.get_by_role("link", name="Prognoser augusti 2021").click()
    expect(page.get_by_role("heading", name="Prognoser gjorda i augusti 2021")).to_be_visible()
    assert asked == ["beforeunload"]


def test_two_who_save_the_same(page: Page, live_server: Any, sheet: Prov) -> None:
    opened(page, live_server, sheet)
    save_forecast(
        unit=sheet.units["110"], year=2021, month=8, amounts={"5000": Decimal(9200), "6000": Decimal(5)},
        seen=fingerprint({}), by=sheet.controller,
    )  # fmt: skip
    cell(page, "5000 Löner").fill("9300")
    cell(page, "6000 Hyror").fill("5")
    page.get_by_role("button", name="Spara prognosen").click()
    expect(
        page.get_by_text("Karin har sparat en prognos för enheten sedan du öppnade sidan.")
    ).to_be_visible()
    expect(cell(page, "5000 Löner")).to_have_value(f"9{NBSP}300")
    expect(cell(page, "5000 Löner")).to_have_accessible_description(f"Sparat av den andra: 9{NBSP}200")
    expect(cell(page, "6000 Hyror")).to_have_accessible_description("")
    assert stored(sheet)["5000"] == 9200
    assert axe(page) == []
    page.get_by_role("button", name="Spara mina belopp ändå").click()
    expect(page.get_by_text("är sparad.")).to_be_visible()
    assert stored(sheet)["5000"] == 9300


def test_without_a_script(browser: Browser, transactional_db: None, live_server: Any, sheet: Prov) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context.new_page(), live_server, sheet)
    page.get_by_role("button", name="Fyll tomma rader från budgeten").click()
    expect(cell(page, "6000 Hyror")).to_have_value("2 000,50".replace(" ", NBSP))
    cell(page, "5000 Löner").fill("9 500")
    page.get_by_role("button", name="Räkna om").click()
    expect(page.get_by_text(f"Nettokostnad 10{NBSP}501 kr, 500 kr sämre än budget.")).to_be_visible()
    assert sums(page)["net"] == ("10 501", "▼ −500 sämre än budget")
    page.get_by_text("Klistra in ett block ur Excel").click()
    page.get_by_label("Block att klistra in").fill("5000\t9600")
    page.get_by_role("button", name="Lägg in i tabellen").click()
    page.get_by_role("button", name="Spara prognosen").click()
    expect(page.get_by_text("är sparad.")).to_be_visible()
    assert stored(sheet) == {"3000": Decimal(-1000), "5000": Decimal(9600), "6000": Decimal("2000.50")}
    context.close()


PAGES = [
    "ekonomi/2021/",
    "ekonomi/2021/enhet/110/",
    "ekonomi/2021/enhet/110/konto/5000/",
    "budget/2021/",
    "budget/2021/ny/",
    "budget/2021/110/5000/original/",
    "budget/2021/110/5000/original/ta-bort/",
    "prognos/2021/8/",
    "prognos/2021/8/110/",
    "prognos/2021/8/200/",
    "investeringar/2021/",
    "investeringar/2021/nytt/",
    "investeringar/2021/9302/",
    "investeringar/2021/9302/belopp/",
    "investeringar/2021/9302/ombudgetering/",
    "investeringar/2021/9302/ta-bort/",
]


def test_a_budget_line_shows_the_fields_that_count(page: Page, live_server: Any, sheet: Prov) -> None:
    log_in(page, sheet.controller, live_server.url)
    page.goto(f"{live_server.url}/prov-sn/budget/2021/110/7000/original/")
    expect(page.get_by_label("Belopp för helåret, kronor")).to_be_visible()
    expect(page.get_by_label("Januari")).to_be_hidden()
    page.get_by_label("Månad för månad").check()
    expect(page.get_by_label("Belopp för helåret, kronor")).to_be_hidden()
    page.get_by_label("Januari").fill("1 000,50")
    page.get_by_label("December").fill("(0,50)")
    expect(page.get_by_text(f"Summa för året: 1{NBSP}000 kr")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Spara budgeten").click()
    expect(page.get_by_text("Budgeten är sparad: 110 Enhet 110, 7000 Förbrukning")).to_be_visible()
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ändringen är ångrad: 110 Enhet 110, 7000 Förbrukning, 2021.")).to_be_visible()


def test_every_page_is_accessible_and_fits_a_phone(page: Page, live_server: Any, sheet: Prov) -> None:
    project = InvestmentProject.objects.create(committee=sheet.committee, code="9302", name="Inventarier")
    InvestmentAmount.objects.create(project=project, year=2021, month=1, type="original", amount=500_000)
    CarryOverRequest.objects.create(project=project, year=2021, amount=500_000, reason="Leveransen är sen.")
    log_in(page, sheet.controller, live_server.url)
    found = {}
    for path in PAGES:
        page.goto(f"{live_server.url}/prov-sn/{path}")
        faults = [*axe(page), *sideways(page)]
        if faults:
            found[path] = faults
    assert found == {}
