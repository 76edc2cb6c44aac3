"""Charts: what they draw, and that the same figures stand as a table."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.axes import MOST_STEPS, axis
from organisation.figures import Scale
from reports.chart_tables import MOST_UNITS, months_table, units_table
from reports.charts import bars, months
from reports.contents import Table
from reports.table_settings import LineKind
from reports.unit_tree import UnitRecord, UnitTree
from tests.reports.figures import (
    AREA,
    OTHER,
    REVENUE,
    SN,
    STAFF,
    UNIT_A,
    UNIT_B,
    figures,
    kronor,
    printed,
)

SVG = "{http://www.w3.org/2000/svg}"

MADE_FROM = figures(
    {
        (UNIT_A, STAFF, 2021): kronor(budget_year=90_000_000, actual_period=50_400_000, forecast=95_000_000),
        (UNIT_A, REVENUE, 2021): kronor(budget_year=-10_000_000, actual_period=-10_000_000, forecast=0),
        (UNIT_B, STAFF, 2021): kronor(budget_year=1_000_000, actual_period=400_000, forecasts_missing=1),
        (OTHER, REVENUE, 2021): kronor(actual_period=-20_000_000, forecasts_missing=1),
    }
)


def of_units(units: list[UnitRecord], kind: LineKind = LineKind.NET) -> tuple[Table, list[str]]:
    return units_table("netto", "Netto per område", units, MADE_FROM, kind=kind, scale=Scale.MNKR, decimals=1)


def test_a_chart_of_units_tells_its_figures_with_cost_to_the_right() -> None:
    table, series = of_units([AREA, OTHER])
    assert printed(table) == [
        ["Enhet", "Budget 2021", "Utfall jan–aug", "Prognos 2021"],
        ["Vård och omsorg", "81,0", "40,8", "95,0*"],
        ["Socialt stöd", "–", "−20,0", "–"],
    ]
    assert series == ["budget", "actual", "forecast"]
    assert table.key == "netto-siffror"
    assert table.notes == (
        "Nettokostnad, kostnader minus intäkter, visas med plus.",
        "Varje belopp är avrundat för sig, så summan av delarna kan skilja sig från den tryckta summan.",
        "* Prognosen är inte fullständig: alla enheter har inte lämnat någon.",
    )


def test_revenue_is_drawn_to_the_right_and_there_is_no_forecast_where_none_is_made() -> None:
    table, series = of_units([OTHER], LineKind.REVENUE)
    assert printed(table) == [["Enhet", "Budget 2021", "Utfall jan–aug"], ["Socialt stöd", "–", "20,0"]]
    assert series == ["budget", "actual"]


def test_bars_are_as_long_as_their_exact_amounts() -> None:
    table, series = of_units([AREA, OTHER])
    root = ET.fromstring(bars("netto", table, series, "Staplar."))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "netto-titel netto-beskrivning")
    assert root[0].text == "Netto per område"
    assert root[1].text == "Staplar."
    drawn = [
        element
        for element in root.iter(f"{SVG}rect")
        if element.get("height") == "12" and element.get("width") != "19"
    ]
    widths = [float(element.get("width", "")) for element in drawn]
    # 81,0, 40,8, 95,0 and −20,0 on one scale
    assert [round(width / widths[0] * 81, 1) for width in widths] == [81.0, 40.8, 95.0, 20.0]
    assert [element.get("fill") for element in drawn] == [
        "#a9bcc1",
        "#155a67",
        "url(#netto-streck)",
        "#155a67",
    ]
    left = float(drawn[3].get("x", "")) + widths[3]
    assert round(left, 1) == round(float(drawn[0].get("x", "")), 1)


def test_many_units_are_cut_to_the_largest_and_told_of() -> None:
    units = tuple(UnitRecord(10 + n, f"{300 + n}", f"Enhet {n}", 1) for n in range(MOST_UNITS + 2))
    made_from = figures(
        {
            (unit, STAFF, 2021): kronor(budget_year=1_000 * (1 + n), actual_period=0)
            for n, unit in enumerate(units)
        },
        tree=UnitTree((SN, *units)),
    )
    table, _ = units_table(
        "k", "Många", list(units), made_from, kind=LineKind.COST, scale=Scale.KR, decimals=0
    )
    assert [row.label for row in table.groups[0].rows] == [f"Enhet {n}" for n in range(2, MOST_UNITS + 2)]
    assert table.notes[-1] == "De 16 enheterna med störst budget av 18 visas."


@pytest.mark.parametrize(("is_cumulated", "august"), [(False, "50"), (True, "400")])
def test_the_year_month_by_month_has_no_actual_after_the_report(is_cumulated: bool, august: str) -> None:
    by_month = {
        (SN.id, STAFF.id, month): kronor(
            budget_month=55_000,
            budget_period=55_000 * month,
            actual_month=50_000,
            actual_period=50_000 * month,
        )
        for month in range(1, 13)
    }
    table = months_table(
        "m",
        "Året",
        SN,
        by_month,
        MADE_FROM,
        kind=LineKind.NET,
        scale=Scale.TKR,
        decimals=0,
        is_cumulated=is_cumulated,
    )
    rows = printed(table)
    assert rows[8][2] == august
    assert rows[9] == ["September", str(55 * (9 if is_cumulated else 1)), "–"]
    markup = months("m", table, "Året.")
    columns = [e for e in ET.fromstring(markup).iter(f"{SVG}rect") if e.get("fill") == "#155a67"]
    assert len(columns) == 1 + 8  # the legend's and January to August


def test_markup_needs_no_style_and_no_script_and_escapes_names() -> None:
    unit = UnitRecord(9, "900", "<script>&", 1)
    made_from = figures({(unit, STAFF, 2021): kronor(budget_year=1)}, tree=UnitTree((SN, unit)))
    table, series = units_table("k", "<b>", [unit], made_from, kind=LineKind.COST, scale=Scale.KR, decimals=0)
    markup = bars("k", table, series, '"')
    assert not re.search(r"style|<script|on\w+=", markup)
    assert "&lt;script&gt;&amp;" in markup


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), max_size=8))
def test_an_axis_holds_its_values_in_few_round_steps(values: list[Decimal]) -> None:
    made = axis(values, 0, 100)
    assert made.ticks[0] <= min([*values, Decimal(0)])
    assert made.ticks[-1] >= max([*values, Decimal(0)])
    assert Decimal(0) in made.ticks
    assert 2 <= len(made.ticks) <= MOST_STEPS + 1
    assert all(0 <= made.at(value) <= 100 for value in values)
