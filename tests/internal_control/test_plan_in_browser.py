"""The pages of plans and controls in a real browser: axe, 320 px, and a plan made and changed by hand."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from internal_control.controlling import strike_control
from internal_control.models import ControlPlan, CountedItem, FollowUpCount, PlanChange, Result
from internal_control.refusing import Decision
from organisation.models import User
from tests import control_factories as make
from tests.browser import axe, log_in, sideways
from tests.internal_control.plan_place import Place, adopted_plan, make_place, ready_plan

BASE = "/prov-sn/intern-kontroll/"


@pytest.fixture
def place(transactional_db: None) -> Place:
    return make_place()


@pytest.fixture
def year(place: Place) -> Place:
    """2021's plan in the middle of the year: with counts over two years, a struck control, and one without a person."""
    for of_year in (2020, 2021):
        plan = adopted_plan(place) if of_year == 2021 else ready_plan(place, of_year)
        control = plan.controls.get()
        over = CountedItem.objects.create(control=control, code="over", label="Över tid", is_deviation=True)
        part = CountedItem.objects.create(
            control=control, code="vantan", label="Väntan på utlåtande", parent=over, position=1
        )
        found = make.carry_out(control, 5, Result.MINOR, sample_size=7, deviations=7, text="För lång väntan.")
        FollowUpCount.objects.create(follow_up=found, item=part, count=7)
        make.make_measure(plan, follow_up=found)
    struck = make.make_control(plan, "k2", months=range(1, 13), rule="Delegationsordningen")
    strike_control(
        control=struck, on=date(2021, 6, 1), decision=Decision(date(2021, 5, 19), "52", "Ny lag"), by="sara"
    )
    left = User.objects.create_user("anna", first_name="Anna", is_active=False)
    make.make_control(plan, "k3", performer=left)
    draft = make.make_plan(place.committee, 2022)
    make.make_risk(draft, "r1", likelihood=None, consequence=None)
    make.make_control(draft, "k1", months=[])
    return place


@pytest.mark.parametrize(
    "path",
    [
        "2021/plan/",
        "2021/plan/?visa=full",
        "2021/plan/?visa=risker",
        "2021/plan/andringar/",
        "2021/plan/ta-bort/",
        "2022/plan/",
        "2022/plan/ta-bort/",
        "2023/ny/",
        "2023/ny/?fran=tom",
        "2021/kontroller/",
        "2021/kontroller/?sok=finns+inte",
        "2019/kontroller/",
        "2021/kontroller/ny/",
        "2021/kontroller/k1/",
        "2021/kontroller/k1/redigera/",
        "2021/kontroller/k1/ta-bort/",
        "2021/kontroller/k2/utgar/",
        "2021/kontroller/k3/utgar/",
        "2021/kontroller/k3/utfors-av/",
    ],
)
def test_a_page_is_accessible_and_narrow(page: Page, live_server: Any, year: Place, path: str) -> None:
    log_in(page, year.secretary, live_server.url)
    page.goto(live_server.url + BASE + path)
    assert axe(page) == []
    assert sideways(page) == []


def test_a_plan_is_made_and_a_control_entered(page: Page, live_server: Any, place: Place) -> None:
    log_in(page, place.secretary, live_server.url)
    page.goto(f"{live_server.url}{BASE}2021/ny/")
    page.get_by_role("button", name="Lägg upp planen").click()
    expect(page.get_by_text("Internkontrollplanen för 2021 är upplagd som utkast.")).to_be_visible()
    expect(page.get_by_text("Planen har ingen kontroll.")).to_be_visible()
    page.get_by_role("link", name="Ny kontroll").first.click()
    page.get_by_label("Kontrollmoment").fill("Utredningar är klara inom fyra månader")
    page.get_by_label("Process eller område").fill("Barn och unga")
    page.get_by_label("Metod").select_option("Alla")
    for month in ("Maj", "December"):
        page.get_by_label(month, exact=True).check()
    page.get_by_label("Enhet", exact=False).first.select_option(label="\u00a0" * 4 + "100 Enhet 100")
    page.get_by_label("Ansvarig").fill("Enhetschef")
    page.get_by_label("Utförs av").select_option(label="Erik (Enhet 100)")
    rows = page.get_by_label("Det som räknas", exact=True)
    rows.nth(0).fill("Inom fyra månader")
    rows.nth(1).fill("Över fyra månader")
    page.get_by_label("Är avvikelse").nth(1).check()
    rows.nth(2).fill("Väntan på utlåtande")
    page.get_by_label("Del av raden ovanför").nth(2).check()
    page.get_by_role("button", name="Lägg till kontrollen").click()
    expect(page.get_by_text("Kontrollen k1 är införd.")).to_be_visible()
    expect(page.get_by_role("heading", name="Tillfällen 2021")).to_be_visible()
    control = ControlPlan.objects.get().controls.get()
    assert control.performer == place.manager
    assert control.counted_items.filter(parent__isnull=False).count() == 1
    assert axe(page) == []


def test_an_adopted_plan_is_changed_with_its_decision(page: Page, live_server: Any, place: Place) -> None:
    adopted_plan(place)
    log_in(page, place.secretary, live_server.url)
    page.goto(f"{live_server.url}{BASE}2021/kontroller/k1/redigera/")
    page.get_by_label("Styrande dokument").fill("Ny rutin")
    page.get_by_role("button", name="Spara kontrollen").click()
    expect(page.get_by_text("En ändring behöver ett beslut")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Beslutad den").fill("2021-03-17")
    page.get_by_label("Paragraf").fill("31")
    page.get_by_role("button", name="Spara kontrollen").click()
    expect(page.get_by_text("Kontrollen k1 är sparad.")).to_be_visible()
    page.goto(f"{live_server.url}{BASE}2021/plan/andringar/")
    expect(page.get_by_text("Beslut 2021-03-17, § 31")).to_be_visible()
    assert PlanChange.objects.count() == 1
