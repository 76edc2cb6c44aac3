"""What the start page asks each role to do about goals, assignments and indicators."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goals.models import Assignment, Meaning
from organisation.models import Unit
from organisation.periods import close_month
from socialnamnd.goal_tasks import goal_tasks
from tests.factories import make_user
from tests.goal_factories import make_assessment, make_assignment
from tests.goals.follow_up_place import Place, make_place

pytestmark = pytest.mark.django_db
TODAY = date(2021, 9, 3)


@pytest.fixture
def place() -> Place:
    return make_place()


def told(place: Place, user: Any, today: date = TODAY) -> list[tuple[str, str, str]]:
    units = list(Unit.objects.for_user(user).filter(committee=place.committee).order_by("path"))
    tasks = goal_tasks(user, place.committee, units, None, today)
    return [(task.title, task.text, task.url) for task in tasks]


def test_a_unit_manager_is_led_to_the_unit_s_own_page(place: Place) -> None:
    assert told(place, place.erik) == [
        (
            "Följ upp januari–augusti 2021",
            "Hemtjänsten: 4 av 4 kvar.",
            "/prov-sn/uppfoljning/2021/8/110/",
        )
    ]
    make_assessment(place.goal, 2021, 8, unit=place.unit, level=place.level(Meaning.MET), text="Ja.")
    assert told(place, place.erik)[0][1] == "Hemtjänsten: 3 av 4 kvar."


def test_whoever_follows_up_several_units_sees_how_many_are_done(place: Place) -> None:
    above = make_user("vera", place.committee, role="unit_manager", unit=place.units["100"])
    make_assessment(place.goal, 2021, 8, unit=place.units["120"], level=place.level(Meaning.MET), text="Ja.")
    assert told(place, above) == [
        (
            "Följ upp januari–augusti 2021",
            "1 av 2 enheter är klara. Hemtjänsten har 4 kvar.",
            "/prov-sn/uppfoljning/2021/8/",
        )
    ]


def test_who_is_done_is_asked_for_nothing(place: Place) -> None:
    manager = make_user("lena", place.committee, role="unit_manager", unit=place.units["120"])
    make_assessment(place.goal, 2021, 8, unit=place.units["120"], level=place.level(Meaning.MET), text="Ja.")
    assert told(place, manager) == []


def test_a_closed_month_asks_for_nothing(place: Place) -> None:
    close_month(committee=place.committee, year=2021, month=8, by="provet")
    assert told(place, place.erik) == []


def test_a_reader_is_asked_for_nothing(place: Place) -> None:
    assert told(place, make_user("rut", place.committee, role="reader")) == []


def test_the_secretary_is_told_of_late_assignments_and_those_to_close(place: Place) -> None:
    make_assignment(place.committee, due="date", due_on=date(2021, 9, 2))
    make_assignment(place.committee, status=Assignment.Status.TO_CLOSE)
    make_assignment(place.committee, status=Assignment.Status.TO_CLOSE)
    assert [(title, text) for title, text, _ in told(place, place.sofia)] == [
        ("Följ upp januari–augusti 2021", "0 av 3 enheter är klara."),
        ("Avsluta uppdrag", "2 uppdrag väntar på nämndens beslut."),
        ("Se över sena uppdrag", "Ett uppdrag är sent."),
    ]


def questions(user: Any) -> int:
    client = Client()
    client.force_login(user)
    client.get("/prov-sn/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/prov-sn/")
    return len(queries)


def test_the_start_page_asks_as_little_for_many_units(place: Place) -> None:
    few = questions(place.sofia)
    for number in range(200, 230):
        unit = Unit.objects.create(
            committee=place.committee,
            code=str(number),
            name="x",
            parent=place.units["SN"],
            path=f"SN/{number}/",
        )
        place.goal.units.add(unit)
        make_assignment(place.committee, units=[unit])
    assert questions(place.sofia) == few
