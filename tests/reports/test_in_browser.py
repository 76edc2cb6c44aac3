"""The report pages in a real browser: accessible, fitting at 320 px, and in an order that the keyboard can follow."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from organisation.models import Committee, User
from reports.models import Picture, Report, ReportText
from tests.browser import axe, log_in, sideways
from tests.factories import add_actual, make_accounts, make_committee, make_units, make_user
from tests.reports.rows import CHARTED, make_report

PATHS = {
    "reports": "",
    "report": "rapport/",
    "facts": "rapport/redigera/",
    "texts": "rapport/texter/",
    "text": "rapport/texter/sammanfattning/",
    "pictures": "rapport/bilder/",
    "picture": "rapport/bilder/omslag/redigera/",
    "remove picture": "rapport/bilder/omslag/ta-bort/",
    "pdf not made": "rapport/rapport.pdf",
}


@pytest.fixture
def committee(transactional_db: None) -> Committee:
    return make_committee()


@pytest.fixture
def report(committee: Committee) -> Report:
    units = make_units(committee, {"SN": {"100": {}, "200": {}}}, {"SN": "Socialnämnden", "100": "Vård"})
    add_actual(units["100"], make_accounts(committee)["5000"], 2021, 8, "1500.00")
    made = make_report(committee, source=CHARTED, title="Verksamhetsberättelse 2021")
    ReportText.objects.create(report=made, key="sammanfattning", text="Året i *korthet*.", changed_by="Karin")
    drawn = io.BytesIO()
    Image.new("RGB", (800, 450), "#d9a441").save(drawn, "PNG")
    file = ContentFile(drawn.getvalue(), "omslag.png")
    Picture.objects.create(report=made, key="omslag", alt="Ett gult fält.", file=file)
    return made


@pytest.fixture
def secretary(committee: Committee) -> User:
    return make_user("karin", committee, role="secretary")


@pytest.mark.parametrize("name", PATHS)
def test_a_page_is_accessible_wide_and_narrow(
    page: Page, live_server: Any, report: Report, secretary: User, name: str
) -> None:
    log_in(page, secretary, live_server.url)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/prov-sn/rapporter/{PATHS[name]}")
        assert axe(page) == []
    assert sideways(page) == []


def test_the_preview_of_a_template_is_accessible(
    page: Page, live_server: Any, report: Report, committee: Committee
) -> None:
    admin = make_user("eva", committee, is_staff=True, is_superuser=True)
    log_in(page, admin, live_server.url)
    page.goto(live_server.url + reverse("admin:reports_reporttemplate_change", args=[report.template_id]))
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Visa i ny flik").click()
    preview = opened.value
    expect(preview.get_by_role("heading").first).to_be_visible()
    for width in (1280, 320):
        preview.set_viewport_size({"width": width, "height": 800})
        assert axe(preview) == []
    assert sideways(preview) == []


def test_the_keyboard_goes_from_contents_to_section_and_opens_the_figures_of_a_chart(
    page: Page, live_server: Any, report: Report, secretary: User
) -> None:
    log_in(page, secretary, live_server.url)
    page.goto(f"{live_server.url}/prov-sn/rapporter/rapport/")
    page.get_by_role("navigation", name="Innehåll").get_by_role("link", name="Ekonomi").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Länk till avsnittet Ekonomi")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Resultat")).to_be_focused()
    figures = page.get_by_role("table", name="Siffrorna i diagrammet")
    expect(figures).to_be_hidden()
    page.get_by_text("Visa siffrorna i diagrammet").press("Enter")
    expect(figures).to_be_visible()
    assert axe(page) == []
