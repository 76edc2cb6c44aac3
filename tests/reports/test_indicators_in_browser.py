"""Tables and charts of indicators in a real browser, and the PDF of them read by the rules of PDF/UA."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from goals.models import GenderSplit, Meaning, ValueKind
from organisation.models import Committee
from reports.building import build
from reports.models import Report
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PRINT, render_html
from tests.browser import axe, log_in, sideways
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_indicator,
    make_measurement,
    make_scale,
    make_target,
)
from tests.reports.indicators import report_of, table_block
from tests.reports.pdf_ua import violations

BLOCKS = (
    table_block(
        'kon = "kolumner"\nkolumner = [{ visar = "utfall", tid = "helår-1" }, { visar = "mål" },'
        ' { visar = "utfall" }, { visar = "trend" }, { visar = "bedömning" }]'
    ),
    table_block('kon = "rader"\nkolumner = [{ visar = "utfall" }]', key="rader", name="I rader"),
    'typ = "månadsvärden"\nnyckel = "manader"\nnamn = "Månader"',
    'typ = "måttdiagram"\nnyckel = "linjer"\nnamn = "Väntetid"\nmatt = "tid"\nantal_ar = 2',
    'typ = "måttdiagram"\nnyckel = "staplar"\nnamn = "Ärenden"\nmatt = "arenden"\nvisar = "månader"',
)


def make_report(committee: Committee) -> Report:
    make_units(committee, {"SN": {}}, {"SN": "Socialnämnden"})
    scale = make_scale(committee)
    waiting = make_indicator(
        committee,
        "tid",
        name="Väntetid",
        theme="Handläggning",
        value_kind=ValueKind.DURATION,
        gender_split=GenderSplit.WOMEN_MEN,
        scale=scale,
        footnote="I timmar och minuter.",
    )
    make_target(waiting, 2021, "660")
    make_assessment(waiting, level=level_of(scale, Meaning.PARTLY))
    for gender, value in (("K", "638"), ("M", "673"), ("T", "655")):
        make_measurement(waiting, 2020, "640", gender=gender)
        make_measurement(waiting, 2021, value, gender=gender, is_suppressed=gender != "T")
    cases = make_indicator(
        committee,
        "arenden",
        name="Ärenden",
        theme="Volymer",
        parts=[{"code": "nya", "pattern": "{värde} nya"}, {"code": "gamla", "pattern": "{värde} gamla"}],
    )
    make_measurement(cases, 2020, None, note="Mäts från 2021.")
    make_measurement(cases, 2021, "40", part="nya")
    make_measurement(cases, 2021, "31", part="gamla")
    for month in range(1, 13):
        make_measurement(cases, 2021, str(10 + month), span="month", month=month)
    return report_of(committee, *BLOCKS)


def test_tables_and_charts_are_accessible_wide_and_narrow(
    page: Page, live_server: Any, transactional_db: None
) -> None:
    committee = make_committee()
    report = make_report(committee)
    log_in(page, make_user("karin", committee, role="secretary"), live_server.url)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/prov-sn/rapporter/{report.slug}/")
        for summary in page.get_by_text("Visa siffrorna i diagrammet").all():
            summary.click()
        assert axe(page) == []
    assert sideways(page) == []


@pytest.mark.django_db
def test_the_pdf_keeps_the_rules(tmp_path: Path) -> None:
    contents = printable(build(make_report(make_committee()), fresh=False))
    with (tmp_path / "rapport.pdf").open("wb") as target:
        make_pdf(render_html(contents, template=PRINT), target)
    assert violations(tmp_path / "rapport.pdf") == []
