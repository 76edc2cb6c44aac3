from datetime import date

import pytest

from internal_control.models import FollowUp, Result
from internal_control.occasions import State, late, owed, state_of
from tests.internal_control.year_place import TODAY, Place

pytestmark = pytest.mark.django_db


def state(month: int, today: date, **fields: object) -> State:
    facts = {"result": "", "struck_on": None, "followed_up_through": 0, **fields}
    return state_of(year=2021, month=month, today=today, **facts)  # type: ignore[arg-type]


def test_an_occasion_is_due_in_its_month_and_late_on_the_day_after() -> None:
    assert state(9, date(2021, 8, 31)) == State.COMING
    assert state(9, date(2021, 9, 1)) == State.DUE
    assert state(9, date(2021, 9, 30)) == State.DUE
    assert state(9, date(2021, 10, 1)) == State.LATE


def test_december_is_late_in_the_next_year() -> None:
    assert state(12, date(2021, 12, 31)) == State.DUE
    assert state(12, date(2022, 1, 1)) == State.LATE


def test_february_is_due_through_its_own_last_day() -> None:
    leap = {"result": "", "struck_on": None, "followed_up_through": 0}
    assert state_of(year=2020, month=2, today=date(2020, 2, 29), **leap) == State.DUE  # type: ignore[arg-type]
    assert state(2, date(2021, 3, 1)) == State.LATE


def test_what_is_carried_out_is_done_whatever_the_day() -> None:
    for result in (Result.NO_DEVIATION, Result.MINOR, Result.MAJOR, Result.NOT_DONE):
        assert state(3, date(2021, 12, 1), result=result) == State.DONE


def test_a_control_that_was_struck_in_the_month_owes_it_no_more() -> None:
    assert state(6, date(2021, 12, 1), struck_on=date(2021, 6, 30)) == State.STRUCK
    assert state(5, date(2021, 12, 1), struck_on=date(2021, 6, 30)) == State.LATE


def test_after_the_year_is_followed_up_nobody_owes_anything() -> None:
    assert state(3, date(2022, 3, 1), followed_up_through=12) == State.OVER
    # An earlier follow-up settles what was carried out: what was not may still be.
    assert state(3, date(2021, 10, 1), followed_up_through=8) == State.LATE


@pytest.mark.parametrize(
    ("today", "expected_late", "expected_due"),
    [
        (date(2021, 3, 31), [], [("k2", 3)]),
        (date(2021, 4, 1), [("k2", 3)], []),
        (TODAY, [("k2", 3)], [("k1", 9)]),
        (date(2021, 10, 1), [("k2", 3), ("k1", 9)], [("k4", 10)]),
        (date(2022, 1, 1), [("k2", 3), ("k1", 9), ("k4", 10), ("k1", 12)], []),
    ],
)
def test_the_database_says_the_same_as_the_calculation(
    today: date, expected_late: list[tuple[str, int]], expected_due: list[tuple[str, int]]
) -> None:
    place = Place()
    rows = FollowUp.objects.filter(control__plan=place.plan).select_related("control__plan")
    found = [(each.control.code, each.month) for each in late(rows, today)]
    assert found == expected_late
    all_owed = [(each.control.code, each.month) for each in owed(rows, today)]
    assert all_owed == expected_late + expected_due
    calculated = {
        (each.control.code, each.month)
        for each in rows.order_by("pk")
        if state_of(
            year=2021,
            month=each.month,
            result=each.result,
            struck_on=each.control.struck_on,
            followed_up_through=0,
            today=today,
        )
        in (State.LATE, State.DUE)
    }
    assert calculated == set(all_owed)
