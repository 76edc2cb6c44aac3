"""Every figure that the three municipalities published comes out of their ledgers and templates as printed."""

import csv
from pathlib import Path

import pytest

from reports.building import build
from reports.figures_csv import figures
from reports.models import Report
from tests.reports.demo import load_demo, make_demo_report

PUBLISHED = Path(__file__).parent.parent / "published"
REPORTS = [
    ("krokom-sn", "arsredovisning-2020", 198),
    ("herrljunga-sn", "verksamhetsberattelse-2021", 124),
    ("timra-sn", "delarsrapport-2021-08", 252),
]


def published(slug: str) -> dict[tuple[str, ...], str]:
    with (PUBLISHED / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter=";")
    return {tuple(key): value for *key, value in rows}


@pytest.mark.django_db
@pytest.mark.parametrize(("committee", "report", "number"), REPORTS)
def test_every_published_figure_is_reproduced(committee: str, report: str, number: int) -> None:
    make_demo_report(load_demo(committee), report)
    made = {tuple(key): value for *key, value in figures(build(Report.objects.get(slug=report), fresh=False))}
    expected = published(committee)
    assert len(expected) == number
    assert {key: made.get(key) for key in expected} == expected
