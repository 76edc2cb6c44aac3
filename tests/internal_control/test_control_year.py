"""The year at a glance, against the table of tests/internal_control/year_place.py."""

from datetime import date
from typing import Any

import pytest

from internal_control import control_year as glance
from internal_control.measure_scope import measures_of
from internal_control.models import Measure
from internal_control.performers import performers_of
from tests.internal_control.year_place import TODAY, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


def test_each_month_counts_how_its_occasions_stand(place: Place) -> None:
    months = glance.months_of(place.plan, TODAY)
    labels = [cell.label for cell in months.sums]
    assert labels == [
        "Ingen avvikelse",
        "Mindre avvikelse",
        "Större avvikelse",
        "Ej genomförd",
        "Försenad",
        "Kvar att göra",
    ]
    counts = {row.month: (row.planned, [cell.count for cell in row.cells]) for row in months.rows}
    assert counts == {
        1: (1, [1, 0, 0, 0, 0, 0]),
        2: (1, [0, 0, 0, 1, 0, 0]),
        3: (1, [0, 0, 0, 0, 1, 0]),
        4: (0, [0, 0, 0, 0, 0, 0]),
        5: (1, [0, 1, 0, 0, 0, 0]),
        6: (1, [0, 0, 1, 0, 0, 0]),
        7: (0, [0, 0, 0, 0, 0, 0]),
        8: (0, [0, 0, 0, 0, 0, 0]),
        9: (2, [1, 0, 0, 0, 0, 1]),
        10: (1, [0, 0, 0, 0, 0, 1]),
        11: (0, [0, 0, 0, 0, 0, 0]),
        12: (1, [0, 0, 0, 0, 0, 1]),
    }
    assert (months.planned, [cell.count for cell in months.sums]) == (9, [2, 1, 1, 1, 1, 3])


def test_what_nobody_carried_out_before_the_year_was_over_was_not_carried_out(place: Place) -> None:
    place.plan.followed_up_through = 12
    place.plan.save()
    sums = glance.months_of(place.plan, date(2022, 3, 1)).sums
    assert [cell.count for cell in sums] == [2, 1, 1, 5, 0, 0]


def test_a_person_sees_what_is_due_and_late_and_measures_that_want_something(place: Place) -> None:
    def of(user: Any) -> glance.Mine:
        own, performers = measures_of(user, place.committee), performers_of(place.committee)
        return glance.mine(user, place.plan, own, performers, TODAY)

    mine = of(place.erik)
    assert [(each.code, each.month, each.mark.label) for each in mine.occasions] == [
        ("k2", 3, "Försenad"),
        ("k1", 9, "Ska göras nu"),
    ]
    assert [row.measure.code for row in mine.measures] == ["a1"]
    assert not of(place.reader)


def test_a_deviation_is_open_until_its_measures_are_closed(place: Place) -> None:
    def open_ones() -> list[str]:
        return [each.code for each in glance.deviations_shown(glance.open_deviations(place.plan))[0]]

    # The major one has no measure, the minor one has one that is not closed.
    assert open_ones() == ["k3", "k1"]
    Measure.objects.filter(pk=place.a1.pk).update(status="done", closed_on=TODAY)
    assert open_ones() == ["k3"]


def test_measures_that_want_something_are_late_or_to_be_checked(place: Place) -> None:
    seen = glance.glance(place.secretary, place.plan, TODAY)
    # a1 should have been done by 31 August; the effect of a2 is to be checked by 30 September.
    assert [(row.measure.code, row.is_late, row.effect_is_owed) for row in seen.measures] == [
        ("a1", True, False),
        ("a2", False, True),
    ]
    assert (seen.late_count, seen.due_count, seen.deviation_count, seen.measure_count) == (1, 1, 2, 2)


def test_in_august_the_effect_is_not_to_be_checked_yet(place: Place) -> None:
    seen = glance.glance(place.secretary, place.plan, date(2021, 8, 31))
    assert seen.measures == []


def test_a_month_lists_what_is_left_first(place: Place) -> None:
    rows = glance.shown(glance.in_month(place.plan, 9), performers_of(place.committee), TODAY)
    assert [(each.code, each.mark.label) for each in rows] == [
        ("k1", "Ska göras nu"),
        ("k2", "Ingen avvikelse"),
    ]


def test_a_control_that_nobody_carries_out_names_nobody(place: Place) -> None:
    performers = performers_of(place.committee)
    (row,) = glance.shown(glance.in_month(place.plan, 6), performers, TODAY)
    assert (row.code, row.performer, row.has_left) == ("k3", "", False)
    place.k2.performer.first_name, place.k2.performer.last_name = "Erik", ""  # type: ignore[union-attr]
    place.k2.performer.save()  # type: ignore[union-attr]
    (row,) = glance.shown(glance.in_month(place.plan, 3), performers, TODAY)
    assert row.performer == "Erik"


def test_the_month_shown_is_this_one_or_the_years_last(place: Place) -> None:
    assert glance.asked_month("", place.plan, TODAY) == 9
    assert glance.asked_month("", place.plan, date(2026, 3, 1)) == 12
    assert glance.asked_month("", place.plan, date(2020, 3, 1)) == 1
    assert glance.asked_month("5", place.plan, TODAY) == 5
    assert glance.asked_month("13", place.plan, TODAY) == 9
