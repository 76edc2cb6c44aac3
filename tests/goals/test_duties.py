"""What each unit is to write after a period, and how far it has come."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.duties import Cell, cells_of, subjects_due
from goals.follow_up_periods import current_period, current_periods, follow_up_months, period_name
from goals.follow_up_state import Missing, unit_states
from goals.models import Assignment, Meaning
from organisation.models import Unit
from tests.factories import make_committee, make_units
from tests.goal_factories import (
    make_assessment,
    make_assignment,
    make_goal,
    make_indicator,
    make_measurement,
)
from tests.goals.follow_up_place import Place, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return make_place()


def duties(place: Place, unit: Unit, month: int = 8) -> list[str]:
    """As 'goal 1. …': what the unit is to write about."""
    subjects = subjects_due(place.committee, 2021, month)
    found = subjects.duties_of(unit)
    assert subjects_due(place.committee, 2021, month, unit).duties_of(unit) == found
    return [f"{duty.kind} {subjects.subject(duty)}" for duty in found]


def test_a_unit_writes_about_what_it_is_named_in_and_what_is_due(place: Place) -> None:
    assert duties(place, place.unit) == [
        "goal 1 Fler ska få välja vem som hjälper dem",
        "assignment Utred hur jourhemmen ska bli fler",
        "indicator Hembesök",
        "indicator Väntetid till första besöket",
    ]
    assert duties(place, place.units["120"]) == ["goal 1 Fler ska få välja vem som hjälper dem"]
    assert duties(place, place.units["100"]) == []
    assert "indicator Nöjda med bemötandet" in duties(place, place.unit, month=12)
    assert duties(place, place.unit, month=3) == []


def test_the_committee_writes_about_all_goals_that_are_assessed_and_what_no_unit_has(place: Place) -> None:
    make_assignment(place.committee, title="Se över delegationsordningen")
    make_indicator(place.committee, name="Sjukfrånvaro", frequency="month")
    make_indicator(
        place.committee,
        name="Ärenden",
        frequency="month",
        is_by_unit=True,
        totalling="sum",
        units=[place.unit],
    )
    area = make_goal(
        place.committee,
        place.committee.goal_levels.get(kind="focus_area"),
        text="Trygghet",
        follow_up_times=12,
    )
    assert area.level.scale is None
    assert duties(place, place.units["SN"]) == [
        "goal 1 Fler ska få välja vem som hjälper dem",
        "assignment Se över delegationsordningen",
        "indicator Hembesök",
        "indicator Väntetid till första besöket",
        "indicator Sjukfrånvaro",
    ]


def test_the_same_is_read_for_one_unit_as_for_all(place: Place) -> None:
    """Named alone, with others, with the committee itself, and not at all; summed or not, and with a scale."""
    everyone = list(place.units.values())
    for units in ([], [place.unit], everyone, [place.units["SN"]], [place.units["100"]]):
        for totalling in ("sum", "own"):
            fields: dict[str, Any] = {
                "is_by_unit": True,
                "frequency": "month",
                "totalling": totalling,
                "units": units,
            }
            make_indicator(place.committee, **fields)
            make_indicator(place.committee, scale=place.scale, **fields)
        make_indicator(place.committee, frequency="month", units=units)
        make_assignment(place.committee, units=units)
        make_goal(place.committee, place.goal.level, units=units)
    written = [len(duties(place, unit)) for unit in everyone]
    assert written == [33, 12, 20, 11]


def test_a_goal_without_a_scale_asks_the_units_it_names_for_a_text_alone(place: Place) -> None:
    area = place.committee.goal_levels.get(kind="focus_area")
    make_goal(place.committee, area, text="Trygghet", units=[place.units["120"]], follow_up_months=[8])
    state = unit_states(place.committee, [place.units["120"]], 2021, 8)[0]
    assert (state.goals.done, state.goals.total) == (0, 2)


def test_an_assignment_is_followed_up_from_when_it_is_given_through_the_year_it_is_closed(
    place: Place,
) -> None:
    closed = {"status": "closed", "closed_paragraph": "9"}
    for title, fields in {
        "Gavs i september": {"decided_on": date(2021, 9, 1)},
        "Gavs i augusti": {"decided_on": date(2021, 8, 31)},
        "Avslutades i fjol": {**closed, "closed_on": date(2020, 12, 31)},
        "Avslutades i år": {**closed, "closed_on": date(2021, 1, 1)},
    }.items():
        make_assignment(place.committee, title=title, units=[place.units["100"]], **fields)
    assert duties(place, place.units["100"]) == ["assignment Gavs i augusti", "assignment Avslutades i år"]


def test_a_recurring_assignment_is_followed_up_in_its_own_months_too(place: Place) -> None:
    make_assignment(
        place.committee, title="Rapportera kön", units=[place.units["100"]], due="recurring", due_months=[5]
    )
    assert duties(place, place.units["100"], month=5) == ["assignment Rapportera kön"]
    assert duties(place, place.units["100"], month=6) == []


@pytest.mark.parametrize(
    ("fields", "months"),
    [
        ({"frequency": "month"}, [1, 4, 8, 12]),
        ({"frequency": "tertial"}, [4, 8, 12]),
        ({"frequency": "year"}, [12]),
        ({"frequency": "second_year", "valid_from": 2019}, [12]),
        ({"frequency": "second_year", "valid_from": 2020}, []),
        ({"frequency": "year", "valid_to": 2020}, []),
    ],
)
def test_an_indicator_is_measured_as_often_as_it_says(fields: dict[str, object], months: list[int]) -> None:
    committee = make_committee()
    make_units(committee, {"SN": {}})
    make_indicator(committee, **fields)
    assert [month for month in (1, 4, 8, 12) if subjects_due(committee, 2021, month).indicators] == months


def test_where_no_unit_is_named_those_without_units_under_them_measure() -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {"110": {}}, "200": {}}})
    make_indicator(committee, is_by_unit=True, totalling="sum")
    subjects = subjects_due(committee, 2021, 12)
    assert [code for code, unit in units.items() if subjects.duties_of(unit)] == ["110", "200"]


def cells(month: int = 12, parts: tuple[dict[str, object], ...] = (), **fields: object) -> list[Cell]:
    indicator = make_indicator(make_committee(), parts=parts, **fields)
    return list(cells_of(indicator, indicator.parts.order_by("position"), month))


def test_women_and_men_are_measured_and_the_total_where_it_does_not_follow() -> None:
    assert cells(gender_split="women_men") == [Cell("", "K", "year", 12), Cell("", "M", "year", 12)]


def test_a_share_s_total_may_be_given() -> None:
    assert cells(gender_split="women_men", value_kind="share") == [
        Cell("", "K", "year", 12),
        Cell("", "M", "year", 12),
        Cell("", "T", "year", 12, is_required=False),
    ]


def test_parts_beside_each_other_are_measured_without_the_whole() -> None:
    assert [cell.part for cell in cells(parts=({"code": "sa"}, {"code": "bpsd"}))] == ["sa", "bpsd"]


def test_a_part_of_the_whole_is_measured_after_it() -> None:
    assert [cell.part for cell in cells(parts=({"code": "externa", "is_of_which": True},))] == ["", "externa"]


def test_a_year_that_does_not_follow_from_its_months_is_asked_for_in_december() -> None:
    assert cells(frequency="month") == [Cell("", "T", "month", 12), Cell("", "T", "year", 12)]


def test_a_year_that_is_the_sum_of_its_months_is_not_asked_for() -> None:
    assert cells(frequency="month", year_of="sum") == [Cell("", "T", "month", 12)]


def test_how_far_each_unit_has_come(place: Place) -> None:
    units = [place.units[code] for code in ("100", "110", "120")]
    make_assessment(place.goal, 2021, 8, unit=units[1], level=place.level(Meaning.MET), text="Ja.")
    make_assessment(place.assignment, 2021, 8, unit=units[1], text="Ja.", changed_by="Eva")
    make_measurement(place.visits, 2021, 7, unit=units[1], span="tertial", month=8)
    make_measurement(place.waiting, 2021, 600, unit=units[1], span="tertial", month=8, gender="K")
    first, second = unit_states(place.committee, units, 2021, 8)
    assert (first.unit, first.whole.done, first.whole.total, first.is_done) == (units[1], 2, 4, False)
    assert [(count.done, count.total) for count in (first.goals, first.assignments, first.indicators)] == [
        (1, 1),
        (0, 1),
        (1, 2),
    ]
    assert first.changed_by == "Eva"
    assert (second.unit, second.whole.left, second.is_begun) == (units[2], 1, False)


def test_what_is_missing_is_said_in_words() -> None:
    cell = Cell("", "T", "year", 12)
    assert Missing(level=True, text=True, cells=(cell, cell)).in_words == "2 värden, bedömning och text"
    assert Missing(level=True, text=False, cells=(cell,)).in_words == "ett värde och bedömning"
    assert Missing(level=False, text=True, cells=()).in_words == "text"
    assert Missing(level=False, text=False, cells=()).in_words == ""


def questions(place: Place) -> int:
    units = list(Unit.objects.filter(committee=place.committee).order_by("path"))
    with CaptureQueriesContext(connection) as queries:
        unit_states(place.committee, units, 2021, 8)
    return len(queries)


def test_as_many_questions_for_few_units_as_for_many(place: Place) -> None:
    few = questions(place)
    for number in range(200, 220):
        unit = Unit.objects.create(
            committee=place.committee,
            code=str(number),
            name="x",
            parent=place.units["SN"],
            path=f"SN/{number}/",
        )
        make_indicator(place.committee, is_by_unit=True, units=[unit], frequency="month")
        make_assignment(place.committee, units=[unit])
        place.goal.units.add(unit)
    assert (few, questions(place)) == (8, 8)


def test_the_months_that_have_a_follow_up(place: Place) -> None:
    assert follow_up_months(place.committee, 2021) == (4, 8, 12)
    assert follow_up_months(place.committee, 2022) == (4, 8, 12)
    make_goal(place.committee, place.goal.level, follow_up_months=[6])
    assert follow_up_months(place.committee, 2021) == (4, 6, 8, 12)


@pytest.mark.parametrize(
    ("today", "actuals", "period"),
    [
        (date(2021, 9, 1), None, (2021, 8)),
        (date(2021, 8, 31), None, (2021, 4)),
        (date(2021, 2, 1), None, (2020, 12)),
        (date(2022, 1, 1), None, (2021, 12)),
        (date(2026, 11, 22), (2021, 8), (2021, 8)),
        (date(2026, 11, 22), (2021, 7), (2021, 4)),
        (date(2026, 11, 22), (2020, 12), (2021, 12)),
        (date(2026, 11, 22), None, (2021, 12)),
    ],
)
def test_the_period_that_it_is_time_for(
    place: Place, today: date, actuals: tuple[int, int] | None, period: tuple[int, int]
) -> None:
    assert current_period(place.committee, today, actuals) == period


def test_it_is_not_time_for_a_year_that_was_only_prepared(place: Place) -> None:
    today = date(2026, 11, 22)
    make_goal(place.committee, place.goal.level, 2022)
    make_assessment(place.goal, 2021, 8, unit=place.unit, text="Så gick det.")
    assert current_period(place.committee, today, (2021, 8)) == (2021, 8)
    assert current_period(place.committee, today, None) == (2021, 12)
    assert current_period(place.committee, today, (2022, 8)) == (2022, 8)


def test_periods_have_names() -> None:
    assert [period_name(2021, month) for month in (1, 8, 12)] == [
        "januari 2021",
        "januari–augusti 2021",
        "hela 2021",
    ]


def test_a_month_in_which_an_assignment_recurs_has_a_follow_up(place: Place) -> None:
    given = {"due": "recurring", "due_months": [2, 5, 9], "decided_on": date(2021, 3, 1)}
    make_assignment(place.committee, units=[place.unit], **given)
    assert follow_up_months(place.committee, 2021) == (4, 5, 8, 9, 12)
    assert follow_up_months(place.committee, 2022) == (2, 4, 5, 8, 9, 12)
    assert follow_up_months(place.committee, 2020) == (4, 8, 12)
    assert current_periods(place.committee, date(2021, 6, 1), None) == [(2021, 4), (2021, 5)]
    assert current_periods(place.committee, date(2021, 9, 1), None) == [(2021, 8)]
    assert current_period(place.committee, date(2021, 6, 1), None) == (2021, 4)
    Assignment.objects.filter(due="recurring").update(
        status="closed", closed_on=date(2021, 6, 1), closed_paragraph="4"
    )
    assert follow_up_months(place.committee, 2022) == (4, 8, 12)


def test_a_goal_that_says_nothing_is_followed_up_when_committees_report(place: Place) -> None:
    make_goal(place.committee, place.goal.level, text="Trygga hem", units=[place.units["100"]])
    found = [duties(place, place.units["100"], month) for month in range(1, 13)]
    assert [month for month, of_month in enumerate(found, 1) if of_month] == [4, 8, 12]
