from decimal import Decimal
from typing import Any

import pytest

from budget.calculations import Amounts
from budget.models import Account, BudgetLine
from budget.recalculation import recalculate
from budget.results import monthly_amounts, unit_amounts, yearly_amounts
from organisation.models import Committee, Unit
from tests.factories import (
    add_actual,
    add_budget,
    add_forecast,
    make_account,
    make_accounts,
    make_committee,
    make_units,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def units(committee: Committee) -> dict[str, Unit]:
    return make_units(committee, {"SN": {"100": {"110": {}, "120": {}}}})


@pytest.fixture
def accounts(committee: Committee) -> dict[str, Account]:
    return make_accounts(committee) | {
        "5100": make_account(committee, "5100", "Övertid", "Personalkostnader")
    }


@pytest.fixture
def ledger(committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    """Staff budget 10 a month in 110 and 120, 110 with 6 more in February; actuals to March; forecasts in 110."""
    for month in range(1, 13):
        add_budget(units["110"], accounts["5000"], 2021, month, 10)
        add_budget(units["120"], accounts["5000"], 2021, month, 10)
    add_budget(units["110"], accounts["5100"], 2021, 2, 6, BudgetLine.Type.SUPPLEMENTARY)
    for month in range(1, 4):
        add_actual(units["110"], accounts["5000"], 2021, month, "11.50")
    add_actual(units["120"], accounts["5100"], 2021, 3, "0.10")
    add_forecast(units["110"], accounts["5000"], 2021, 2, 130)
    add_forecast(units["110"], accounts["5100"], 2021, 2, 9)
    add_forecast(units["110"], accounts["5000"], 2021, 3, 128)
    add_budget(units["110"], accounts["3000"], 2021, 1, -500)
    recalculate(committee, 2021)


@pytest.mark.usefixtures("ledger")
def test_a_year_to_a_month(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    staff = accounts["5000"].cost_type_id
    amounts = yearly_amounts(committee, [2021, 2020], 3)
    assert amounts[units["SN"].pk, staff, 2021] == Amounts(
        budget_month=Decimal(20),
        budget_period=Decimal(66),
        budget_year=Decimal(246),
        changes_year=Decimal(6),
        actual_month=Decimal("11.60"),
        actual_period=Decimal("34.60"),
        actual_year=Decimal("34.60"),
        forecast=Decimal(128),
        forecasts_missing=1,
    )
    # Revenue and staff, for SN, 100, 110 and 120, but 120 has no revenue; nothing for 2020.
    assert len(amounts) == 7


@pytest.mark.usefixtures("ledger")
def test_the_forecast_is_the_one_known_at_the_month(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    key = (units["110"].pk, accounts["5000"].cost_type_id, 2021)
    known = [yearly_amounts(committee, [2021], month)[key].forecast for month in (1, 2, 3, 12)]
    assert known == [None, 139, 128, 128]


@pytest.mark.usefixtures("ledger")
def test_every_month_is_the_year_seen_from_that_month(committee: Committee, units: dict[str, Unit]) -> None:
    for unit in units.values():
        by_month = monthly_amounts([unit.pk], 2021)
        for month in range(1, 13):
            yearly = yearly_amounts(committee, [2021], month)
            assert {key[:2]: value for key, value in by_month.items() if key[2] == month} == {
                key[:2]: value for key, value in yearly.items() if key[0] == unit.pk
            }


@pytest.mark.usefixtures("ledger")
def test_a_unit_is_the_sum_of_its_cost_types(committee: Committee, units: dict[str, Unit]) -> None:
    for unit in units.values():
        of_unit = [value for key, value in yearly_amounts(committee, [2021], 3).items() if key[0] == unit.pk]
        assert unit_amounts(unit, 2021, 3) == sum(of_unit, Amounts())
    assert unit_amounts(units["SN"], 2020, 3) == Amounts()


@pytest.mark.parametrize("codes", [["110"], ["110", "120"]])
def test_queries_do_not_grow_with_the_units(
    codes: list[str],
    committee: Committee,
    units: dict[str, Unit],
    accounts: dict[str, Account],
    django_assert_num_queries: Any,
) -> None:
    for code in codes:
        add_actual(units[code], accounts["5000"], 2021, 1, 5)
    recalculate(committee, 2021)
    with django_assert_num_queries(1):
        yearly_amounts(committee, [2020, 2021], 8)
    with django_assert_num_queries(1):
        monthly_amounts([units["SN"].pk], 2021)
    with django_assert_num_queries(1):
        unit_amounts(units["SN"], 2021, 8)
