from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from budget.models import Account, Actual, BudgetLine, Deviation, Recalculation
from budget.recalculation import COLUMNS, ensure_fresh, mark_changed, recalculate, stale_years
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
TREE = {"SN": {"100": {"110": {}, "120": {}}, "200": {}}}


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def units(committee: Committee) -> dict[str, Unit]:
    return make_units(committee, TREE)


@pytest.fixture
def accounts(committee: Committee) -> dict[str, Account]:
    return make_accounts(committee)


def stored(unit: Unit, account: Account, month: int, year: int = 2021) -> tuple[Any, ...]:
    """Budget, its changes, actual, deviation, forecast, forecast deviation and missing forecasts."""
    rows = Deviation.objects.filter(unit=unit, cost_type=account.cost_type_id, month=month, year=year)
    return rows.values_list(*COLUMNS[3:]).get()


def everything() -> set[tuple[Any, ...]]:
    return set(Deviation.objects.values_list("pk", "year", *COLUMNS))


def test_the_ledger_of_a_year(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    staff = accounts["5000"]
    overtime = make_account(committee, "5100", "Övertid", "Personalkostnader")
    add_budget(units["110"], staff, 2021, 1, "1000.10")
    add_budget(units["110"], overtime, 2021, 1, "0.20")
    add_budget(units["110"], staff, 2021, 1, "50", BudgetLine.Type.SUPPLEMENTARY)
    add_budget(units["120"], staff, 2021, 1, "7", BudgetLine.Type.CARRY_OVER)
    add_budget(units["120"], staff, 2021, 2, "-3.30")
    add_actual(units["110"], staff, 2021, 1, "999.99")
    add_forecast(units["110"], staff, 2021, 1, "1050")
    add_forecast(units["110"], overtime, 2021, 1, "1")
    add_actual(units["110"], staff, 2020, 1, "123456")
    recalculate(committee, 2021)
    kronor = Decimal
    assert stored(units["110"], staff, 1) == (
        kronor("1050.30"),
        kronor("50"),
        kronor("999.99"),
        kronor("50.31"),
        kronor("1051"),
        kronor("-0.70"),
        0,
    )
    # 1 050,30 + 7 for the month; the year's budget is 1 050,30 + 7 − 3,30 = 1 054; 120 has no forecast.
    assert stored(units["SN"], staff, 1) == (
        kronor("1057.30"),
        kronor("57"),
        kronor("999.99"),
        kronor("57.31"),
        kronor("1051"),
        None,
        1,
    )
    assert stored(units["100"], staff, 2) == (
        kronor("-3.30"),
        None,
        None,
        None,
        kronor("1051"),
        None,
        1,
    )
    assert not Deviation.objects.exclude(year=2021).exists()


def test_sums_are_exact_to_the_ore(committee: Committee, units: dict[str, Unit]) -> None:
    # Binary floats lose öre here: 0,1 + 0,2 and large beside small.
    accounts = [make_account(committee, f"7{number:03}", f"Konto {number}") for number in range(300)]
    Actual.objects.bulk_create(
        Actual(
            unit=units["110"],
            account=account,
            year=2021,
            month=1,
            amount=Decimal("99999999.99") if number % 3 else Decimal("-0.01"),
        )
        for number, account in enumerate(accounts)
    )
    recalculate(committee, 2021)
    assert stored(units["SN"], accounts[0], 1)[2] == 200 * Decimal("99999999.99") - 100 * Decimal("0.01")


def test_a_second_run_leaves_every_row_in_place(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    for month in range(1, 13):
        add_budget(units["110"], accounts["5000"], 2021, month, "0.10")
        add_actual(units["120"], accounts["3000"], 2021, month, "-0.30")
    # Staff in 110 and revenue in 120, each with 100 and SN above it: 6 × 12.
    assert recalculate(committee, 2021) == 72
    before = everything()
    assert recalculate(committee, 2021) == 0
    assert everything() == before


def test_one_changed_amount_rewrites_only_the_rows_above_it(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    for code in ("110", "120", "200"):
        for month in range(1, 13):
            add_actual(units[code], accounts["5000"], 2021, month, 100)
    recalculate(committee, 2021)
    before = everything()
    Actual.objects.filter(unit=units["110"], month=3).update(amount=F("amount") + 1)
    # Three rows out and three in: 110, 100 and SN in March.
    assert recalculate(committee, 2021) == 6
    assert len(before & everything()) == len(before) - 3
    assert stored(units["SN"], accounts["5000"], 3)[2] == 301


def test_rows_of_what_is_gone_go(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    add_actual(units["110"], accounts["5000"], 2021, 1, 5)
    recalculate(committee, 2021)
    Actual.objects.all().delete()
    recalculate(committee, 2021)
    assert not Deviation.objects.exists()


def test_an_account_that_changes_cost_type_takes_its_figures_along(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    add_actual(units["110"], accounts["7000"], 2021, 1, 5)
    recalculate(committee, 2021)
    Account.objects.filter(pk=accounts["7000"].pk).update(cost_type=accounts["6000"].cost_type)
    recalculate(committee, 2021)
    assert stored(units["SN"], accounts["6000"], 1)[2] == 5
    assert not Deviation.objects.filter(cost_type=accounts["7000"].cost_type_id).exists()


def test_a_moved_unit_takes_its_figures_along(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    add_actual(units["110"], accounts["5000"], 2021, 1, 5)
    add_actual(units["120"], accounts["5000"], 2021, 1, 6)
    recalculate(committee, 2021)
    Unit.objects.filter(code="110").update(parent=units["200"])
    recalculate(committee, 2021)
    assert stored(units["100"], accounts["5000"], 1)[2] == 6
    assert stored(units["200"], accounts["5000"], 1)[2] == 5
    assert stored(units["SN"], accounts["5000"], 1)[2] == 11


def test_figures_of_a_unit_that_was_closed_are_kept(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    Unit.objects.filter(code="110").update(valid_to=2019)
    add_actual(units["110"], accounts["5000"], 2021, 1, 5)
    recalculate(committee, 2021)
    assert stored(units["SN"], accounts["5000"], 1)[2] == 5


def test_another_committee_is_left_alone(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    other = make_committee("annan-sn")
    unit, account = make_units(other, {"SN": {}})["SN"], make_accounts(other)["5000"]
    add_actual(unit, account, 2021, 1, 77)
    add_actual(units["SN"], accounts["5000"], 2021, 1, 5)
    recalculate(other, 2021)
    before = everything()
    recalculate(committee, 2021)
    assert before < everything()
    assert stored(unit, account, 1)[2] == 77
    assert stored(units["SN"], accounts["5000"], 1)[2] == 5


def test_a_committee_without_units_has_no_rows(committee: Committee) -> None:
    assert recalculate(committee, 2021) == 0


@pytest.mark.parametrize("codes", [["110"], ["110", "120", "200"]])
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
    # Lock, units, four sums, rows in place, state, and a savepoint's two.
    with django_assert_num_queries(10):
        recalculate(committee, 2021)


def test_a_mark_makes_the_year_stale_until_it_is_recalculated(committee: Committee) -> None:
    assert stale_years(committee) == set()
    mark_changed(committee, [2021, 2022, 2021])
    mark_changed(committee, [2022])
    assert stale_years(committee) == {2021, 2022}
    assert dict(Recalculation.objects.values_list("year", "changed")) == {2021: 1, 2022: 2}
    recalculate(committee, 2022)
    assert stale_years(committee) == {2021}
    ensure_fresh(committee, [2020, 2021])
    assert stale_years(committee) == set()
    assert Recalculation.objects.get(year=2022).calculated == 2


def test_ensure_fresh_leaves_what_is_fresh(committee: Committee) -> None:
    mark_changed(committee, [2021])
    ensure_fresh(committee, [2021])
    calculated_at = Recalculation.objects.get().calculated_at
    ensure_fresh(committee, [2021])
    assert Recalculation.objects.get().calculated_at == calculated_at


def test_a_mark_is_undone_with_the_change_it_is_for(committee: Committee) -> None:
    @transaction.atomic
    def refused_change() -> None:
        mark_changed(committee, [2021])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        refused_change()
    assert stale_years(committee) == set()


def test_a_failed_recalculation_changes_nothing(
    committee: Committee, units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    add_actual(units["110"], accounts["5000"], 2021, 1, 5)
    recalculate(committee, 2021)
    before = everything()
    Unit.objects.filter(code="100").update(parent=units["110"])
    add_actual(units["200"], accounts["5000"], 2021, 1, 6)
    mark_changed(committee, [2021])
    with pytest.raises(ValueError, match="Units outside the tree"):
        recalculate(committee, 2021)
    assert everything() == before
    assert stale_years(committee) == {2021}
