"""Charts of indicators: what they draw, what they leave out, and that the same stands as a table."""

from xml.etree import ElementTree as ET

import pytest

from goals.models import GenderSplit, ValueKind
from organisation.models import Committee
from reports.contents import Chart
from tests.factories import make_committee, make_units
from tests.goal_factories import make_indicator, make_measurement, make_target
from tests.reports.indicators import block_of, rows_of

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def committee() -> Committee:
    committee = make_committee()
    make_units(committee, {"SN": {}}, {"SN": "Socialnämnden"})
    return committee


def chart_of(committee: Committee, keys: str = "", **fields: object) -> Chart:
    block = f'typ = "måttdiagram"\nnyckel = "dia"\nnamn = "Väntetid"\nmatt = "tid"\n{keys}'
    (chart,) = block_of(committee, block, **fields).charts
    return chart


def drawn(chart: Chart, tag: str) -> list[ET.Element]:
    return list(ET.fromstring(chart.svg).iter(f"{SVG}{tag}"))


def make_waiting(committee: Committee) -> None:
    waiting = make_indicator(
        committee,
        "tid",
        name="Väntetid",
        value_kind=ValueKind.DURATION,
        direction="lower",
        gender_split=GenderSplit.WOMEN_MEN,
    )
    for year, women, men in ((2019, "600", "660"), (2020, None, "690"), (2021, "638", "673")):
        if women:
            make_measurement(waiting, year, women, gender="K")
        make_measurement(waiting, year, men, gender="M")
        make_target(waiting, year, "660")


def test_women_and_men_over_the_years_with_their_target_in_hours(committee: Committee) -> None:
    make_waiting(committee)
    chart = chart_of(committee, "antal_ar = 3")
    assert rows_of(chart.table) == [
        ["År", "Kvinnor", "Män", "Mål"],
        ["2019", "10:00", "11:00", "11:00"],
        ["2020", "–", "11:30", "11:00"],
        ["2021", "10:38", "11:13", "11:00"],
    ]
    assert chart.table.unit == "timmar"
    assert chart.description == (
        "Linjediagram i timmar, 2019 till 2021: kvinnor, män, mål. Siffrorna står i tabellen intill."
    )
    # Women have no line: 2020 is missing between two discs. Men have one of three points, the target one of six.
    lines = [line.get("points", "").split() for line in drawn(chart, "polyline")]
    assert sorted(len(points) for points in lines if len(points) > 2) == [3, 6, 6]
    assert len(drawn(chart, "circle")) == 2 + 1  # and the legend's
    ticks = [text.text for text in drawn(chart, "text")]
    assert [text for text in ticks if text and text[0].isdigit()][:6] == [
        "0",
        "2,5",
        "5",
        "7,5",
        "10",
        "12,5",
    ]


def test_the_months_of_the_year_as_bars_until_the_reports_month(committee: Committee) -> None:
    people = make_indicator(committee, "tid", name="Deltagare", unit_label="personer")
    for month in range(1, 10):
        make_measurement(people, 2021, str(10 * month), span="month", month=month)
    chart = chart_of(committee, 'visar = "månader"', month=8)
    assert [row[1] for row in rows_of(chart.table)[1:]] == [
        *("10", "20", "30", "40", "50", "60", "70", "80"),
        *("–", "–", "–", "–"),
    ]
    bars = [rect for rect in drawn(chart, "rect") if float(rect.get("height", 0)) > 12]
    assert len(bars) == 8
    heights = [float(rect.get("height", "")) for rect in bars]
    assert heights[7] == pytest.approx(heights[3] * 2, abs=0.1)
    assert [column.label for column in chart.table.columns] == ["Utfall"]


def test_each_series_has_a_shape_of_its_own(committee: Committee) -> None:
    """A disc for women, a square for men, a diamond for all: in the legend and on the lines."""
    waiting = make_indicator(committee, "tid", name="Väntetid", gender_split=GenderSplit.WOMEN_MEN)
    for year in (2020, 2021):
        for gender, value in (("K", "10"), ("M", "20"), ("T", "14")):
            make_measurement(waiting, year, value, gender=gender)
    chart = chart_of(committee, "antal_ar = 2")
    squares = [rect for rect in drawn(chart, "rect") if rect.get("width") == "8"]
    assert (len(drawn(chart, "circle")), len(squares), len(drawn(chart, "polygon"))) == (3, 3, 3)
    dashes = {line.get("stroke-dasharray") for line in drawn(chart, "polyline")}
    assert dashes == {None, "7 3", "2 2"}


def test_a_chart_of_an_indicator_that_is_not_there_says_so(committee: Committee) -> None:
    block = block_of(committee, 'typ = "måttdiagram"\nnyckel = "d"\nnamn = "Tid"\nmatt = "tid"')
    assert block.note == "Det finns inget mått att visa i diagrammet ”Tid”."
