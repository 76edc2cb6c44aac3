"""Which rows a table of indicators has and in which groups, the months beside the years, and what it asks for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.models import GenderSplit, ValueKind
from organisation.models import Committee
from reports.building import build
from tests.goal_factories import (
    make_goal,
    make_indicator,
    make_levels,
    make_measurement,
    make_scale,
    make_target,
)
from tests.reports.indicators import block_of, report_of, rows_of, table_block, table_of, two_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return two_units()


def test_rows_by_theme_by_goal_and_by_a_list(committee: Committee) -> None:
    levels = make_levels(committee)
    focus = make_goal(committee, levels["focus_area"], code="f1", text="Trygghet")
    first = make_goal(committee, levels["committee_goal"], code="n1", number="1", text="Trygg", parent=focus)
    second = make_goal(committee, levels["committee_goal"], code="n2", number="2", text="Snabb")
    make_indicator(committee, "a", name="A", theme="Barn", goals=[first])
    make_indicator(committee, "b", name="B", theme="Äldre", goals=[first, second])
    make_indicator(committee, "c", name="C", theme="Barn")
    make_indicator(committee, "d", name="D", theme="Barn", valid_to=2020)
    outcome = 'kolumner = [{ visar = "utfall" }]'

    def labels(keys: str) -> list[str]:
        block = table_block(f"{keys}\n{outcome}", key="k", name="N")
        (table,) = block_of(committee, block, slug=f"r{len(keys)}").tables
        return [row[0] for row in rows_of(table)][1:]

    assert labels("") == ["Barn", "A", "C", "Äldre", "B"]
    assert labels('omraden = ["Äldre", "Barn"]') == ["Äldre", "B", "Barn", "A", "C"]
    assert labels('matt = ["d", "a"]') == ["D", "A"]
    assert labels('mal = ["f1"]') == ["A", "B"]
    assert labels('mal = ["n2", "n1"]') == ["2. Snabb", "B", "1. Trygg", "A", "B"]
    assert labels('malniva = "Nämndmål"') == ["1. Trygg", "A", "B", "2. Snabb", "B"]
    assert labels('grupper = "mål"') == [
        *("1. Trygg", "A", "B"),
        *("2. Snabb", "B"),
        *("Utan mål", "C"),
    ]


def test_one_indicator_over_the_units_that_hand_it_in(committee: Committee) -> None:
    units = {unit.code: unit for unit in committee.units.all()}
    absence = make_indicator(
        committee, "sjuk", name="Sjukfrånvaro", value_kind=ValueKind.SHARE, is_by_unit=True
    )
    make_measurement(absence, 2021, "5.6", unit=units["100"])
    make_measurement(absence, 2021, "8.6", unit=units["200"])
    make_measurement(absence, 2021, "7.1")
    make_indicator(committee, "x", name="Bara nämndens")
    made = table_of(
        committee,
        'enheter = "områden"\nsumma = "sist"\nsummanamn = "Hela nämnden"\nmatt = ["sjuk"]\n'
        'kolumner = [{ visar = "utfall" }]',
    )
    assert rows_of(made)[1:] == [
        ["Sjukfrånvaro"],
        ["Vård och omsorg", "5,6 %"],
        ["Socialt stöd", "8,6 %"],
        ["Hela nämnden", "7,1 %"],
    ]
    by_unit = table_block(
        'enheter = "områden"\ngrupper = "enhet"\nkolumner = [{ visar = "utfall" }]', key="e"
    )
    (table,) = block_of(committee, by_unit, slug="annan").tables
    assert rows_of(table)[1:] == [
        ["Vård och omsorg"],
        ["Sjukfrånvaro", "5,6 %"],
        ["Socialt stöd"],
        ["Sjukfrånvaro", "8,6 %"],
    ]


def test_two_rows_of_the_same_name_are_told_apart(committee: Committee) -> None:
    make_indicator(committee, "egen", name="Personlig assistans")
    make_indicator(committee, "extern", name="Personlig assistans")
    assert [row[0] for row in rows_of(table_of(committee))[1:]] == [
        "Personlig assistans (egen)",
        "Personlig assistans (extern)",
    ]


def test_months_beside_yearly_values(committee: Committee) -> None:
    placed = make_indicator(committee, "dygn", name="Vårddygn")
    make_measurement(placed, 2019, "2421")
    make_measurement(placed, 2020, "1110")
    for month in range(1, 11):
        make_measurement(placed, 2021, str(100 + month), span="month", month=month)
    block = 'typ = "månadsvärden"\nnyckel = "volymer"\nnamn = "Volymer"\ntidigare_ar = 2'
    (table,) = block_of(committee, block, month=8).tables
    assert table.is_wide
    months = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    assert rows_of(table) == [
        ["Mått", "2019", "2020", *months, "2021"],
        ["Vårddygn", "2 421", "1 110", *map(str, range(101, 109)), "–", "–", "–", "–", "–"],
    ]


def test_a_table_without_indicators_says_so(committee: Committee) -> None:
    made = block_of(committee, table_block())
    assert (made.tables, made.note) == ((), "Det finns inga mått att visa i tabellen ”Mått”.")


@pytest.mark.parametrize(
    "block",
    [
        table_block(
            'kon = "kolumner"\nkolumner = [{ visar = "utfall" }, { visar = "mål" }, { visar = "bedömning" }]'
        ),
        table_block('enheter = "områden"\nkolumner = [{ visar = "utfall" }, { visar = "trend" }]'),
        'typ = "månadsvärden"\nnyckel = "m"\nnamn = "M"',
    ],
)
def test_queries_do_not_grow(
    committee: Committee, block: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    """As many with 20 indicators, goals and units as with one of each."""

    def queries(slug: str) -> int:
        report = report_of(committee, block, slug=slug)
        with CaptureQueriesContext(connection) as made:
            assert build(report, fresh=False).sections[0].blocks[0].tables
        return len(made)

    scale = make_scale(committee)
    levels = make_levels(committee, scale)

    def add(code: str) -> None:
        goal = make_goal(committee, levels["committee_goal"])
        indicator = make_indicator(
            committee,
            code,
            goals=[goal],
            scale=scale,
            is_by_unit=True,
            gender_split=GenderSplit.WOMEN_MEN,
            parts=["a", "b"],
        )
        for unit in committee.units.all():
            make_measurement(indicator, 2021, "10", unit=unit)
            make_measurement(indicator, 2021, "3", unit=unit, part="a")
            make_target(indicator, 2021, "12", unit=unit)

    add("first")
    few = queries("few")
    for number in range(20):
        add(f"x{number}")
    assert queries("many") == few <= 25
