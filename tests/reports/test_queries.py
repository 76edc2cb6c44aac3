"""How many questions a report asks the database: no more with many blocks than with few, and never many."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from goals.models import GenderSplit
from organisation.models import Committee
from reports.building import build
from reports.contents import Block, Table
from reports.models import Report
from reports.packages import load_package
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_indicator,
    make_measurement,
    make_scale,
    make_target,
)
from tests.reports.indicators import report_of, rows_of, table_block

pytestmark = pytest.mark.django_db

DEMO = Path(settings.BASE_DIR) / "demo"
OUTCOMES = 'kolumner = [{ visar = "utfall" }, { visar = "mål" }]'
ASSESSED = 'kon = "rader"\nkolumner = [{ visar = "utfall", tid = "helår-1" }, { visar = "bedömning" }]'


@pytest.mark.parametrize("slug", ["krokom-sn", "herrljunga-sn", "timra-sn"])
def test_no_report_of_the_demo_asks_many_questions(
    slug: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Those with economy, goals and internal control of a whole year in one, too."""
    committee = load_package(DEMO / slug, by="kommandoraden")
    page = Client()
    page.force_login(make_user("karin", committee, role="secretary"))
    for report in Report.objects.filter(committee=committee):
        with django_assert_max_num_queries(25):
            assert page.get(reverse("report", args=[slug, report.slug])).status_code == 200


@pytest.fixture
def committee() -> Committee:
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {}, "200": {}}}, {"SN": "Socialnämnden"})
    scale = make_scale(committee)
    for number in range(3):
        indicator = make_indicator(
            committee,
            f"m{number}",
            name=f"Mått {number}",
            is_by_unit=True,
            scale=scale,
            gender_split=GenderSplit.WOMEN_MEN,
        )
        make_assessment(indicator, month=12, level=level_of(scale, "met"))
        make_target(indicator, 2021, f"{number}5")
        for year in (2020, 2021):
            make_measurement(indicator, year, f"{year}{number}")
            make_measurement(indicator, year, f"1{number}", unit=units["100"])
    return committee


def blocks() -> list[str]:
    """Each shows another indicator, other units, years, women and men, or months."""
    return [
        table_block(f'matt = ["m0"]\n{OUTCOMES}', key="a", name="A"),
        table_block(f'matt = ["m1"]\n{ASSESSED}', key="b", name="B"),
        table_block(
            f'matt = ["m0", "m1", "m2"]\nenheter = ["100", "200"]\nsumma = "sist"\n{OUTCOMES}',
            key="c",
            name="C",
        ),
        'typ = "månadsvärden"\nnyckel = "d"\nnamn = "D"\nmatt = ["m2"]',
        'typ = "måttdiagram"\nnyckel = "e"\nnamn = "E"\nmatt = "m2"\nvisar = "år"',
        'typ = "måttdiagram"\nnyckel = "f"\nnamn = "F"\nmatt = "m1"\nvisar = "år"\nenheter = ["100"]',
    ]


def test_more_tables_and_charts_of_indicators_add_no_question(
    committee: Committee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    few = report_of(committee, *blocks()[1:3])
    many = report_of(committee, *blocks(), slug="manga")
    with django_assert_max_num_queries(15) as with_few:
        build(few, fresh=False)
    with django_assert_max_num_queries(15) as with_many:
        build(many, fresh=False)
    assert len(with_many) == len(with_few)


def test_each_block_shows_what_it_shows_alone(committee: Committee) -> None:
    together = build(report_of(committee, *blocks()), fresh=False).sections[0].blocks
    for at, block in enumerate(blocks()):
        (alone,) = build(report_of(committee, block, slug=f"r{at}"), fresh=False).sections[0].blocks
        assert tables_of(together[at]) == tables_of(alone)
    (table,) = tables_of(together[2])
    assert rows_of(table)[:5] == [
        ["Mått", "Utfall 2021", "Mål 2021"],
        ["Mått 0"],
        ["Enhet 100", "10", "–"],
        ["Enhet 200", "–", "–"],
        ["Socialnämnden", "20 210", "5"],
    ]


def tables_of(block: Block) -> list[Table]:
    """Their numbers aside, which count the tables of the whole report."""
    tables = [*block.tables, *(chart.table for chart in block.charts)]
    return [replace(table, number=0) for table in tables]
