"""The pages of goals in a real browser: axe, 320 px, and a scale drawn as it is typed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goals.models import AssessmentScale
from tests.browser import axe, log_in, sideways
from tests.factories import make_committee, make_user
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_assignment,
    make_indicator,
    make_measurement,
    make_target,
)
from tests.goals.conftest import GoalTree

YEAR = "/prov-sn/mal/2021/"


@pytest.fixture
def year(transactional_db: None, tree: GoalTree) -> GoalTree:
    """A year in the middle: assessed after August, with an indicator and an assignment."""
    n1 = tree.goals["n1"]
    for unit in (tree.units["SN"], tree.units["110"]):
        make_assessment(
            n1,
            month=8,
            unit=unit,
            level=level_of(tree.scale, "partly"),
            text="Vi **närmar** oss.\n\n- Kortare köer",
            measures="Fler tider.",
        )
    indicator = make_indicator(
        tree.committee, "vantan", goals=[n1], direction="lower", frequency="month", scale=tree.scale
    )
    make_target(indicator, 2021, "10")
    make_measurement(indicator, 2021, "12", span="month", month=8)
    make_assignment(tree.committee, goals=[n1])
    return tree


@pytest.mark.parametrize(
    "url",
    [
        f"{YEAR}?matt=on",
        f"{YEAR}?enhet=110",
        f"{YEAR}?sok=finns+inte",
        f"{YEAR}n1/",
        f"{YEAR}n1/redigera/",
        f"{YEAR}n1/ta-bort/",
        f"{YEAR}ordning/",
        f"{YEAR}for-over/",
        "/prov-sn/mal/2022/",
        "/prov-sn/mal/nivaer/",
        "/prov-sn/mal/skalor/",
        "/prov-sn/mal/skalor/mal/",
    ],
)
def test_a_page_is_accessible_and_narrow(page: Page, live_server: Any, year: GoalTree, url: str) -> None:
    log_in(page, year.secretary, live_server.url)
    page.goto(live_server.url + url)
    assert axe(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("url", [YEAR, "/prov-sn/mal/nivaer/", "/prov-sn/mal/skalor/"])
def test_an_empty_page_too(page: Page, live_server: Any, transactional_db: None, url: str) -> None:
    secretary = make_user("sara", make_committee(), role="secretary")
    log_in(page, secretary, live_server.url)
    page.goto(live_server.url + url)
    assert axe(page) == []
    assert sideways(page) == []


def test_a_scale_is_drawn_as_it_is_typed(page: Page, live_server: Any, year: GoalTree) -> None:
    log_in(page, year.secretary, live_server.url)
    page.goto(f"{live_server.url}/prov-sn/mal/skalor/mal/")
    first = page.locator("[data-level]").first
    first.get_by_label("Etikett").fill("Helt nått")
    first.get_by_label("Symbol").select_option("arrow_up")
    first.get_by_label("Färg").select_option("blue")
    mark = first.locator("[data-mark] .level")
    expect(mark).to_have_text("Helt nått")
    expect(mark).to_have_class("level level-blue")
    drawn = mark.locator("svg").inner_html()
    assert drawn == page.locator("[data-symbol=arrow_up] svg").inner_html()
    first.get_by_label("Etikett").fill("")
    expect(first.locator("[data-mark]")).to_be_empty()
    assert AssessmentScale.objects.get(code="mal").levels.order_by("position")[0].label == "Uppfyllt"


def test_carried_over_and_taken_back(page: Page, live_server: Any, year: GoalTree) -> None:
    log_in(page, year.secretary, live_server.url)
    page.goto(f"{live_server.url}{YEAR}")
    page.get_by_role("link", name="För över till 2022").click()
    page.get_by_label("1.1.2 Bättre bemötande").uncheck()
    page.get_by_role("button", name="Visa vad som förs över").click()
    expect(page.get_by_role("button", name="För över målen")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="För över målen").click()
    expect(page.get_by_role("status")).to_contain_text("3 mål har förts över till 2022.")
    page.goto(f"{live_server.url}{YEAR}for-over/")
    page.get_by_role("link", name="Ångra överföringen").click()
    expect(page.get_by_role("button", name="Ta bort målen för 2022")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Ta bort målen för 2022").click()
    expect(page.get_by_role("status")).to_contain_text("3 mål för 2022 har tagits bort.")
