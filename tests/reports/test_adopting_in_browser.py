"""Adopting a report in a real browser: accessible wide and narrow, and read as a page of the program."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisation.models import Committee
from reports.adopting import withdraw_report
from reports.models import Report, ReportText
from tests.browser import axe, log_in, sideways
from tests.factories import make_committee, make_units, make_user
from tests.reports.adoption import adopted, with_picture
from tests.reports.rows import CHARTED, make_report

AT = "/prov-sn/rapporter/rapport/"


@pytest.fixture
def committee(transactional_db: None) -> Committee:
    return make_committee()


@pytest.fixture
def report(committee: Committee) -> Report:
    make_units(committee, {"SN": {"100": {}, "200": {}}}, {"SN": "Socialnämnden", "100": "Vård"})
    made = make_report(committee, source=CHARTED, title="Verksamhetsberättelse 2021")
    ReportText.objects.create(report=made, key="sammanfattning", text="Året i *korthet*.", changed_by="Karin")
    with_picture(made)
    return made


def look(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
    assert sideways(page) == []


def test_the_pages_are_accessible_wide_and_narrow(
    page: Page, live_server: Any, report: Report, committee: Committee
) -> None:
    log_in(page, make_user("karin", committee, role="secretary"), live_server.url)
    at = live_server.url + AT
    page.goto(f"{at}faststall/")
    look(page)
    page.get_by_role("button", name="Fastställ rapporten").click()
    expect(page.get_by_text("Skriv beslutets paragraf.")).to_be_visible()
    look(page)
    adopted(report)
    page.goto(at)
    page.get_by_text("Beslut och filer").click()
    expect(page.get_by_role("link", name="Webbsida")).to_be_visible()
    look(page)
    page.goto(f"{at}dra-tillbaka/")
    look(page)
    withdraw_report(report=report, reason="Fel bilaga.", by="Sofia")
    adopted(report)
    page.goto(at)
    page.get_by_text("Tillbakadragna utgåvor (1)").click()
    expect(page.get_by_text("av Sofia: Fel bilaga.")).to_be_visible()
    look(page)


def test_an_adopted_report_looks_as_its_draft_did(
    page: Page, live_server: Any, report: Report, committee: Committee
) -> None:
    log_in(page, make_user("rut", committee, role="reader"), live_server.url)
    page.goto(live_server.url + AT)
    before = page.locator(".report-text").inner_text()
    tall = page.locator(".report").bounding_box()
    adopted(report)
    page.goto(live_server.url + AT)
    assert page.locator(".report-text").inner_text() == before
    after = page.locator(".report").bounding_box()
    assert tall is not None
    assert after is not None
    assert (after["width"], after["height"]) == (tall["width"], tall["height"])
    picture = page.get_by_role("img", name="Ett gult fält.")
    expect(picture).to_have_js_property("naturalWidth", 800)
