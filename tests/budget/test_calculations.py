from decimal import Decimal

import pytest

from budget.calculations import Amounts, added, amounts_by_month, difference


def test_plus_is_better_for_revenue_cost_and_net_alike() -> None:
    # Revenue of 120 against 100 budgeted, cost of 90 against 80: 20 better, 10 worse, net 10 better.
    revenue = Amounts(budget_year=Decimal(-100), actual_year=Decimal(-120))
    cost = Amounts(budget_year=Decimal(80), actual_year=Decimal(90))
    assert revenue.deviation_year == Decimal(20)
    assert cost.deviation_year == Decimal(-10)
    assert (revenue + cost).deviation_year == Decimal(10)


def test_each_deviation_compares_its_own_time() -> None:
    amounts = Amounts(
        budget_month=Decimal(10),
        budget_period=Decimal(80),
        budget_year=Decimal(120),
        changes_year=Decimal(20),
        actual_month=Decimal(12),
        actual_period=Decimal(79),
        actual_year=Decimal(79),
        forecast=Decimal(125),
    )
    assert amounts.deviation_month == Decimal(-2)
    assert amounts.deviation_period == Decimal(1)
    assert amounts.deviation_year == Decimal(41)
    assert amounts.forecast_deviation == Decimal(-5)
    assert amounts.original_year == Decimal(100)


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        (None, None, None),
        (None, Decimal(5), Decimal(5)),
        (Decimal(5), None, Decimal(5)),
        (Decimal(2), Decimal(3), 5),
    ],
)
def test_what_is_undefined_adds_nothing(
    one: Decimal | None, other: Decimal | None, total: Decimal | None
) -> None:
    assert added(one, other) == total


@pytest.mark.parametrize(("expected", "outcome"), [(None, Decimal(1)), (Decimal(1), None), (None, None)])
def test_a_difference_with_a_missing_side_is_undefined(
    expected: Decimal | None, outcome: Decimal | None
) -> None:
    assert difference(expected, outcome) is None


def test_nothing_at_all_is_undefined_not_zero() -> None:
    assert Amounts() + Amounts() == Amounts()
    assert Amounts().deviation_year is None
    assert Amounts().forecast_deviation is None
    assert Amounts().original_year is None


def test_a_budget_without_changes_is_all_original() -> None:
    assert Amounts(budget_year=Decimal(100)).original_year == Decimal(100)


def test_cost_types_of_a_unit_share_their_missing_forecasts() -> None:
    assert (Amounts(forecasts_missing=2) + Amounts(forecasts_missing=2)).forecasts_missing == 2


def test_a_year_month_by_month() -> None:
    budget = (Decimal(10),) * 12
    actual = (Decimal(12), None, Decimal(9)) + (None,) * 9
    changes = (None, Decimal(3)) + (None,) * 10
    forecast = (None, None) + (Decimal(130),) * 10
    january, february, march, *_ = amounts_by_month(budget, changes, actual, forecast, (1, 1) + (0,) * 10)
    year = {"budget_year": Decimal(120), "changes_year": Decimal(3), "actual_year": Decimal(21)}
    assert january == Amounts(
        **year,
        budget_month=Decimal(10),
        budget_period=Decimal(10),
        actual_month=Decimal(12),
        actual_period=Decimal(12),
        forecasts_missing=1,
    )
    assert february == Amounts(
        **year,
        budget_month=Decimal(10),
        budget_period=Decimal(20),
        actual_month=None,
        actual_period=Decimal(12),
        forecasts_missing=1,
    )
    assert march == Amounts(
        **year,
        budget_month=Decimal(10),
        budget_period=Decimal(30),
        actual_month=Decimal(9),
        actual_period=Decimal(21),
        forecast=Decimal(130),
    )
