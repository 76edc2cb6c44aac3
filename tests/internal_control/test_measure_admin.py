from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from internal_control.models import Measure
from organisation.models import AuditEvent, User
from tests.control_factories import make_measure
from tests.internal_control.year_place import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client: Client) -> Place:
    client.force_login(User.objects.create_superuser("admin"))
    return Place()


def typed(place: Place, **fields: Any) -> dict[str, Any]:
    return {
        "plan": place.plan.pk,
        "code": "a9",
        "follow_up": place.major.pk,
        "risk": "",
        "text": "Utbilda",
        "unit": place.units["200"].pk,
        "responsible": "Enhetschef",
        "performer": "",
        "due_on": "2021-11-30",
        "effect_due_on": "",
        "status": "planned",
        "closed_on": "",
        "progress": "",
        "effect": "",
        "effect_on": "",
        "effect_text": "",
        **fields,
    }


def test_a_measure_is_added_and_the_committees_log_says_so(client: Client, place: Place) -> None:
    address = reverse("admin:internal_control_measure_add")
    assert client.post(address, typed(place)).status_code == 302
    assert Measure.objects.get(code="a9").follow_up == place.major
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.committee_slug, event.action, event.subject) == ("prov-sn", "lade till åtgärd", "Utbilda")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"risk": "RISK"}, "En åtgärd gäller en avvikelse eller en risk, inte båda."),
        ({"status": "done"}, "En avslutad åtgärd har en dag då den avslutades."),
        (
            {"effect": "full", "effect_on": "2021-12-01"},
            "Effekten följs upp när åtgärden är genomförd, och har en dag.",
        ),
        ({"code": "ny"}, "”ny” är upptaget av en av sidorna. Välj en annan kod."),
        ({"due_on": "2020-01-01"}, "En åtgärd som beslutas 2021 kan inte vara klar före det."),
    ],
)
def test_it_refuses_as_the_pages_do(
    client: Client, place: Place, fields: dict[str, str], sentence: str
) -> None:
    fields = {name: str(place.risk.pk) if value == "RISK" else value for name, value in fields.items()}
    answer = client.post(reverse("admin:internal_control_measure_add"), typed(place, **fields))
    errors = answer.context["adminform"].form.errors
    assert sentence in [each for of_field in errors.values() for each in of_field]


def test_when_the_year_is_over_only_status_and_effect_change(client: Client, place: Place) -> None:
    place.plan.followed_up_through = 12
    place.plan.save()
    own = typed(
        place,
        code="a1",
        follow_up=place.deviation.pk,
        text="Åtgärd a1",
        unit=place.units["100"].pk,
        performer=place.erik.pk,
        due_on="2021-08-31",
    )
    address = reverse("admin:internal_control_measure_change", args=[place.a1.pk])
    answer = client.post(address, {**own, "text": "Annat"})
    assert "Internkontrollen 2021 är följd upp och fastställd." in answer.content.decode()
    assert client.post(address, {**own, "status": "done", "closed_on": "2022-01-10"}).status_code == 302
    place.a1.refresh_from_db()
    assert (place.a1.status, place.a1.closed_on) == ("done", date(2022, 1, 10))


def test_what_is_begun_is_not_deleted(client: Client, place: Place) -> None:
    address = reverse("admin:internal_control_measure_delete", args=[place.checked.pk])
    assert "Åtgärden genomfördes 2021-04-01. Den kan inte tas bort." in client.get(address).content.decode()
    unused = make_measure(place.plan, "a7")
    address = reverse("admin:internal_control_measure_delete", args=[unused.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Measure.objects.filter(pk=unused.pk).exists()
    assert client.get(reverse("admin:internal_control_measure_changelist")).status_code == 200
