"""A year over its months, in öre that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.spreading import NothingToFollow, evenly, in_proportion

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


def test_a_hundred_thousand_over_twelve_months() -> None:
    third = decimals("8333.33", "8333.34", "8333.33")
    assert evenly(Decimal("100000.00")) == third * 4
    assert sum(third * 4) == Decimal("100000.00")


def test_an_ore_falls_in_one_month_only() -> None:
    assert evenly(Decimal("0.01")) == decimals(*["0.00"] * 5, "0.01", *["0.00"] * 6)


def test_income_is_spread_as_costs_are() -> None:
    assert evenly(Decimal(-100)) == tuple(-month for month in evenly(Decimal(100)))


def test_in_proportion_to_last_year() -> None:
    weights = decimals("100", "200", "0", "300")
    assert in_proportion(Decimal("1000.00"), weights) == decimals("166.67", "333.33", "0.00", "500.00")


def test_a_month_of_the_other_sign_keeps_it() -> None:
    assert in_proportion(Decimal(300), decimals("200", "-50", "150")) == decimals("200", "-50", "150")


@pytest.mark.parametrize("weights", [decimals("0", "0"), decimals("10", "-10"), ()])
def test_nothing_to_follow(weights: tuple[Decimal, ...]) -> None:
    with pytest.raises(NothingToFollow):
        in_proportion(Decimal(100), weights)


@given(AMOUNTS)
def test_always_adds_up(amount: Decimal) -> None:
    months = evenly(amount)
    assert sum(months) == amount
    assert max(months) - min(months) <= Decimal("0.01")


@given(AMOUNTS, st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=12))
def test_always_adds_up_in_proportion(amount: Decimal, weights: list[Decimal]) -> None:
    if any(weights):
        assert sum(in_proportion(amount, weights)) == amount
