"""Who sees and does what on the pages of the control year and of measures."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from internal_control.models import Measure, Result
from tests.control_factories import carry_out, make_control, make_measure
from tests.factories import make_committee, make_units, make_user
from tests.internal_control.year_place import Place
from tests.pages import logged_in

pytestmark = pytest.mark.django_db

ROOT = "/prov-sn/intern-kontroll/"


@pytest.fixture
def place() -> Place:
    return Place()


def texts(client: Client, path: str) -> str:
    answer = client.get(ROOT + path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_addresses_without_a_year_lead_to_the_newest_plan(client: Client, place: Place) -> None:
    client.force_login(place.reader)
    for path, to in (
        ("", "2021/"),
        ("risker/", "2021/risker/"),
        ("plan/", "2021/plan/"),
        ("kontroller/", "2021/kontroller/"),
        ("atgarder/", "2021/atgarder/"),
    ):
        assert client.get(ROOT + path)["Location"] == ROOT + to


def test_a_year_without_a_plan_leads_to_making_it_as_a_copy(client: Client, place: Place) -> None:
    client.force_login(place.secretary)
    page = texts(client, "2022/")
    assert "Börja med en kopia av planen för 2021" in page
    assert reverse("control_plan_new", args=["prov-sn", 2022]) in page
    client.force_login(place.reader)
    page = texts(client, "2022/")
    assert "När nämndsekreteraren har lagt upp planen" in page
    assert reverse("control_plan_new", args=["prov-sn", 2022]) not in page


def test_another_committees_year_and_measures_are_not_found(client: Client, place: Place) -> None:
    other = make_committee("annan-sn")
    make_units(other, {"X": {}})
    stranger = make_user("stina", other, role="controller")
    client.force_login(stranger)
    for path in (
        "",
        "2021/",
        "2021/atgarder/",
        "2021/atgarder/ny/",
        "2021/atgarder/a1/",
        "2021/atgarder/a1/effekt/",
    ):
        assert client.get(ROOT + path).status_code == 404
    for path in ("redigera/", "ta-bort/", "lage/", "oppna/", "effekt/"):
        assert client.post(f"{ROOT}2021/atgarder/a1/{path}").status_code == 404
    assert client.get("/annan-sn/intern-kontroll/2021/atgarder/a1/").status_code == 404
    assert client.get("/annan-sn/intern-kontroll/2021/atgarder/").status_code == 404


def test_a_reader_changes_nothing(client: Client, place: Place) -> None:
    client.force_login(place.reader)
    page = texts(client, "2021/atgarder/a1/")
    assert "Spara" not in page
    assert "Ändra" not in page
    for path in ("ny/", "a1/redigera/", "a1/effekt/", "a1/oppna/", "a1/ta-bort/"):
        assert client.get(f"{ROOT}2021/atgarder/{path}").status_code == 403
    assert client.post(f"{ROOT}2021/atgarder/a1/lage/", {"status": "ongoing"}).status_code == 403


def test_who_carries_out_controls_writes_about_measures_of_the_own_unit(client: Client, place: Place) -> None:
    client.force_login(place.erik)
    answer = client.post(f"{ROOT}2021/atgarder/a1/lage/", {"status": "ongoing", "progress": "På gång."})
    assert answer.status_code == 302
    place.a1.refresh_from_db()
    assert (place.a1.status, place.a1.progress) == ("ongoing", "På gång.")
    client.force_login(place.lisa)
    assert client.post(f"{ROOT}2021/atgarder/a1/lage/", {"status": "planned"}).status_code == 403
    assert client.get(f"{ROOT}2021/atgarder/a1/redigera/").status_code == 403
    form = client.get(f"{ROOT}2021/atgarder/ny/").context["form"]
    assert [unit.code for unit in form.fields["unit"].queryset] == ["200"]


def typed(place: Place, **fields: Any) -> dict[str, Any]:
    return {
        "code": "a9",
        "text": "Utbilda",
        "unit": place.units["200"].pk,
        "responsible": "Enhetschef",
        "due_on": "2021-11-30",
        **fields,
    }


def test_a_measure_for_anothers_unit_is_refused_and_what_was_typed_stays(
    client: Client, place: Place
) -> None:
    client.force_login(place.erik)
    answer = client.post(f"{ROOT}2021/atgarder/ny/", typed(place))
    assert answer.context["form"].errors == {"unit": ["Välj enhet i listan."]}
    assert "Utbilda" in answer.content.decode()
    assert not Measure.objects.filter(code="a9").exists()


def test_a_measure_is_added_from_a_deviation_and_from_a_risk(client: Client, place: Place) -> None:
    client.force_login(place.secretary)
    address = f"{ROOT}2021/atgarder/ny/?kontroll=k3&manad=6"
    form = client.get(address).context["form"]
    assert (form.initial["code"], form.initial["unit"]) == ("a3", place.units["200"].pk)
    assert client.post(address, typed(place)).status_code == 302
    assert Measure.objects.get(code="a9").follow_up == place.major
    assert client.post(f"{ROOT}2021/atgarder/ny/?risk=r1", typed(place, code="a10")).status_code == 302
    assert Measure.objects.get(code="a10").risk == place.risk
    for wrong in ("?kontroll=k3&manad=7", "?kontroll=x&manad=6", "?kontroll=k3&manad=x", "?risk=finns-inte"):
        assert client.get(f"{ROOT}2021/atgarder/ny/{wrong}").status_code == 404


def test_when_the_year_is_over_a_new_measure_belongs_to_the_next_plan(client: Client, place: Place) -> None:
    client.force_login(place.secretary)
    old = make_control(place.before, "k9", months=[12])
    carry_out(old, 12, Result.MAJOR)
    answer = client.get(f"{ROOT}2020/atgarder/ny/?kontroll=k9&manad=12")
    assert answer["Location"] == f"{ROOT}2021/atgarder/ny/?kontroll=k9&manad=12&ar=2020"
    assert client.post(answer["Location"], typed(place)).status_code == 302
    assert Measure.objects.get(code="a9").plan == place.plan
    place.plan.followed_up_through = 12
    place.plan.save()
    page = client.get(f"{ROOT}2021/atgarder/ny/", follow=True).content.decode()
    assert "Internkontrollen 2021 är följd upp och fastställd. Nya åtgärder hör till ett senare år." in page


def test_two_who_change_a_measure_are_both_shown(client: Client, place: Place) -> None:
    client.force_login(place.secretary)
    address = f"{ROOT}2021/atgarder/a1/redigera/"
    seen = client.get(address).context["form"].initial["seen"]
    Measure.objects.filter(pk=place.a1.pk).update(text="Någon annans ord")
    unit = place.units["100"].pk
    answer = client.post(address, typed(place, code="a1", unit=unit, text="Mina ord", seen=seen))
    page = answer.content.decode()
    assert "Någon annan har ändrat åtgärden medan du skrev." in page
    assert ("Åtgärd", "Någon annans ord") in answer.context["now"]
    assert "Mina ord" in page
    again = typed(place, code="a1", unit=unit, text="Mina ord", seen=answer.context["form"].data["seen"])
    assert client.post(address, again).status_code == 302
    place.a1.refresh_from_db()
    assert place.a1.text == "Mina ord"


def test_a_measure_that_was_deleted_meanwhile_can_be_added_anew(client: Client, place: Place) -> None:
    client.force_login(place.secretary)
    key = place.a1.pk
    Measure.objects.filter(pk=key).delete()
    answer = client.post(f"{ROOT}2021/atgarder/a1/redigera/", typed(place, code="a1", rad=key))
    page = answer.content.decode()
    assert "Åtgärden togs bort av någon annan medan du skrev." in page
    assert f'action="{ROOT}2021/atgarder/ny/"' in page


def test_measures_are_found_filtered_sorted_and_paged(client: Client, place: Place) -> None:
    client.force_login(place.erik)
    for number in range(60):
        make_measure(place.plan, f"b{number:02}", text=f"Ärende {number}", due_on=date(2021, 12, 1))

    def codes(query: str) -> list[str]:
        rows = client.get(f"{ROOT}2021/atgarder/?{query}").context["rows"]
        return [f"{row.year}/{row.code}" for row in rows]

    assert len(codes("")) == 50
    assert len(codes("sida=2")) == 13
    assert codes("")[:2] == ["2021/a1", "2021/b00"]
    assert codes("lage=avslutade") == ["2021/a2"]
    assert codes("lage=effekt") == ["2021/a2"]
    assert codes("utfors=mina") == ["2021/a1"]
    assert codes("sok=ÄRENDE+59") == ["2021/b59"]
    assert codes("sok=jurist") == ["2020/a1"]
    assert codes("enhet=100") == ["2021/a1"]
    assert codes("sortera=-klart")[0] == "2020/a1"
    assert codes("lage=hittepa&enhet=finns-inte")[:1] == ["2021/a1"]


def test_controls_of_somebody_who_has_left_are_said_to_need_another(client: Client, place: Place) -> None:
    client.force_login(place.secretary)
    place.lisa.is_active = False
    place.lisa.save()
    page = texts(client, "2021/")
    assert "En kontroll ska utföras av någon som har slutat eller saknar behörighet." in page
    assert "Välj en ny" in page
    # Nothing is left to carry out of a year that is followed up.
    place.plan.followed_up_through = 12
    place.plan.save()
    for path in ("2021/", "2021/?manad=8", "2021/plan/", "2021/kontroller/", "2021/kontroller/k1/"):
        assert "slutat" not in texts(client, path)
        assert "Välj en ny" not in texts(client, path)


def test_names_and_words_of_users_are_text(client: Client, place: Place) -> None:
    Measure.objects.filter(pk=place.a1.pk).update(text="<script>x</script>", progress="<b>fet</b>")
    client.force_login(place.reader)
    for path in ("2021/", "2021/atgarder/", "2021/atgarder/a1/"):
        assert "<script>x" not in texts(client, path)
        assert "<b>fet" not in texts(client, path)


PAGES = [
    "2021/",
    "2021/?visa=forsenade",
    "2021/?visa=avvikelser",
    "2021/atgarder/",
    "2021/atgarder/ny/",
    "2021/atgarder/a1/",
    "2021/atgarder/a1/redigera/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_little_for_many_as_for_few(
    client: Client, place: Place, django_assert_max_num_queries: Any, path: str
) -> None:
    client.force_login(place.secretary)
    client.get(ROOT + path)
    with django_assert_max_num_queries(25) as few:
        client.get(ROOT + path)
    for number in range(40):
        control = make_control(place.plan, f"m{number}", months=[2, 9, 12], performer=place.erik)
        done = carry_out(control, 2, Result.MAJOR)
        make_measure(
            place.plan, f"m{number}", follow_up=done, performer=place.secretary, due_on=date(2021, 3, 1)
        )
    with django_assert_max_num_queries(25) as many:
        client.get(ROOT + path)
    assert len(few) == len(many)


def test_a_unit_adds_measures_for_what_it_answers_for_alone(place: Place) -> None:
    """k3's deviation is of 200, which is lisa's; r1 is the whole committee's."""
    year, new = f"{ROOT}2021/", f"{ROOT}2021/atgarder/ny/"
    erik, lisa = logged_in(place.erik), logged_in(place.lisa)
    link = f'href="{new}?kontroll=k3&amp;manad=6"'
    for address in (year, f"{year}?visa=avvikelser"):
        assert link in lisa.get(address).content.decode()
        assert link not in erik.get(address).content.decode()
    assert lisa.get(f"{new}?kontroll=k3&manad=6").status_code == 200
    for about in ("kontroll=k3&manad=6", "risk=r1"):
        answer = erik.post(f"{new}?{about}", typed(place, unit=place.units["100"].pk, code="a77"))
        assert answer.status_code == 403
    assert not Measure.objects.filter(code="a77").exists()
