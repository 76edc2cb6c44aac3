"""The pages of a year's plan: making, reading, deleting it, and what was changed in it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from internal_control import planning
from internal_control.controlling import strike_control
from internal_control.models import ControlPlan, Result
from internal_control.refusing import Decision
from organisation.models import User
from tests import control_factories as make
from tests import factories
from tests.internal_control.plan_place import Place, adopted_plan, make_place, ready_plan
from tests.pages import logged_in

BASE = "/prov-sn/intern-kontroll/"
PLAN = f"{BASE}2021/plan/"
DECIDED = Decision(date(2021, 3, 17), "31", "Ny lag")


@pytest.fixture
def secretary(place: Place) -> Client:
    return logged_in(place.secretary)


def test_a_first_plan_is_made_from_the_usual_scale(secretary: Client, place: Place) -> None:
    page = secretary.get(f"{BASE}2021/ny/")
    assert "med en vanlig skala för sannolikhet och konsekvens" in page.content.decode()
    done = secretary.post(f"{BASE}2021/ny/", {"fran": "tom"})
    assert done.headers["Location"] == PLAN
    plan = place.committee.control_plans.get(year=2021)
    assert (plan.is_adopted, plan.scale_steps.count()) == (False, 8)
    again = secretary.get(f"{BASE}2021/ny/", follow=True)
    assert "Internkontrollplanen för 2021 finns redan." in again.content.decode()


def test_the_next_plan_is_a_copy_of_the_newest_unless_another_is_asked_for(
    secretary: Client, place: Place
) -> None:
    ready_plan(place, 2020)
    plan = ready_plan(place, 2021)
    make.make_control(plan, "k2", struck_on=date(2021, 5, 1))
    text = secretary.get(f"{BASE}2022/ny/").content.decode()
    assert "kopia av 2021 års plan" in text
    assert "1 risk med värden och beslut, varav 1 i planen." in text
    assert "1 kontroll med månader (3 tillfällen)" in text
    assert "Kontroller som har utgått: k2 Kontroll k2." in text
    assert '<a href="?fran=2020">Som en kopia av 2020 års plan</a>' in text
    assert "kopia av 2020 års plan" in secretary.get(f"{BASE}2022/ny/?fran=2020").content.decode()
    secretary.post(f"{BASE}2022/ny/", {"fran": "2021"})
    copy = place.committee.control_plans.get(year=2022)
    assert [each.code for each in copy.controls.all()] == ["k1"]


def test_the_copy_says_who_has_left(secretary: Client, place: Place) -> None:
    ready_plan(place, 2021)
    User.objects.filter(pk=place.manager.pk).update(is_active=False)
    text = secretary.get(f"{BASE}2022/ny/").content.decode()
    assert "<li>k1 Kontroll k1 (Erik)</li>" in text
    secretary.post(f"{BASE}2022/ny/", {"fran": "2021"})
    assert place.committee.control_plans.get(year=2022).controls.get().performer is None


def test_what_stands_in_the_way_leads_to_where_it_is_put_right(secretary: Client, place: Place) -> None:
    plan = make.make_plan(place.committee)
    make.make_risk(plan, "r1", likelihood=None, consequence=None)
    make.make_control(plan, "k1", months=[])
    text = secretary.get(PLAN).content.decode()
    assert "Risken r1, ”Risk r1”, är inte värderad." in text
    assert f'href="{BASE}2021/risker/r1/"' in text
    assert "Kontrollen k1, ”Kontroll k1”, saknar månader." in text
    assert f'href="{BASE}2021/kontroller/k1/redigera/"' in text
    # Whoever only reads has nothing to put right.
    reader = logged_in(factories.make_user("lena", place.committee, role="reader"))
    assert "Innan planen fastställs" not in reader.get(PLAN).content.decode()


def test_the_plan_is_shown_plain_and_in_full(secretary: Client, place: Place) -> None:
    plan = adopted_plan(place)
    control = plan.controls.get()
    control.rule, control.method_text = "Delegationsordningen", "Ta ut tjugo beslut."
    control.save()
    found = make.carry_out(control, 5, Result.MINOR, text="Två beslut saknades.")
    make.make_measure(plan, "a1", text="Påminn alla chefer", follow_up=found)
    plain = secretary.get(PLAN).content.decode()
    for words in (
        "Delegationsordningen",
        "maj, sep, dec",
        "Två beslut saknades.",
        "Mindre avvikelse",
        "Försenad",
    ):
        assert words in plain
    assert ">Maj</th>" in plain
    assert "Påminn alla chefer" not in plain
    full = secretary.get(f"{PLAN}?visa=full").content.decode()
    for words in ("Risk r1", "12", "Två beslut saknades.", "Påminn alla chefer", "Analys"):
        assert words in full


def test_the_risks_of_the_plan_stand_with_their_controls(secretary: Client, place: Place) -> None:
    plan = adopted_plan(place)
    make.make_risk(plan, "r2", description="<b>Inte</b> vald", is_chosen=False)
    text = secretary.get(f"{PLAN}?visa=risker").content.decode()
    assert '<a href="/prov-sn/intern-kontroll/2021/kontroller/k1/">k1</a>' in text
    assert "1 risk\n" in text or "1 risk</h2>" in text
    assert "vald" not in text


def test_what_people_have_written_is_shown_as_written(secretary: Client, place: Place) -> None:
    plan = adopted_plan(place)
    control = plan.controls.get()
    fields = ("title", "process", "rule", "method_text", "responsible", "code")
    for name in fields:
        setattr(control, name, f"<i>{name}</i>"[:30] if name != "code" else "<k1>")
    control.save()
    found = make.carry_out(control, 5, Result.MINOR, text="<script>text</script>")
    make.make_measure(plan, "a1", text="<i>a1</i>", follow_up=found)
    make.make_risk(plan, "r2", description="<i>r2</i>")
    pages = (PLAN, f"{PLAN}?visa=full", f"{PLAN}?visa=risker", f"{BASE}2021/kontroller/")
    for page in pages:
        text = secretary.get(page).content.decode()
        assert "<i>" not in text
        assert "<script>text" not in text
        assert "<k1>" not in text


def test_fifty_controls_stand_on_a_page_and_all_of_them_on_paper(secretary: Client, place: Place) -> None:
    plan = make.make_plan(place.committee)
    for at in range(51):
        make.make_control(plan, f"k{at}", months=[5])
    assert len(secretary.get(PLAN).context["rows"]) == 50
    assert len(secretary.get(f"{PLAN}?sida=2").context["rows"]) == 1
    assert len(secretary.get(f"{PLAN}?alla=1").context["rows"]) == 51


def test_many_months_stand_under_one_another(secretary: Client, place: Place) -> None:
    plan = adopted_plan(place)
    make.make_control(plan, "k2", months=range(1, 13))
    plain = secretary.get(PLAN).content.decode()
    assert ">Uppföljning</th>" in plain
    assert "varje månad" in plain


def test_a_draft_is_deleted_after_confirmation(secretary: Client, place: Place) -> None:
    ready_plan(place)
    page = secretary.get(f"{PLAN}ta-bort/").content.decode()
    assert "Skalan, 1 risk och 1 kontroll försvinner med planen. Det går inte att ångra." in page
    assert ControlPlan.objects.count() == 1
    done = secretary.post(f"{PLAN}ta-bort/")
    assert done.headers["Location"] == f"{BASE}2021/"
    assert not ControlPlan.objects.exists()


def test_an_adopted_plan_says_why_it_is_not_deleted(secretary: Client, place: Place) -> None:
    adopted_plan(place)
    for response in (secretary.get(f"{PLAN}ta-bort/"), secretary.post(f"{PLAN}ta-bort/")):
        assert "Planen är fastställd 2021-01-20 § 8. Den kan inte tas bort." in response.content.decode()
    assert ControlPlan.objects.count() == 1


def test_changes_stand_with_their_decisions(secretary: Client, place: Place) -> None:
    plan = adopted_plan(place)
    assert "Planen är som nämnden fastställde den." in secretary.get(f"{PLAN}andringar/").content.decode()
    strike_control(control=plan.controls.get(), on=date(2021, 6, 1), decision=DECIDED, by=place.secretary)
    text = secretary.get(f"{PLAN}andringar/").content.decode()
    assert "Kontroll k1 utgår från 2021-06-01: Kontroll k1" in text
    assert "<strong>Beslut 2021-03-17, §&nbsp;31</strong>: Ny lag" in text
    assert "1 sedan planen fastställdes" in secretary.get(PLAN).content.decode()


def test_a_year_without_a_plan_leads_to_the_page_of_the_year(secretary: Client) -> None:
    assert secretary.get(f"{BASE}2019/plan/").headers["Location"] == f"{BASE}2019/"
    assert "Ingen internkontrollplan för året än" in secretary.get(f"{BASE}2019/kontroller/").content.decode()


@pytest.mark.parametrize("path", ["2021/ny/", "2021/plan/ta-bort/"])
def test_only_who_lays_down_the_plan_changes_it(place: Place, path: str) -> None:
    ready_plan(place)
    manager = logged_in(place.manager)
    assert manager.get(BASE + path).status_code == 403
    assert manager.post(BASE + path).status_code == 403
    assert manager.get(PLAN).status_code == 200


@pytest.mark.parametrize("path", ["2021/plan/", "2021/plan/andringar/", "2021/plan/ta-bort/", "2021/ny/"])
def test_another_committees_plan_is_not_there(place: Place, path: str) -> None:
    ready_plan(place)
    other = make_place("annan-sn")
    assert logged_in(other.secretary).get(BASE + path).status_code == 404


@pytest.mark.parametrize("is_adopted", [True, False])
def test_a_plan_of_150_controls_asks_no_more_than_one_of_ten(place: Place, is_adopted: bool) -> None:
    asked: dict[str, list[int]] = {query: [] for query in ("", "?visa=full", "?visa=risker", "?alla=1")}
    client = logged_in(place.secretary)
    for year, number in ((2020, 10), (2021, 150)):
        plan = big_plan(place, year, number)
        if is_adopted:
            planning.adopt_plan(
                plan=plan, meeting_on=date(year, 1, 20), paragraph="8", registration_number="", by="sara"
            )
        for query, numbers in asked.items():
            client.get(f"{BASE}{year}/plan/{query}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{BASE}{year}/plan/{query}").status_code == 200
            numbers.append(len(queries))
    assert {query: few for query, (few, many) in asked.items() if not few == many <= 25} == {}, asked


def big_plan(place: Place, year: int, number: int, **fields: Any) -> ControlPlan:
    """Each control with a risk of its own, three occasions, a deviation and a measure; a last one nobody carries out."""
    plan = make.make_plan(place.committee, year)
    for at in range(number):
        risk = make.make_risk(plan, f"r{at}", decision="control")
        control = make.make_control(plan, f"k{at}", risk=risk, performer=place.manager, **fields)
        found = make.carry_out(control, 5, Result.MINOR, sample_size=20, deviations=2)
        make.make_measure(plan, f"a{at}", follow_up=found)
    return plan
