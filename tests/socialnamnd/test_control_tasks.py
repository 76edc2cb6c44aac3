"""What the start page asks each role to do about internal control, on 15 September 2021 (year_place)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internal_control.models import Result
from socialnamnd.control_tasks import control_tasks
from tests.control_factories import carry_out, make_control, make_measure, make_plan, make_risk
from tests.internal_control.year_place import TODAY, Place

pytestmark = pytest.mark.django_db
ROOT = "/prov-sn/intern-kontroll/"


@pytest.fixture
def place() -> Place:
    return Place()


def told(place: Place, user: Any, today: date = TODAY) -> list[tuple[str, str, str]]:
    user.__dict__.pop("_own_committees", None)
    return [(task.title, task.text, task.url) for task in control_tasks(user, place.committee, today)]


def test_who_carries_out_is_led_to_the_occasion_itself(place: Place) -> None:
    assert told(place, place.erik) == [
        ("Utför en försenad kontroll", "Kontroll k2.", f"{ROOT}2021/kontroller/k2/3/"),
        (
            "Utför kontrollen för september",
            "Klart senast 30 september. Kontroll k1.",
            f"{ROOT}2021/kontroller/k1/9/",
        ),
        ("Följ upp en åtgärd", "Åtgärd a1.", f"{ROOT}2021/atgarder/a1/"),
    ]


def test_several_lead_to_the_year_where_ones_own_come_first(place: Place) -> None:
    assert told(place, place.erik, date(2021, 12, 1))[:2] == [
        ("Utför 2 försenade kontroller", "Kontroll k2, och 1 till.", f"{ROOT}2021/"),
        (
            "Utför kontrollen för december",
            "Klart senast 31 december. Kontroll k1.",
            f"{ROOT}2021/kontroller/k1/12/",
        ),
    ]


def test_whoever_lays_down_the_plan_is_told_what_it_waits_for(place: Place) -> None:
    make_risk(place.plan, "r2", is_chosen=False, is_proposal=True)
    place.lisa.is_active = False
    place.lisa.save()
    assert told(place, place.secretary) == [
        ("Ta ställning till föreslagna risker 2021", "Ett förslag väntar.", f"{ROOT}2021/risker/"),
        (
            "Välj ny utförare",
            "Den som ska utföra en kontroll har slutat eller saknar behörighet.",
            f"{ROOT}2021/kontroller/",
        ),
        ("Se över försenade kontroller 2021", "En kontroll är försenad.", f"{ROOT}2021/?visa=forsenade"),
        ("Besluta åtgärder 2021", "En avvikelse saknar åtgärd.", f"{ROOT}2021/?visa=avvikelser"),
    ]


def test_next_years_plan_is_asked_for_from_november_until_there_is_one(place: Place) -> None:
    def asked(today: date) -> list[str]:
        return [title for title, _, _ in told(place, place.secretary, today) if "internkontrollplan" in title]

    assert asked(date(2021, 10, 31)) == []
    assert asked(date(2021, 11, 1)) == ["Gör internkontrollplanen för 2022"]
    assert asked(date(2022, 2, 1)) == ["Gör internkontrollplanen för 2022"]
    make_plan(place.committee, 2022)
    assert asked(date(2021, 12, 1)) == []
    assert asked(date(2022, 2, 1)) == ["Fastställ internkontrollplanen 2022"]


def test_a_year_that_is_followed_up_asks_for_nothing(place: Place) -> None:
    place.plan.followed_up_through = 12
    place.plan.save()
    assert told(place, place.secretary, date(2022, 1, 1)) == [
        (
            "Gör internkontrollplanen för 2022",
            "Börja med en kopia av planen för 2021.",
            f"{ROOT}2022/ny/",
        )
    ]


def test_a_reader_is_asked_for_nothing(place: Place) -> None:
    assert told(place, place.reader) == []


def test_the_tasks_ask_as_little_for_many_as_for_few(place: Place) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            told(place, place.secretary)
        return len(queries)

    few = asked()
    for number in range(30):
        control = make_control(place.plan, f"m{number}", months=[2, 3], performer=place.secretary)
        carry_out(control, 2, Result.MAJOR)
        make_measure(place.plan, f"m{number}", performer=place.secretary, due_on=date(2021, 2, 1))
        make_risk(place.plan, f"m{number}", is_chosen=False, is_proposal=True)
    # Own controls, own measures, plans with their counts, who has left, and what the user may do.
    assert (few, asked()) == (6, 6)
