"""The unit's page: what it shows beside each field, and what saving it does."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goals.assessing import assess
from goals.follow_up import follow_up_of
from goals.follow_up_cards import Card
from goals.models import Assessment, Meaning, Measurement, ReplacedAssessment
from organisation.models import AuditEvent, Role, User
from organisation.periods import close_month
from tests.factories import make_user
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_assignment,
    make_goal,
    make_indicator,
    make_measurement,
    make_scale,
    make_target,
)
from tests.goals.follow_up_place import Place, make_place

pytestmark = pytest.mark.django_db
PAGE = "/prov-sn/uppfoljning/2021/8/110/"


@pytest.fixture
def place() -> Place:
    return make_place()


def cards(place: Place, month: int = 8, **given: Any) -> dict[str, Card]:
    """By title."""
    found = follow_up_of(
        committee=place.committee, unit=place.unit, year=2021, month=month, may_see_small=True, **given
    )
    return {card.title: card for card in found.cards}


def key(place: Place, of: str) -> str:
    return f"{of}-{getattr(place, of if of != 'indicator' else 'waiting').pk}"


def save(place: Place, card: str, typed: dict[str, Any], user: User | None = None, month: int = 8) -> Any:
    client = Client()
    client.force_login(user or place.erik)
    response = client.post(
        reverse("follow_up_save", args=["prov-sn", 2021, month, "110"]),
        json.dumps({"card": card, "typed": typed}),
        content_type="application/json",
    )
    return response.json() | {"status": response.status_code}


def html(place: Place, user: User | None = None, path: str = PAGE, status: int = 200) -> str:
    client = Client()
    client.force_login(user or place.erik)
    response = client.get(path)
    assert response.status_code == status
    return text_of(response.content.decode())


def text_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_each_card_has_what_was_said_and_measured_before(place: Place) -> None:
    found = cards(place)
    earlier = found["1. Fler ska få välja vem som hjälper dem"].earlier
    assert earlier is not None
    assert (earlier.period, earlier.text, earlier.measures) == (
        "januari–april 2021",
        "Alla har fått frågan. Hälften har valt.",
        "Vi frågar igen i september.",
    )
    assert earlier.level == place.level(Meaning.PARTLY)
    assert found["Hembesök"].fields[0].before == "1\u00a0240 (tertial 1 2021)"
    assert cards(place, month=12)["Nöjda med bemötandet"].fields[0].before == "88\u00a0% (2020)"


def test_a_goal_that_was_carried_over_shows_what_was_said_last_year(place: Place) -> None:
    former = make_goal(place.committee, place.goal.level, 2020, text="Fler ska få välja")
    make_assessment(former, 2020, 12, unit=place.unit, text="Så gick det i fjol.")
    place.goal.predecessor = former
    place.goal.save()
    earlier = cards(place, month=4)["1. Fler ska få välja vem som hjälper dem"].earlier
    assert earlier is not None
    assert (earlier.period, earlier.text) == ("hela 2020", "Så gick det i fjol.")


def test_the_time_before_is_when_something_was_last_said(place: Place) -> None:
    make_assessment(place.assignment, 2021, 5, unit=place.unit, text="Utredaren är utsedd.")
    make_assessment(place.assignment, 2021, 8, unit=place.unit)
    earlier = cards(place, month=12)["Utred hur jourhemmen ska bli fler"].earlier
    assert earlier is not None
    assert (earlier.period, earlier.text) == ("januari–maj 2021", "Utredaren är utsedd.")
    assert cards(place, month=4)["Utred hur jourhemmen ska bli fler"].earlier is None


def test_what_is_missing_is_counted(place: Place) -> None:
    found = cards(place)
    assert {title: card.missing.in_words for title, card in found.items()} == {
        "1. Fler ska få välja vem som hjälper dem": "bedömning och text",
        "Utred hur jourhemmen ska bli fler": "bedömning och text",
        "Hembesök": "ett värde",
        "Väntetid till första besöket": "2 värden och bedömning",
    }
    make_measurement(place.visits, 2021, None, unit=place.unit, span="tertial", month=8, note="Nytt system")
    assert cards(place)["Hembesök"].is_done


def test_women_and_men_on_either_side_of_the_target_propose_partly_and_say_why(place: Place) -> None:
    answer = save(place, key(place, "indicator"), {"v-K-tertial-": "10:38", "v-M-tertial-": "11:13"})
    assert answer["errors"] == {}
    assert (answer["proposed"], answer["proposed_label"]) == (
        place.level(Meaning.PARTLY).pk,
        "Delvis uppfyllt",
    )
    assert answer["proposal"] == "Kvinnor 10:38 når målet högst 11:00, män 11:13 når det inte."
    assert answer["missing"] == "bedömning"
    card = cards(place)["1. Fler ska få välja vem som hjälper dem"]
    assert card.proposal is not None
    assert card.proposal.why == "Målets mått når målvärdet delvis."
    assert card.proposed == place.level(Meaning.PARTLY)


def test_a_unit_s_own_target_goes_before_the_committee_s(place: Place) -> None:
    make_target(place.waiting, 2021, 720, unit=place.unit, form="duration")
    assert cards(place)["Väntetid till första besöket"].target == "högst 12:00"


def test_text_and_level_are_saved_as_they_are_typed(place: Place) -> None:
    typed = {"text": "Vi är på väg.", "level": str(place.level(Meaning.MET).pk), "version": ""}
    answer = save(place, key(place, "goal"), typed)
    assert (answer["version"], answer["missing"], answer["errors"], answer["conflict"]) == (1, "", {}, None)
    assert re.fullmatch(r"\d\d\.\d\d", answer["saved"])
    assessment = Assessment.objects.get(goal=place.goal, month=8)
    assert (assessment.text, assessment.level, assessment.changed_by) == (
        "Vi är på väg.",
        place.level(Meaning.MET),
        "Erik Ek",
    )
    again = save(place, key(place, "goal"), {"text": "Vi är framme.", "version": "1"})
    assert (again["version"], again["missing"]) == (2, "")


def test_the_second_of_two_is_shown_both(place: Place) -> None:
    save(place, key(place, "goal"), {"text": "Evas ord", "measures": "Evas åtgärd", "version": ""}, place.eva)
    answer = save(place, key(place, "goal"), {"text": "Eriks ord", "version": ""})
    conflict = answer["conflict"]
    assert (conflict["by"], conflict["text"], conflict["measures"], conflict["version"]) == (
        "Eva Å",
        "Evas ord",
        "Evas åtgärd",
        1,
    )
    assert Assessment.objects.get(goal=place.goal, month=8).text == "Evas ord"
    mine = save(place, key(place, "goal"), {"text": "Eriks ord", "version": "1"})
    assert (mine["conflict"], mine["version"]) == (None, 2)
    assert ReplacedAssessment.objects.get().text == "Evas ord"


def test_a_level_chosen_on_a_scale_that_is_no_longer_used_stands_while_the_text_is_changed(
    place: Place,
) -> None:
    chosen, arrows = place.level(Meaning.PARTLY), make_scale(place.committee, "pilar")
    goal = place.goal
    make_assessment(goal, 2021, 8, unit=place.unit, level=chosen, proposed=chosen, text="Först så.")
    goal.level.scale = arrows
    goal.level.save()
    card = cards(place)["1. Fler ska få välja vem som hjälper dem"]
    assert (card.level, card.offered) == (chosen, [*arrows.levels.order_by("position"), chosen])
    assert f'value="{chosen.pk}" checked' in card.choices
    for typed in ({"level": str(chosen.pk)}, {}):
        told = save(place, card.key, {**typed, "text": f"Sedan {typed}.", "version": str(card.version)})
        assert (told["errors"], told["conflict"]) == ({}, None)
        card = cards(place)["1. Fler ska få välja vem som hjälper dem"]
        assert (card.level, card.text) == (chosen, f"Sedan {typed}.")
    met = level_of(arrows, Meaning.MET)
    assert save(place, card.key, {"level": str(met.pk), "version": str(card.version)})["errors"] == {}
    card = cards(place)["1. Fler ska få välja vem som hjälper dem"]
    assert (card.level, card.kept) == (met, None)
    told = save(place, card.key, {"level": str(chosen.pk), "text": "Åter.", "version": str(card.version)})
    assert told["errors"] == {
        "level": "Bedömningsskalan har bytts medan du skrev. Kopiera din text, ladda om sidan och välj på nytt."
    }
    assert Assessment.objects.get(goal=goal, unit=place.unit, month=8).level == met


def test_a_level_without_its_reason_keeps_no_text_from_being_saved(place: Place) -> None:
    save(place, key(place, "indicator"), {"v-K-tertial-": "10:38", "v-M-tertial-": "11:13"})
    met = str(place.level(Meaning.MET).pk)
    answer = save(place, key(place, "indicator"), {"level": met, "text": "Nästan.", "version": ""})
    assert answer["errors"] == {
        "reason": "Bedömningen skiljer sig från förslaget, ”Delvis uppfyllt”. Skriv varför."
    }
    saved = Assessment.objects.get(indicator=place.waiting)
    assert (saved.text, saved.level) == ("Nästan.", None)
    typed = {"level": met, "reason": "Två svar kom sent.", "version": str(answer["version"])}
    assert save(place, key(place, "indicator"), typed)["errors"] == {}
    saved.refresh_from_db()
    assert (saved.level, saved.proposed, saved.reason) == (
        place.level(Meaning.MET),
        place.level(Meaning.PARTLY),
        "Två svar kom sent.",
    )


def test_a_level_chosen_before_the_proposal_changed_keeps_no_text_from_being_saved(place: Place) -> None:
    met = str(place.level(Meaning.MET).pk)
    first = save(place, key(place, "indicator"), {"level": met, "version": ""})
    save(place, key(place, "indicator"), {"v-K-tertial-": "12:00", "v-M-tertial-": "12:00"})
    answer = save(place, key(place, "indicator"), {"text": "Hm.", "version": str(first["version"])})
    assert answer["errors"] == {}
    assert Assessment.objects.get(indicator=place.waiting).text == "Hm."


def test_a_value_that_cannot_be_read_is_said_at_the_field_and_the_others_are_saved(place: Place) -> None:
    typed = {"v-K-tertial-": "snart", "v-M-tertial-": "11:13", "text": "Vi mätte i juni.", "version": ""}
    answer = save(place, key(place, "indicator"), typed)
    assert answer["errors"] == {
        "v-K-tertial-": "”snart” är inte en tid. Skriv timmar och minuter, till exempel 10:38."
    }
    assert answer["values"]["M-tertial-"]["version"] == 1
    assert answer["values"]["K-tertial-"]["version"] == 0
    assert Assessment.objects.get(indicator=place.waiting).text == "Vi mätte i juni."
    assert [row.gender for row in Measurement.objects.filter(indicator=place.waiting)] == ["M"]


def test_a_missing_value_takes_a_reason(place: Place) -> None:
    visits = f"indicator-{place.visits.pk}"
    assert save(place, visits, {"v-T-tertial-": "–"})["errors"] == {
        "n-T-tertial-": "Skriv varför värdet saknas."
    }
    answer = save(place, visits, {"v-T-tertial-": "", "n-T-tertial-": "Nytt system i sommar"})
    assert (answer["errors"], answer["missing"]) == ({}, "")
    assert Measurement.objects.get(indicator=place.visits, month=8).note == "Nytt system i sommar"


def test_answers_and_response_rate(place: Place) -> None:
    answered = f"indicator-{place.answered.pk}"
    typed = {"v-T-year-": "91,5", "a-T-year-": "tolv", "r-T-year-": "64"}
    assert save(place, answered, typed, month=12)["errors"] == {
        "a-T-year-": "”tolv” är inte ett antal svar. Skriv ett heltal."
    }
    assert save(place, answered, {**typed, "a-T-year-": "112"}, month=12)["errors"] == {}
    field = cards(place, month=12)["Nöjda med bemötandet"].fields[0]
    assert (field.text, field.answers, field.rate) == ("91,5", "112", "64")


def test_a_value_that_somebody_else_has_changed_is_not_written_over(place: Place) -> None:
    visits = f"indicator-{place.visits.pk}"
    save(place, visits, {"v-T-tertial-": "1300", "seen-T-tertial-": "0"}, place.eva)
    answer = save(place, visits, {"v-T-tertial-": "1400", "seen-T-tertial-": "0"})
    assert list(answer["errors"]) == ["v-T-tertial-"]
    assert answer["values"]["T-tertial-"] == {"version": 1, "suppressed": False, "theirs": "1300"}
    assert Measurement.objects.get(indicator=place.visits, month=8).value == 1300
    save(place, visits, {"v-T-tertial-": "1400", "seen-T-tertial-": "1"})
    assert Measurement.objects.get(indicator=place.visits, month=8).value == 1400


def test_a_closed_month_is_refused_and_the_page_can_be_read(place: Place) -> None:
    save(place, key(place, "goal"), {"text": "I tid.", "version": ""})
    close_month(committee=place.committee, year=2021, month=8, by="provet")
    answer = save(place, key(place, "goal"), {"text": "För sent.", "version": "1"})
    assert answer["status"] == 409
    assert answer["refused"].startswith("Stängd månad: augusti 2021.")
    visits = save(place, f"indicator-{place.visits.pk}", {"v-T-tertial-": "5"})
    assert visits["status"] == 409
    shown = html(place)
    assert "Augusti 2021 är stängd. Det som är skrivet kan läsas men inte ändras." in shown
    assert "I tid." in shown
    assert "Spara" not in shown.replace("Sparat", "")


def test_a_card_that_the_unit_no_longer_has_is_refused(place: Place) -> None:
    place.goal.units.remove(place.unit)
    answer = save(place, key(place, "goal"), {"text": "Text.", "version": ""})
    assert (answer["status"], answer["refused"]) == (
        409,
        "Det här följs inte längre upp av enheten för perioden. Kopiera din text och ladda om sidan.",
    )
    other = make_indicator(place.committee)
    assert save(place, f"indicator-{other.pk}", {"v-T-year-": "1"})["status"] == 409
    assert Measurement.objects.filter(indicator=other).count() == 0


def test_what_cannot_be_read_as_a_save_is_refused(place: Place) -> None:
    client = Client()
    client.force_login(place.erik)
    for body in ("", "[]", '{"card": 1, "typed": {}}', '{"card": "goal-1", "typed": []}'):
        response = client.post(f"{PAGE}spara/", body, content_type="application/json")
        assert response.status_code == 400
    assert client.get(f"{PAGE}spara/").status_code == 405


def test_who_may_read_and_who_may_write(place: Place) -> None:
    outsider = make_user("lena", place.committee, role="unit_manager", unit=place.units["120"])
    html(place, outsider, status=404)
    reader = make_user("rut", place.committee, role="reader")
    assert "Spara" not in html(place, reader)
    client = Client()
    client.force_login(reader)
    assert client.post(PAGE, {}).status_code == 403
    response = client.post(f"{PAGE}spara/", "{}", content_type="application/json")
    assert response.status_code == 403
    html(place, path="/prov-sn/uppfoljning/2021/13/110/", status=404)
    html(place, path="/prov-sn/uppfoljning/2021/8/999/", status=404)


def test_small_numbers_are_shown_to_whoever_may_see_them_alone(place: Place) -> None:
    make_measurement(
        place.answered, 2021, 50, unit=place.unit, answers=2, is_suppressed=True, note="Få svarade"
    )
    path = "/prov-sn/uppfoljning/2021/12/110/"
    assert "Rör få personer: skrivs .. i rapporter" in html(place, path=path)
    field = cards(place, month=12)["Nöjda med bemötandet"].fields[0]
    assert (field.text, field.is_suppressed, field.is_locked) == ("50", True, False)
    reader = make_user("rut", place.committee, role="reader")
    seen = follow_up_of(committee=place.committee, unit=place.unit, year=2021, month=12)
    hidden = next(card for card in seen.cards if card.title == "Nöjda med bemötandet").fields[0]
    assert (hidden.text, hidden.answers, hidden.is_locked) == ("..", "", True)
    assert ">50" not in html(place, reader, path=path)


def form(place: Place, **typed: str) -> dict[str, str]:
    """The fields of a form that were filled in, by card and field: goal_text is the goal's text."""
    fields = {}
    for name, text in typed.items():
        of, _, field = name.partition("_")
        fields[f"{of}-{getattr(place, of).pk}-{field}"] = text
    return fields


def test_without_a_script_everything_is_saved_at_once(place: Place) -> None:
    client = Client()
    client.force_login(place.erik)
    visits = f"indicator-{place.visits.pk}"
    typed = form(
        place, goal_text="Målet nås.", goal_level=str(place.level(Meaning.MET).pk), goal_version="",
        assignment_text="Vi är på väg.", assignment_version="",
    )  # fmt: skip
    typed |= {f"{visits}-v-T-tertial-": "1 310", f"{visits}-seen-T-tertial-": "0"}
    response = client.post(PAGE, typed, follow=True)
    assert "Det du skrev om januari–augusti 2021 är sparat." in text_of(response.content.decode())
    assert Assessment.objects.get(goal=place.goal, month=8).text == "Målet nås."
    assert Assessment.objects.get(assignment=place.assignment).text == "Vi är på väg."
    assert Measurement.objects.get(indicator=place.visits, month=8).value == 1310


def test_without_a_script_what_could_not_be_saved_stands_where_it_was_typed(place: Place) -> None:
    client = Client()
    client.force_login(place.erik)
    visits = f"indicator-{place.visits.pk}"
    typed = form(place, goal_text="Målet nås.") | {f"{visits}-v-T-tertial-": "många"}
    response = client.post(PAGE, typed)
    shown = response.content.decode()
    assert "Allt kunde inte sparas. Det står vid fälten vad som behöver ändras." in text_of(shown)
    assert 'value="många"' in shown
    assert "”många” är inte ett tal." in shown
    assert Assessment.objects.get(goal=place.goal, month=8).text == "Målet nås."


def test_without_a_script_a_closed_month_leaves_what_was_typed_on_the_page(place: Place) -> None:
    client = Client()
    client.force_login(place.erik)
    close_month(committee=place.committee, year=2021, month=8, by="provet")
    response = client.post(PAGE, form(place, goal_text="För sent skrivet."))
    shown = text_of(response.content.decode())
    assert "Stängd månad: augusti 2021." in shown
    assert "För sent skrivet." in shown
    assert Assessment.objects.filter(month=8).count() == 0


@pytest.mark.parametrize(
    ("choice", "stands"),
    [("behall", "Eriks ord"), ("ta-det-andra", "Evas ord"), ("redigera-ihop", "Eriks ord\n\nEvas ord")],
)
def test_without_a_script_one_chooses_between_two_versions(place: Place, choice: str, stands: str) -> None:
    client = Client()
    client.force_login(place.erik)
    save(place, key(place, "goal"), {"text": "Evas ord", "version": ""}, place.eva)
    typed = form(place, goal_text="Eriks ord", goal_version="")
    shown = client.post(PAGE, typed).content.decode()
    assert "Två har skrivit här samtidigt" in shown
    assert "Evas ord" in shown
    assert "Eriks ord" in shown
    assert f'name="{key(place, "goal")}-version" value="1"' in shown
    typed = form(place, goal_text="Eriks ord", goal_version="1") | {choice: key(place, "goal")}
    assert client.post(PAGE, typed).status_code == 302
    assert Assessment.objects.get(goal=place.goal, month=8).text == stands


def test_a_text_that_was_replaced_can_be_brought_back(place: Place) -> None:
    client = Client()
    client.force_login(place.erik)
    save(place, key(place, "goal"), {"text": "Evas ord", "measures": "Evas åtgärd", "version": ""}, place.eva)
    save(place, key(place, "goal"), {"text": "Eriks ord", "measures": "", "version": "1"})
    shown = html(place)
    assert "Tidigare versioner (1)" in shown
    former = ReplacedAssessment.objects.get()
    client.post(PAGE, form(place, goal_text="Eriks ord", goal_version="2") | {"tillbaka": str(former.pk)})
    assessment = Assessment.objects.get(goal=place.goal, month=8)
    assert (assessment.text, assessment.measures) == ("Evas ord", "Evas åtgärd")
    assert [kept.text for kept in ReplacedAssessment.objects.order_by("pk")] == ["Evas ord"]


def test_a_text_of_another_unit_cannot_be_brought_back(place: Place) -> None:
    other = place.units["120"]
    for text, by in (("Först", place.eva), ("Sedan", place.sofia)):
        now = Assessment.objects.filter(goal=place.goal, unit=other).first()
        assess(
            subject=place.goal, unit=other, year=2021, month=8, level=None, text=text,
            version=now.version if now else None, by=by,
        )  # fmt: skip
    client = Client()
    client.force_login(place.erik)
    response = client.post(PAGE, {"tillbaka": str(ReplacedAssessment.objects.get().pk)})
    assert "Den texten finns inte längre." in text_of(response.content.decode())


def test_a_sitting_leaves_one_line_for_each_card_in_the_log(place: Place) -> None:
    AuditEvent.objects.all().delete()
    version = ""
    for text in ("V", "Vi", "Vi är", "Vi är på väg."):
        version = str(save(place, key(place, "goal"), {"text": text, "version": version})["version"])
    assert [event.action for event in AuditEvent.objects.all()] == ["följde upp mål"]


def test_the_overview_shows_who_is_done(place: Place) -> None:
    save(place, key(place, "goal"), {"text": "Ja.", "version": ""})
    shown = html(place, place.sofia, "/prov-sn/uppfoljning/2021/8/")
    assert "0 av 3 enheter är klara." in shown
    assert re.search(r"Hemtjänsten 4 kvar 0 av 1 0 av 1 0 av 2 \d+ \w+ \d\d\.\d\d, Erik Ek", shown)
    assert "Särskilt boende Inte börjat 0 av 1 – – –" in shown
    own = html(place, place.erik, "/prov-sn/uppfoljning/2021/8/")
    assert "Hemtjänsten har 4 av 4 kvar att skriva." in own
    assert "Särskilt boende" not in own
    assert "Inget att följa upp januari–mars 2021" in html(place, place.sofia, "/prov-sn/uppfoljning/2021/3/")


def test_the_address_without_a_period_leads_to_the_one_it_is_time_for(place: Place) -> None:
    client = Client()
    client.force_login(place.erik)
    assert client.get("/prov-sn/uppfoljning/").headers["Location"] == "/prov-sn/uppfoljning/2021/12/"


def questions(place: Place) -> int:
    client = Client()
    client.force_login(place.erik)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


def test_as_many_questions_for_a_few_cards_as_for_many(place: Place) -> None:
    for subject in (place.goal, place.assignment, place.waiting):
        make_assessment(subject, 2021, 8, unit=place.unit, text="x", version=2)
    few = questions(place)
    for number in range(20):
        goal = make_goal(
            place.committee, place.goal.level, text=f"Mål {number}", units=[place.unit], follow_up_months=[8]
        )
        make_assessment(goal, 2021, 8, unit=place.unit, text="x", version=2)
        make_assignment(place.committee, units=[place.unit])
        indicator = make_indicator(
            place.committee, is_by_unit=True, units=[place.unit], frequency="month", goals=[goal],
            scale=place.scale, direction="higher", theme=f"Tema {number}",
        )  # fmt: skip
        make_target(indicator, 2021, 5)
        make_measurement(indicator, 2021, 7, unit=place.unit, span="month", month=8)
    assert few == questions(place)
    assert few <= 25


def test_a_card_can_be_read_alone(place: Place) -> None:
    assert list(cards(place, only=key(place, "indicator"))) == ["Väntetid till första besöket"]
    assert cards(place, only="goal-0") == {}


def test_what_is_told_about_an_assignment(place: Place) -> None:
    assignment = make_assignment(
        place.committee, title="Redovisa jour", units=[place.unit], giver="authority", giver_name="IVO",
        decided_on=date(2021, 1, 5), due="month", due_on=date(2021, 12, 31), responsible="Enhetschefen",
    )  # fmt: skip
    assert cards(place)[assignment.title].facts == (
        ("Givet av", "IVO, 2021-01-05"),
        ("Ska vara klart", "december 2021"),
        ("Ansvarig", "Enhetschefen"),
    )


def test_a_card_leads_to_its_page_and_an_assignment_tells_what_was_noted_last(place: Place) -> None:
    for number in range(5):
        place.assignment.notes.create(
            text=f"Anteckning {number}", meeting_on=date(2021, 3, 1 + number), written_by="Karin"
        )
    card = cards(place)[place.assignment.title]
    assert [note.text for note in card.notes] == ["Anteckning 4", "Anteckning 3", "Anteckning 2"]
    client = Client()
    client.force_login(place.erik)
    markup = client.get(PAGE).content.decode()
    for subject in ("mal/2021/" + place.goal.code, "uppdrag/" + place.assignment.code, "matt/vantetid"):
        assert f'href="/{place.committee.slug}/{subject}/"' in markup
    assert "Sammanträde 2021-03-05" in markup


@pytest.mark.parametrize("body", ['{"card": "%s", "typed": {"text": "\\ud800 x"}}', "[" * 200_000])
def test_what_no_text_can_hold_is_no_error(place: Place, body: str) -> None:
    client = Client()
    client.force_login(place.erik)
    body = body.replace("%s", key(place, "goal"))
    response = client.post(f"{PAGE}spara/", body, content_type="application/json")
    assert response.status_code == (400 if body.startswith("[") else 200)


def test_who_only_reads_is_not_told_how_a_hidden_value_was_assessed(place: Place) -> None:
    """Of at most eleven hours the level would tell; whoever is to write about it sees what has been written."""
    role = Role.objects.create(code="skribent", name="Skribent", permissions=["view", "follow_up"])
    writer, reader = make_user("olle", place.committee), make_user("lena", place.committee, role="reader")
    writer.memberships.update(role=role)
    make_assessment(place.waiting, 2021, month=8, unit=place.unit, text="Det var bara Kim.")
    make_assessment(place.visits, 2021, month=8, unit=place.unit, text="Alla har fått besök.")
    make_measurement(
        place.waiting, 2021, 638, span="tertial", month=8, gender="K", form="duration", unit=place.unit,
        is_suppressed=True,
    )  # fmt: skip

    def shown(user: User) -> str:
        client = Client()
        client.force_login(user)
        return text_of(client.get(PAGE).content.decode())

    assert "Alla har fått besök." in shown(reader)
    assert "Det var bara Kim." not in shown(reader)
    assert all("Det var bara Kim." in shown(user) for user in (writer, place.sofia))
