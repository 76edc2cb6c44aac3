"""A whole year of internal control in a real browser: risk, plan, controls, a deviation, its measure, two adoptions.

The secretary lays it up and has it adopted, a unit manager proposes and carries out, and the secretary of another
committee meets nothing of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from internal_control.models import ControlPlan, Evidence
from organisation.models import AdoptedFile, Committee, User
from tests.browser import axe, log_in, new_context
from tests.factories import make_committee, make_units, make_user
from tests.internal_control.sample_files import pdf
from tests.servers import Process

YEAR = "/prov-sn/intern-kontroll/2021/"
CONTROL = f"{YEAR}kontroller/k1/"
CHECKED = "Förhandsbedömningar är klara inom två veckor"


@dataclass(frozen=True)
class Three:
    committee: Committee
    secretary: User
    manager: User
    stranger: User


@pytest.fixture
def three(transactional_db: None) -> Three:
    committee = make_committee()
    units = make_units(committee, {"SN": {"300": {}}}, {"SN": "Socialnämnden", "300": "Barn och familj"})
    elsewhere = make_committee("annan-sn")
    return Three(
        committee,
        make_user("sara", committee, role="secretary"),
        make_user("erik", committee, role="unit_manager", unit=units["300"]),
        make_user("olle", elsewhere, role="secretary"),
    )


@pytest.fixture
def open_as(browser: Browser, live_server: Any) -> Iterator[Any]:
    """A browser of its own for each who works."""
    contexts = []

    def opened(user: User) -> Page:
        contexts.append(new_context(browser))
        page = contexts[-1].new_page()
        log_in(page, user, live_server.url)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("broker", ["filesystem"], indirect=True)
def test_a_year_from_risk_to_adopted_follow_up(
    live_server: Any, worker: Process, three: Three, open_as: Any
) -> None:
    root = live_server.url
    secretary, manager = open_as(three.secretary), open_as(three.manager)

    make_plan_in_browser(secretary, root)
    propose_risk(manager, root)
    take_up_and_value(secretary, root)
    lay_up_control(secretary, root)
    adopt_in_browser(secretary, f"{root}{YEAR}plan/", "Planen som dokument", "Skapa planens dokument", "12")
    plan_of_the_year = ControlPlan.objects.get()
    assert (plan_of_the_year.is_adopted, plan_of_the_year.decision_paragraph) == (True, "12")

    carry_out_in_browser(manager, root)
    measure_in_browser(manager, root)
    adopt_in_browser(
        secretary, f"{root}{YEAR}plan/", "Uppföljning som dokument", "Skapa uppföljning", "31", "december"
    )
    plan_of_the_year.refresh_from_db()
    assert plan_of_the_year.followed_up_through == 12
    in_the_table_side_by_side(secretary)
    assert [bytes(file.data)[:5] for file in AdoptedFile.objects.filter(name="rapport.pdf")] == [b"%PDF-"] * 2

    nothing_changes_afterwards(manager, root)
    the_stranger_meets_nothing(open_as(three.stranger), root, secretary.url.removeprefix(root))


def field(page: Page, label: str) -> Locator:
    """By the whole of its label, with or without the mark of one that must be filled in."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))


def choose(page: Page, label: str, words: str) -> None:
    """The first choice that has the words."""
    option = field(page, label).locator("option").filter(has_text=words).first
    field(page, label).select_option(value=option.get_attribute("value"))


def make_plan_in_browser(page: Page, root: str) -> None:
    page.goto(f"{root}{YEAR}ny/")
    page.get_by_role("button", name="Lägg upp planen").click()
    expect(page.get_by_role("status")).to_be_visible()


def propose_risk(page: Page, root: str) -> None:
    page.goto(f"{root}{YEAR}risker/foresla/")
    field(page, "Process eller område").fill("Barn och unga")
    field(page, "Risk").fill("Orosanmälningar bedöms inte i tid")
    assert axe(page) == []
    page.get_by_role("button", name="Skicka förslaget").click()
    expect(page.get_by_role("status")).to_be_visible()


def take_up_and_value(page: Page, root: str) -> None:
    page.goto(f"{root}{YEAR}risker/r1/")
    page.get_by_role("button", name="Ta upp risken").click()
    expect(page.get_by_role("status")).to_contain_text("r1 är nu en av årets risker.")
    page.goto(f"{root}{YEAR}risker/r1/redigera/")
    field(page, "Sannolikhet").select_option("3")
    field(page, "Konsekvens").select_option("4")
    field(page, "Beslut").select_option("control")
    field(page, "Motivering").fill("Barn kan fara illa.")
    field(page, "Med i internkontrollplanen").check()
    page.get_by_role("button", name="Spara risken").click()
    expect(page.get_by_role("heading", name="Orosanmälningar bedöms inte i tid")).to_be_visible()
    page.goto(f"{root}{YEAR}risker/?visa=matris")
    cell = page.get_by_role("cell").filter(has=page.get_by_role("link", name="r1"))
    expect(cell).to_contain_text("12")
    assert axe(page) == []


def lay_up_control(page: Page, root: str) -> None:
    page.goto(f"{root}{YEAR}kontroller/ny/")
    field(page, "Kontrollmoment").fill(CHECKED)
    field(page, "Process eller område").fill("Barn och unga")
    choose(page, "Risk", "Orosanmälningar")
    field(page, "Styrande dokument").fill("11 kap. 1 a § socialtjänstlagen")
    field(page, "Metod").select_option("sample")
    field(page, "Antal i stickprovet").fill("20")
    for month in ("maj", "september", "december"):
        page.get_by_label(month.capitalize(), exact=True).check()
    choose(page, "Enhet", "Barn och familj")
    field(page, "Ansvarig").fill("Enhetschef")
    field(page, "Rapporteras till").fill("Socialnämnden")
    choose(page, "Utförs av", "Erik")
    page.get_by_role("button", name="Lägg till kontrollen").click()
    expect(page.get_by_role("heading", name=CHECKED)).to_be_visible()


def adopt_in_browser(page: Page, at: str, heading: str, action: str, paragraph: str, until: str = "") -> None:
    """Make the document, adopt it by the paragraph, and stay on its page."""
    page.goto(at)
    button = page.get_by_role("button", name=action)
    if not button.is_visible():
        page.get_by_text(heading, exact=True).click()
    if until:
        page.get_by_label("Till och med").select_option(label=until)
    button.click()
    expect(page).to_have_url(re.compile(r"/rapporter/[^/]+/$"))
    page.get_by_role("link", name="Fastställ").first.click()
    expect(page.get_by_role("button", name="Fastställ rapporten")).to_be_visible()
    field(page, "Sammanträdets datum").fill("2022-02-01")
    field(page, "Paragraf").fill(paragraph)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Fastställ rapporten").click()
    expect(page.get_by_text(f"§ {paragraph}").first).to_be_visible(timeout=90_000)


def carry_out_in_browser(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{root}/prov-sn/")
    expect(page.get_by_role("link", name="Utför 3 försenade kontroller")).to_be_visible()
    for month, result, deviations in (
        (5, "Ingen avvikelse", "0"),
        (9, "Mindre avvikelse", "3"),
        (12, "Ingen avvikelse", "0"),
    ):
        page.goto(f"{root}{CONTROL}{month}/")
        page.get_by_label(result).check()
        field(page, "Dag").fill(f"2021-{month:02}-20")
        field(page, "Antal granskade").fill("20")
        field(page, "Antal avvikelser").fill(deviations)
        field(page, "Resultat och analys").fill(f"Så såg det ut i månad {month}.")
        if month == 9:
            evidence = {"name": "granskning.pdf", "mimeType": "application/pdf", "buffer": pdf()}
            field(page, "Lägg till filer").set_input_files(evidence)  # type: ignore[arg-type]
        assert axe(page) == []
        page.get_by_role("button", name="Spara", exact=True).click()
        expect(page.get_by_role("status").first).to_be_visible()
    assert Evidence.objects.get().name == "granskning.pdf"


def measure_in_browser(page: Page, root: str) -> None:
    page.goto(f"{root}{CONTROL}9/")
    page.get_by_role("link", name="åtgärd").first.click()
    field(page, "Åtgärd").fill("Mottagningen går igenom nya anmälningar varje morgon")
    field(page, "Ansvarig").fill("Enhetschef")
    field(page, "Klar senast").fill("2022-03-31")
    page.get_by_role("button", name="Lägg till åtgärden").click()
    expect(page.get_by_role("status").first).to_be_visible()


def in_the_table_side_by_side(page: Page) -> None:
    table = page.get_by_role("table").filter(has_text=CHECKED).first
    for words in ("maj", "september", "december"):
        expect(table.get_by_role("columnheader", name=words)).to_be_visible()
    row = table.get_by_role("row").filter(has_text=CHECKED)
    expect(row).to_contain_text("Mindre avvikelse")
    expect(row).to_contain_text("Så såg det ut i månad 12.")
    assert axe(page) == []


def nothing_changes_afterwards(page: Page, root: str) -> None:
    page.goto(f"{root}{CONTROL}9/")
    expect(page.get_by_role("button", name="Spara", exact=True)).to_have_count(0)


def the_stranger_meets_nothing(page: Page, root: str, document: str) -> None:
    evidence = f"{CONTROL}9/underlag/{Evidence.objects.get().pk}/"
    for path in (
        YEAR,
        f"{YEAR}plan/",
        f"{YEAR}risker/r1/",
        CONTROL,
        f"{CONTROL}9/",
        evidence,
        f"{YEAR}atgarder/",
        document,
        f"{document}rapport.pdf",
        f"{document}faststalld/1/rapport.pdf",
    ):
        answer = page.request.get(f"{root}{path}")
        assert (path, answer.status) == (path, 404)
