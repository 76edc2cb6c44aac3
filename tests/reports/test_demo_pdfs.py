"""A demo report as it is published: its real PDF, read rule by rule and in the order a screen reader reads it."""

from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from reports.building import build
from reports.models import Report
from reports.packages import load_package
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PRINT, render_html
from tests.reports import pdf_ua

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_timras_report_holds_every_rule_and_reads_in_order(tmp_path: Path) -> None:
    committee = load_package(Path(settings.BASE_DIR) / "demo" / "timra-sn", by="kommandoraden")
    contents = printable(build(Report.objects.get(committee=committee, slug="delarsrapport-2021-08")))
    path = tmp_path / "rapport.pdf"
    with path.open("wb") as target:
        pages = make_pdf(render_html(contents, template=PRINT), target)
    assert pages >= 23
    assert pdf_ua.violations(path) == []

    with pikepdf.open(path) as pdf:
        tree = list(pdf_ua.walk(pdf))
        headings = [pdf_ua.type_of(each) for each, _ in tree if pdf_ua.type_of(each) in ("H1", "H2", "H3")]
        alternatives = [str(each.Alt) for each in pdf_ua.of_type(tree, "Figure")]
        # Each chart's figures stand in the table that is read next.
        order = [pdf_ua.type_of(each) for each, _ in tree if pdf_ua.type_of(each) in ("Figure", "Table")]
    assert headings[:2] == ["H1", "H2"]
    blocks = [block for section in contents.walk() for block in section.blocks]
    expected = []
    for block in blocks:
        expected += ["Figure"] if block.picture else []
        expected += ["Figure", "Table"] * len(block.charts)
        expected += ["Table"] * len(block.tables)
    assert order == expected
    pictures = [block.picture.alt for block in blocks if block.picture]
    charts = [chart for block in blocks for chart in block.charts]
    assert set(pictures) < set(alternatives)
    assert len(alternatives) == len(pictures) + len(charts)
    assert all(len(alternative) > 20 for alternative in alternatives)
