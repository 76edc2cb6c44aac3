"""Worked examples of the result's rows: natural sign, one rounding, plus is better."""

from decimal import Decimal

import pytest

from budget import result_tables
from budget.calculations import Amounts
from budget.models import CostType, Kind
from organisation.figures import Scale
from organisation.models import Unit

INCOME = CostType(pk=1, name="Intäkter", kind=Kind.REVENUE)
STAFF = CostType(pk=2, name="Personalkostnader", kind=Kind.COST)
PREMISES = CostType(pk=3, name="Lokalkostnader", kind=Kind.COST)
COST_TYPES = [INCOME, STAFF, PREMISES]


def amounts(budget: str, actual: str, forecast: str | None, missing: int = 0) -> Amounts:
    return Amounts(
        budget_period=Decimal(budget),
        budget_year=Decimal(budget) * 2,
        actual_period=Decimal(actual),
        forecast=None if forecast is None else Decimal(forecast),
        forecasts_missing=missing,
    )


FIGURES = {
    (10, 1): amounts("-1400", "-1600", "-3000"),
    (10, 2): amounts("9400.50", "9900.49", "19000"),
    (10, 3): amounts("1000", "1000", "2000"),
}


def shown(row: result_tables.Row) -> list[str]:
    return [str(cell.figure) for cell in row.cells]


def test_a_unit_in_natural_sign() -> None:
    unit = Unit(pk=10, code="110", name="Hemtjänst")
    (group,) = result_tables.unit_groups([unit], FIGURES, COST_TYPES, Scale.KR)
    assert group.label == "110 Hemtjänst"
    assert {row.label: shown(row) for row in group.rows} == {
        "Intäkter": ["1400", "1600", "200", "2800", "3000", "200"],
        "Kostnader": ["-10401", "-10900", "-500", "-20801", "-21000", "-199"],
        "Netto": ["-9001", "-9300", "-300", "-18001", "-18000", "1"],
    }


def test_the_total_is_of_exact_amounts() -> None:
    """0,4 + 0,4 tkr is printed 0 and 0, and their sum, 0,8, is printed 1."""
    figures = {(unit, 2): amounts("0", "400", None) for unit in (10, 20)}
    whole = result_tables.committee_group("Alla", [10, 20], figures, COST_TYPES, Scale.TKR)
    assert [cell.figure for cell in whole.rows[2].cells] == [0, -1, -1, 0, None, None]


def test_by_cost_type() -> None:
    rows = result_tables.cost_type_rows([10], FIGURES, COST_TYPES, Scale.KR)
    assert [(row.label, str(row.cells[1].figure)) for row in rows] == [
        ("Summa intäkter", "1600"),
        ("Personalkostnader", "-9900"),
        ("Lokalkostnader", "-1000"),
        ("Summa kostnader", "-10900"),
        ("Netto", "-9300"),
    ]


def test_an_incomplete_forecast_is_marked() -> None:
    figures = {(10, 2): amounts("1", "1", "5", missing=3), (20, 2): amounts("1", "1", None, missing=1)}
    groups = result_tables.unit_groups(
        [Unit(pk=10, code="1"), Unit(pk=20, code="2")], figures, COST_TYPES, Scale.KR
    )
    assert [[cell.incomplete for cell in group.rows[2].cells] for group in groups] == [
        [False, False, False, False, True, False],
        [False] * 6,
    ]


def test_a_unit_without_figures_is_undefined() -> None:
    (group,) = result_tables.unit_groups([Unit(pk=99, code="9")], FIGURES, COST_TYPES, Scale.KR)
    assert [cell.figure for row in group.rows for cell in row.cells] == [None] * 18


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("", ["10", "20", "30", "40"]),
        ("nonsense", ["10", "20", "30", "40"]),
        ("avvikelse-period", ["20", "10", "30", "40"]),
        ("-avvikelse-period", ["30", "10", "20", "40"]),
        ("-enhet", ["40", "30", "20", "10"]),
    ],
)
def test_sorting_leaves_the_undefined_last(key: str, codes: list[str]) -> None:
    actual = {10: "150", 20: "300", 30: "20"}
    figures = {(pk, 2): amounts("100", spent, None) for pk, spent in actual.items()}
    units = [Unit(pk=pk, code=str(pk), name="x") for pk in (10, 20, 30, 40)]
    groups = result_tables.unit_groups(units, figures, COST_TYPES, Scale.KR)
    assert [group.code for group in result_tables.in_order_of(groups, key)] == codes


def test_which_units_lack_a_forecast() -> None:
    """1 over 2 and 3; 3 lacks one, and so does 1 itself; 2 has one."""
    units = [Unit(pk=1, code="1"), Unit(pk=2, code="2", parent_id=1), Unit(pk=3, code="3", parent_id=1)]
    figures = {(unit, 2): amounts("1", "1", "5", missing=number) for unit, number in ((1, 2), (2, 0), (3, 1))}
    assert [unit.code for unit in result_tables.without_forecast(units, figures)] == ["1", "3"]
    assert [unit.code for unit in result_tables.without_forecast(units[1:], figures)] == ["3"]
