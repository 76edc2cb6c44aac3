"""Numbers that are longer than any row is numbered, and than any value: said at the field, or not found."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from goals.models import Assessment, Measurement
from organisation.models import User
from tests.goals.follow_up_place import Place, make_place

pytestmark = pytest.mark.django_db

PAGE = "/prov-sn/uppfoljning/2021/8/110/"
ENDLESS = ("9" * 19, "9" * 5000)


@pytest.fixture
def place() -> Place:
    return make_place()


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("endless", ENDLESS)
@pytest.mark.parametrize(
    ("short", "message"),
    [
        ("v", "är inte ett tal. Skriv till exempel 1234,5 eller 1 234."),
        ("a", "är inte ett antal svar"),
        ("r", "Svarsfrekvensen är mellan 0 och 100 %, med högst två decimaler."),
    ],
)
def test_such_a_value_is_refused_at_its_field(place: Place, short: str, message: str, endless: str) -> None:
    name = f"indicator-{place.visits.pk}"
    typed = {
        f"{name}-v-T-tertial-": "12",
        f"{name}-seen-T-tertial-": "0",
        f"{name}-{short}-T-tertial-": endless,
    }
    shown = words(as_user(place.erik).post(PAGE, typed))
    assert message in shown
    assert Measurement.objects.filter(indicator=place.visits, month=8).count() == 0


@pytest.mark.parametrize("endless", ENDLESS)
def test_such_a_version_has_seen_nothing(place: Place, endless: str) -> None:
    name, goal = f"indicator-{place.visits.pk}", f"goal-{place.goal.pk}"
    erik = as_user(place.erik)
    first = {f"{name}-v-T-tertial-": "12", f"{name}-seen-T-tertial-": "0", f"{goal}-text": "Först."}
    assert erik.post(PAGE, first).status_code == 302
    then = {f"{name}-v-T-tertial-": "13", f"{name}-seen-T-tertial-": endless}
    shown = words(erik.post(PAGE, {**then, f"{goal}-text": "Sedan.", f"{goal}-version": endless}))
    assert "har ändrat värdet till 12" in shown
    assert "Sedan." in shown
    assert Measurement.objects.get(indicator=place.visits, month=8).value == 12


@pytest.mark.parametrize("endless", ENDLESS)
def test_such_a_row_is_none(place: Place, endless: str) -> None:
    typed = {
        f"goal-{endless}-text": "Inget mål.",
        f"goal-{place.goal.pk}-level": endless,
        "tillbaka": endless,
    }
    sent = as_user(place.erik).post(PAGE, urlencode(typed), "application/x-www-form-urlencoded")
    assert sent.status_code in {200, 302}
    assert not Assessment.objects.exclude(month=4).exists()


@pytest.mark.parametrize("endless", ENDLESS)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/prov-sn/uppfoljning/2021/8/110/?tema={}", 200),
        ("/prov-sn/matt/?ar={}", 200),
        ("/prov-sn/matt/besok/?ar={}", 200),
        ("/prov-sn/uppdrag/nytt/?mal={}/m1", 200),
    ],
)
def test_such_a_number_in_an_address_is_not_asked_for(
    place: Place, address: str, status: int, endless: str
) -> None:
    assert as_user(place.sofia).get(address.format(endless)).status_code == status


@pytest.mark.parametrize("endless", ENDLESS)
def test_such_a_column_of_the_grid_is_the_last(place: Place, endless: str) -> None:
    pasted = {"klistra": "1\t2", "block": "1\t2", "kolumn": endless}
    assert as_user(place.sofia).post("/prov-sn/matt/rutnat/2021/", pasted).status_code in {200, 302}


@pytest.mark.parametrize("address", ["/prov-sn/matt/manader/2021/?enhet=a%00", "/prov-sn/uppdrag/%00/"])
def test_an_address_that_no_database_can_look_for_is_refused(place: Place, address: str) -> None:
    answer = as_user(place.sofia).get(address)
    assert answer.status_code == 400
    assert "Förfrågan gick inte att läsa" in words(answer)


def test_a_text_with_nul_in_it_is_saved_without(place: Place) -> None:
    name, goal = f"indicator-{place.visits.pk}", f"goal-{place.goal.pk}"
    typed = {
        f"{goal}-text": "Målet\0 nås.",
        f"{name}-v-T-tertial-": "12",
        f"{name}-n-T-tertial-": "Utan\0 juli.",
    }
    assert as_user(place.erik).post(PAGE, typed).status_code == 302
    assert Assessment.objects.get(goal=place.goal, month=8).text == "Målet nås."
    assert Measurement.objects.get(indicator=place.visits, month=8).note == "Utan juli."
