"""Worked by hand on SN(1) → 100(2) → 110(3), 120(4), and SN → 200(5), with one cost type, 7, unless another is named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.calculations import MONTHS_IN_YEAR, Series, added, difference
from budget.rollup import DeviationRow, Key, LedgerSums, children_first, deviations

SN, AREA, UNIT_110, UNIT_120, UNIT_200 = 1, 2, 3, 4, 5
PARENTS: dict[int, int | None] = {SN: None, AREA: SN, UNIT_110: AREA, UNIT_120: AREA, UNIT_200: SN}
STAFF, RENT = 7, 8


def year(**months: int) -> Series:
    """Twelve months, of which those that are named have an amount."""
    return tuple(
        Decimal(months[f"m{month}"]) if f"m{month}" in months else None
        for month in range(1, MONTHS_IN_YEAR + 1)
    )


def rows(ledger: LedgerSums) -> dict[tuple[int, int, int], DeviationRow]:
    return {row[:3]: row for row in deviations(PARENTS, ledger)}


def test_a_unit_has_its_whole_subtree() -> None:
    found = rows(
        LedgerSums(
            budget={
                (UNIT_110, STAFF): year(m1=100, m2=100),
                (UNIT_120, STAFF): year(m1=50),
                (AREA, STAFF): year(m1=7),
                (UNIT_200, STAFF): year(m1=1000),
            },
            changes={(UNIT_120, STAFF): year(m1=20)},
            actual={(UNIT_110, STAFF): year(m1=90), (UNIT_200, STAFF): year(m1=1001)},
        )
    )
    assert found[UNIT_110, STAFF, 1][3:7] == (100, None, 90, 10)
    # 100 + 50 + the area's own 7; only 110 has an actual.
    assert found[AREA, STAFF, 1][3:7] == (157, 20, 90, 67)
    assert found[SN, STAFF, 1][3:7] == (1157, 20, 1091, 66)
    assert found[SN, STAFF, 2][3:7] == (100, None, None, None)


def test_twelve_rows_for_whatever_has_figures_and_none_for_the_rest() -> None:
    found = rows(LedgerSums(actual={(UNIT_110, STAFF): year(m3=5)}, budget={(UNIT_200, RENT): year(m1=1)}))
    assert sorted({key[:2] for key in found}) == [
        (SN, STAFF),
        (SN, RENT),
        (AREA, STAFF),
        (UNIT_110, STAFF),
        (UNIT_200, RENT),
    ]
    assert len(found) == 5 * 12
    assert found[SN, STAFF, 1][3:] == (None, None, None, None, None, None, 2)
    assert found[SN, STAFF, 3][3:] == (None, None, 5, None, None, None, 2)


def test_a_month_without_budget_or_actual_is_undefined() -> None:
    found = rows(LedgerSums(budget={(UNIT_110, STAFF): year(m1=1)}, actual={(UNIT_110, STAFF): year(m2=2)}))
    assert found[UNIT_110, STAFF, 1].deviation is None
    assert found[UNIT_110, STAFF, 2].deviation is None


def test_a_sum_of_zero_is_zero_and_not_undefined() -> None:
    found = rows(LedgerSums(budget={(UNIT_110, STAFF): year(m1=5), (UNIT_120, STAFF): year(m1=-5)}))
    assert found[AREA, STAFF, 1].budget == 0
    assert found[AREA, STAFF, 2].budget is None


def test_the_newest_forecast_by_the_month_counts() -> None:
    found = rows(
        LedgerSums(
            budget={(UNIT_110, STAFF): year(m1=600, m7=600)},
            forecasts={(UNIT_110, STAFF): year(m4=1300, m8=1150)},
        )
    )
    by_month = [found[UNIT_110, STAFF, month] for month in range(1, 13)]
    assert [row.forecast for row in by_month] == [None] * 3 + [1300] * 4 + [1150] * 5
    # The whole year's budget, 1 200, whatever the month.
    assert [row.forecast_deviation for row in by_month] == [None] * 3 + [-100] * 4 + [50] * 5
    assert [row.forecasts_missing for row in by_month] == [1] * 3 + [0] * 9


def test_a_forecast_is_replaced_as_a_whole() -> None:
    # In August the unit forecasts staff alone: nothing of April's rent is left, and rent is forecast as 0.
    found = rows(
        LedgerSums(
            budget={(UNIT_110, RENT): year(m1=40)},
            forecasts={(UNIT_110, STAFF): year(m4=100, m8=110), (UNIT_110, RENT): year(m4=50)},
        )
    )
    assert found[UNIT_110, RENT, 4][7:9] == (50, -10)
    assert found[UNIT_110, RENT, 8][7:9] == (0, 40)
    assert found[UNIT_110, STAFF, 8][7:9] == (110, None)


def test_a_cost_type_that_a_forecast_leaves_out_is_forecast_as_zero() -> None:
    found = rows(
        LedgerSums(
            budget={(UNIT_110, STAFF): year(m1=100), (UNIT_110, RENT): year(m1=40)},
            forecasts={(UNIT_110, STAFF): year(m8=90)},
        )
    )
    assert found[UNIT_110, RENT, 7][7:9] == (None, None)
    assert found[UNIT_110, RENT, 8][7:9] == (0, 40)


def test_a_forecast_says_nothing_of_what_other_units_have() -> None:
    # 110 forecasts staff; rent is 120's alone, and 120 has no forecast: the area's rent is undefined, not 0.
    found = rows(
        LedgerSums(
            budget={(UNIT_110, STAFF): year(m1=100), (UNIT_120, RENT): year(m1=40)},
            forecasts={(UNIT_110, STAFF): year(m8=90)},
        )
    )
    assert found[AREA, RENT, 8][7:10] == (None, None, 1)
    assert found[AREA, STAFF, 8][7:10] == (90, None, 1)


def test_an_incomplete_total_says_how_many_forecasts_are_missing() -> None:
    found = rows(
        LedgerSums(
            budget={
                (UNIT_110, STAFF): year(m1=100),
                (UNIT_120, STAFF): year(m1=100),
                (UNIT_200, STAFF): year(m1=100),
            },
            forecasts={(UNIT_110, STAFF): year(m4=90), (UNIT_120, STAFF): year(m8=95)},
        )
    )
    assert [found[SN, STAFF, month].forecasts_missing for month in (3, 4, 8, 12)] == [3, 2, 1, 1]
    assert [found[AREA, STAFF, month].forecasts_missing for month in (3, 4, 8)] == [2, 1, 0]
    assert found[SN, STAFF, 8].forecast == 185


def test_a_unit_without_budget_and_actuals_misses_no_forecast() -> None:
    found = rows(LedgerSums(forecasts={(UNIT_110, STAFF): year(m8=90)}))
    assert [found[SN, STAFF, month].forecasts_missing for month in (1, 8)] == [0, 0]


def test_units_that_are_no_tree_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Units outside the tree: \[2, 3\]"):
        children_first({1: None, 2: 3, 3: 2})


def test_no_units_no_rows() -> None:
    assert deviations({}, LedgerSums()) == []


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2) | st.none()
series = (
    st.lists(amounts, min_size=12, max_size=12)
    .map(tuple)
    .filter(lambda months: any(m is not None for m in months))
)
sums = st.dictionaries(
    st.tuples(st.sampled_from(sorted(PARENTS)), st.sampled_from([STAFF, RENT])), series, max_size=8
)


@given(budget=sums, actual=sums, forecasts=sums)
def test_a_unit_is_its_own_rows_and_its_children(
    budget: dict[Key, Series], actual: dict[Key, Series], forecasts: dict[Key, Series]
) -> None:
    ledger = LedgerSums(budget=budget, changes={}, actual=actual, forecasts=forecasts)
    found = rows(ledger)
    for (unit, cost_type, month), row in found.items():
        children = [
            found[child, cost_type, month]
            for child in PARENTS
            if PARENTS[child] == unit and (child, cost_type, month) in found
        ]
        own = {row[:3]: row for row in deviations({unit: None}, _only(unit, ledger))}.get(
            (unit, cost_type, month)
        )
        parts = [part for part in (own, *children) if part is not None]
        for column in ("budget", "actual", "forecast"):
            total: Decimal | None = None
            for part in parts:
                total = added(total, getattr(part, column))
            assert getattr(row, column) == total
        assert row.deviation == difference(row.budget, row.actual)


def _only(unit: int, ledger: LedgerSums) -> LedgerSums:
    def of(sums: dict[Key, Series]) -> dict[Key, Series]:
        return {key: months for key, months in sums.items() if key[0] == unit}

    return LedgerSums(of(dict(ledger.budget)), {}, of(dict(ledger.actual)), of(dict(ledger.forecasts)))
