"""A plan's documents in a real browser: made from the plan's page, read wide and narrow, and adopted."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reports.control_documents import make_control_document
from reports.models import Report, ReportKind
from tests.browser import axe, log_in, sideways
from tests.control_factories import make_risk
from tests.factories import make_user
from tests.reports.control_rows import ControlRows, change, control_rows, counted, full_year


@pytest.fixture
def rows(transactional_db: None) -> ControlRows:
    rows = full_year(control_rows())
    counted(rows)
    change(rows)
    return rows


def look(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
    assert sideways(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_document_is_made_from_the_plans_page(page: Page, live_server: Any, rows: ControlRows) -> None:
    log_in(page, make_user("karin", rows.committee, role="secretary"), live_server.url)
    page.goto(f"{live_server.url}/prov-sn/intern-kontroll/2021/plan/")
    box = page.get_by_role("region", name="Dokument")
    box.get_by_text("Uppföljning som dokument").click()
    look(page)
    form = box.locator("form").nth(1)
    form.get_by_label("Form").select_option(label="Uppföljning av intern kontroll, fullständig")
    form.get_by_label("Till och med").select_option(label="september")
    form.get_by_role("button", name="Skapa uppföljning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uppföljning av intern kontroll september 2021")
    look(page)
    page.goto(f"{live_server.url}/prov-sn/intern-kontroll/2021/dokument/uppfoljning/")
    look(page)
    page.goto(f"{live_server.url}/prov-sn/intern-kontroll/2021/plan/")
    page.get_by_role("link", name="Uppföljning av intern kontroll september 2021").click()
    expect(page.get_by_role("table")).to_have_count(6)


def test_a_full_plan_is_read_and_its_faults_stand_on_the_page_where_it_is_adopted(
    page: Page, live_server: Any, rows: ControlRows
) -> None:
    plan = make_control_document(
        plan=rows.plan,
        kind=ReportKind.CONTROL_PLAN,
        template="internkontrollplan-full",
        month=12,
        by="Karin",
    )
    log_in(page, make_user("karin", rows.committee, role="secretary"), live_server.url)
    at = f"{live_server.url}/prov-sn/rapporter/{plan.slug}/"
    page.goto(at)
    look(page)
    matrix = page.get_by_role("table", name="Riskmatris")
    expect(matrix.get_by_role("rowheader")).to_have_text(
        ["4\u00a0Allvarlig", "3\u00a0Kännbar", "2\u00a0Lindrig", "1\u00a0Försumbar"]
    )
    expect(matrix.get_by_role("row").nth(2).get_by_role("cell").nth(2)).to_have_text("12\u00a0Högr1")
    make_risk(rows.plan, "r8", likelihood=None, consequence=None, unit=rows.units["SN"])
    page.goto(f"{at}faststall/")
    expect(page.get_by_role("heading", name="Det här måste rättas först")).to_be_visible()
    expect(page.get_by_text("Risken r8, ”Risk r8”, saknar beslut.")).to_be_visible()
    look(page)
    assert Report.objects.get(pk=plan.pk).adopted_on is None
