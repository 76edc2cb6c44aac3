"""The pages of assignments: what they show, to whom, what they refuse, and with how many queries."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals import assigning
from goals.models import AssessmentScale, Assignment, AssignmentNote, Goal
from organisation.models import Committee, Unit, User
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_assignment,
    make_goal,
    make_levels,
    make_scale,
)
from tests.pages import logged_in, shown, words

pytestmark = pytest.mark.django_db
REGISTER = "/prov-sn/uppdrag/"


class Prov:
    """SN over 100 (over 110) and 200. Erik is manager of 100. Assignments 1 of 110, 2 of 200."""

    def __init__(self) -> None:
        self.committee: Committee = make_committee()
        self.units: dict[str, Unit] = make_units(self.committee, {"SN": {"100": {"110": {}}, "200": {}}})
        self.secretary: User = make_user("karin", self.committee, role="secretary")
        self.manager: User = make_user("erik", self.committee, role="unit_manager", unit=self.units["100"])
        self.reader: User = make_user("lena", self.committee, role="reader")
        self.first = make_assignment(
            self.committee,
            "1",
            title="Öppna en träffpunkt",
            decided_on=date(2021, 2, 10),
            decision_paragraph="12",
            units=[self.units["110"]],
        )
        self.second = make_assignment(
            self.committee,
            "2",
            title="Se över taxan",
            giver="authority",
            giver_name="IVO",
            decided_on=date(2021, 3, 29),
            units=[self.units["200"]],
            due="date",
            due_on=date(2021, 9, 30),
            registration_number="SN 2021/33",
        )


@pytest.fixture
def prov() -> Prov:
    return Prov()


def titles(user: User, **query: Any) -> list[str]:
    """The assignments of the register, in its order."""
    page = logged_in(user).get(REGISTER, query).content.decode()
    return re.findall(r'<th scope="row" role="rowheader"><a href="/prov-sn/uppdrag/[^"]+">(.*?)</a>', page)


def errors(response: Any) -> dict[str, list[str]]:
    return {field: list(said) for field, said in response.context["form"].errors.items()}


def test_the_register_of_what_is_not_closed(prov: Prov) -> None:
    make_assignment(prov.committee, "3", status="closed", closed_on=date(2021, 5, 1), closed_paragraph="5")
    said = shown(prov.reader, REGISTER)
    assert "2 uppdrag som inte är avslutade" in said
    assert "1 Öppna en träffpunkt Nämnden 2021-02-10, § 12 Enhet 110 – – Pågår" in said
    assert "2 Se över taxan IVO 2021-03-29 Enhet 200 2021-09-30 – ! Försenat" in said
    assert "Nytt uppdrag" not in said
    assert "Nytt uppdrag" in shown(prov.secretary, REGISTER)


def test_the_register_shows_what_the_committee_has_judged(prov: Prov) -> None:
    scale = make_scale(prov.committee)
    make_assessment(prov.first, 2021, 8, level=level_of(scale, "partly"))
    make_assessment(prov.second, 2021, 8, level=level_of(scale, "met"))
    said = shown(prov.reader, REGISTER)
    assert "Enhet 110 – " in said
    assert "Pågår Delvis uppfyllt 2 Se över taxan" in said
    assert "Pågår Uppfyllt" in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"sok": "öppna"}, ["Öppna en träffpunkt"]),
        ({"sok": "ÖPPNA träff"}, ["Öppna en träffpunkt"]),
        ({"sok": "2021/33"}, ["Se över taxan"]),
        ({"sok": "ivo"}, ["Se över taxan"]),
        ({"sok": "finns inte"}, []),
        ({"givare": "authority"}, ["Se över taxan"]),
        ({"enhet": "100"}, ["Öppna en träffpunkt"]),
        ({"enhet": "finns-inte"}, ["Öppna en träffpunkt", "Se över taxan"]),
        ({"lage": "pagar"}, ["Öppna en träffpunkt", "Se över taxan"]),
        ({"lage": "forsenade"}, ["Se över taxan"]),
        ({"lage": "foreslas"}, ["Se över mallar"]),
        ({"lage": "avslutade"}, ["Gammalt"]),
        ({"lage": "alla"}, ["Öppna en träffpunkt", "Se över taxan", "Se över mallar", "Gammalt"]),
        ({"lage": "alla", "ar": "2020"}, ["Gammalt"]),
        ({"lage": "alla", "ar": "2021"}, ["Öppna en träffpunkt", "Se över taxan", "Se över mallar"]),
        ({"mal": "2021/m1"}, ["Öppna en träffpunkt"]),
        ({"sortera": "-kod"}, ["Se över mallar", "Se över taxan", "Öppna en träffpunkt"]),
        ({"sortera": "-klart"}, ["Se över taxan", "Öppna en träffpunkt", "Se över mallar"]),
        ({"sortera": "rapporterat", "lage": "pagar"}, ["Se över taxan", "Öppna en träffpunkt"]),
        ({"sortera": "påhitt"}, ["Öppna en träffpunkt", "Se över taxan", "Se över mallar"]),
    ],
)
def test_the_register_is_searched_narrowed_and_sorted(
    prov: Prov, query: dict[str, str], found: list[str]
) -> None:
    goal = make_goal(prov.committee, make_levels(prov.committee)["committee_goal"], 2021, "m1")
    prov.first.goals.add(goal)
    assigning.note(assignment=prov.first, text="x", meeting_on=date(2021, 5, 12), by="Karin")
    assigning.note(assignment=prov.second, text="x", meeting_on=date(2021, 4, 12), by="Karin")
    make_assignment(
        prov.committee, "3", title="Se över mallar", status="to_close", decided_on=date(2021, 6, 1)
    )
    make_assignment(
        prov.committee,
        "4",
        title="Gammalt",
        decided_on=date(2020, 2, 1),
        status="closed",
        closed_on=date(2020, 12, 1),
        closed_paragraph="9",
    )
    if query.get("enhet") == "finns-inte":
        found = [*found, "Se över mallar"]
    assert titles(prov.secretary, **query) == found


def test_the_register_is_paged_and_all_on_one_page_for_paper(prov: Prov) -> None:
    for number in range(60):
        make_assignment(prov.committee, f"x{number}", decided_on=date(2021, 1, 1))
    assert len(titles(prov.reader)) == 50
    assert len(titles(prov.reader, sida=2)) == 12
    assert len(titles(prov.reader, visa="alla")) == 62


def test_an_empty_register_says_what_to_do(prov: Prov) -> None:
    Assignment.objects.all().delete()
    assert "Skriv in det första uppdraget, med beslutet som gav det." in shown(prov.secretary, REGISTER)
    assert "När nämndsekreteraren har skrivit in uppdrag visas de här." in shown(prov.reader, REGISTER)
    assert "När det finns uppdrag i registret visas här" in shown(prov.reader, f"{REGISTER}mote/")


def test_the_page_of_an_assignment(prov: Prov) -> None:
    scale = make_scale(prov.committee, use=AssessmentScale.Use.ASSIGNMENT)
    Assignment.objects.filter(pk=prov.first.pk).update(scale=scale, text="Helst i centrum.")
    make_assessment(prov.first, 2021, 4, unit=prov.units["110"], text="Vi **letar** lokal.")
    make_assessment(prov.first, 2021, 8, level=level_of(scale, "partly"), text="Lokal finns.")
    make_assessment(prov.first, 2021, 8, unit=prov.units["110"], measures="- Flytta in", reason="Snart.")
    levels = make_levels(prov.committee)
    prov.first.goals.set(
        [make_goal(prov.committee, levels["committee_goal"], year, "m", number="3") for year in (2020, 2021)]
    )
    assigning.note(
        assignment=prov.first, text="Lokal är hyrd.", meeting_on=date(2021, 5, 12), paragraph="48", by="Karin"
    )
    said = shown(prov.reader, f"{REGISTER}1/")
    assert "Uppdrag 1 Öppna en träffpunkt Pågår" in said
    assert "Beskrivning Helst i centrum." in said
    assert "Sammanträde 2021-05-12, § 48 Karin," in said
    assert (
        "Till och med augusti 2021 Nämnden Delvis uppfyllt Lokal finns. "
        "Enhet 110 Åtgärder Flytta in Annan bedömning än föreslaget: Snart. "
        "Till och med april 2021 Enhet 110 Vi letar lokal." in said
    )
    assert "2021 3 Mål 1 Nämndmål 2020 3 Mål 1 Nämndmål" in said
    assert "Spara anteckningen" not in said


def test_other_units_assessments_are_read_by_those_in_their_scope(prov: Prov) -> None:
    make_assessment(prov.second, 2021, 8, text="Nämndens ord")
    make_assessment(prov.second, 2021, 8, unit=prov.units["200"], text="Enhetens ord")
    assert "Enhetens ord" in shown(prov.secretary, f"{REGISTER}2/")
    of_another = shown(prov.manager, f"{REGISTER}2/")
    assert "Nämndens ord" in of_another
    assert "Enhetens ord" not in of_another


def test_an_assignment_is_entered_changed_and_deleted(prov: Prov) -> None:
    client = logged_in(prov.secretary)
    assert 'value="3"' in client.get(f"{REGISTER}nytt/").content.decode()
    typed = {
        "code": "3",
        "title": "Ta fram en plan",
        "giver": "council",
        "decided_on": "2021-03-29",
        "decision_paragraph": "41",
        "units": [prov.units["100"].pk],
        "due_text": "feb, maj och sep",
    }
    assert "Uppdraget 3 är infört." in words(client.post(f"{REGISTER}nytt/", typed, follow=True))  # type: ignore[arg-type]
    saved = Assignment.objects.get(code="3")
    assert (saved.due, saved.due_months, saved.giver) == ("recurring", [2, 5, 9], "council")
    assert [unit.code for unit in saved.units.all()] == ["100"]
    assert 'value="feb, maj, sep"' in client.get(f"{REGISTER}3/redigera/").content.decode()
    seen = client.get(f"{REGISTER}3/redigera/").context["form"].initial["seen"]
    client.post(f"{REGISTER}3/redigera/", {**typed, "code": "3b", "due_text": "dec 2021", "seen": seen})
    assert Assignment.objects.get(code="3b").due_on == date(2021, 12, 31)
    assert "Ta bort uppdraget?" in shown(prov.secretary, f"{REGISTER}3b/ta-bort/")
    response = client.post(f"{REGISTER}3b/ta-bort/", follow=True)
    assert "Uppdraget 3b är borttaget." in words(response)  # type: ignore[arg-type]
    assert not Assignment.objects.filter(code="3b").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": ""}, {"code": ["Skriv en kod."]}),
        ({"code": "mote"}, {"code": ["”mote” är upptaget av en av sidorna. Välj en annan kod."]}),
        ({"code": "1"}, {"__all__": ["Nämnden har redan ett uppdrag med den koden."]}),
        (
            {"code": "a b"},
            {"code": ["Koden får inte innehålla blanksteg, snedstreck eller semikolon."]},
        ),
        ({"title": " "}, {"title": ["Skriv vad uppdraget är."]}),
        ({"decided_on": "12/31/2021"}, {"decided_on": ["Skriv dagen som 2021-05-12."]}),
        (
            {"due_text": "i höst"},
            {"due_text": ["”i” är inte en månad. Skriv till exempel feb, maj, sep."]},
        ),
        (
            {"due_text": "2021-01-31"},
            {"due_text": ["Uppdraget kan inte vara klart innan det beslutades, 2021-03-29."]},
        ),
        (
            {"giver": "authority"},
            {"giver_name": ["Skriv vilken myndighet som har gett uppdraget."]},
        ),
        ({"decided_on": ""}, {"decided_on": ["Skriv vilken dag beslutet fattades."]}),
        ({"units": ["0"]}, {"units": ["Välj enheter i listan."]}),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    prov: Prov, typed: dict[str, Any], said: dict[str, list[str]]
) -> None:
    whole = {
        "code": "3",
        "title": "Ta fram en plan",
        "giver": "council",
        "decided_on": "2021-03-29",
        "decision_paragraph": "41",
        "responsible": "Anna Lind",
        **typed,
    }
    response = logged_in(prov.secretary).post(f"{REGISTER}nytt/", whole)
    assert errors(response) == said
    assert "Anna Lind" in response.content.decode()
    assert Assignment.objects.count() == 2


def test_a_scale_for_goals_is_neither_offered_nor_taken(prov: Prov) -> None:
    goals, own = make_scale(prov.committee), make_scale(prov.committee, "uppdrag", "assignment", "Läget")
    client, url = logged_in(prov.secretary), f"{REGISTER}1/redigera/"
    page = client.get(url)
    offered = [label for _, label in page.context["form"].fields["scale"].choices]
    assert offered == ["Bedöms inte", "Läget"]
    typed = {
        "code": "1",
        "title": "Öppna",
        "giver": "committee",
        "seen": page.context["form"].initial["seen"],
    }
    response = client.post(url, {**typed, "scale": goals.pk})
    assert errors(response) == {
        "scale": ["Skalan är för mål och mått. Välj en skala för uppdrag eller framdrift."]
    }
    assert client.post(url, {**typed, "scale": own.pk}).status_code == 302
    # One that an assignment had before scales were told apart stands.
    Assignment.objects.filter(code="2").update(scale=goals)
    form = client.get(f"{REGISTER}2/redigera/").context["form"]
    assert [label for _, label in form.fields["scale"].choices] == ["Bedöms inte", "Läget", "Måluppfyllelse"]
    typed = {"code": "2", "title": "Se över", "giver": "committee", "seen": form.initial["seen"]}
    assert client.post(f"{REGISTER}2/redigera/", {**typed, "scale": goals.pk}).status_code == 302


def test_two_who_change_the_same_assignment_lose_nothing_unknowingly(prov: Prov) -> None:
    mine, theirs = logged_in(prov.secretary), logged_in(make_user("eva", prov.committee, role="secretary"))
    url = f"{REGISTER}1/redigera/"
    seen = mine.get(url).context["form"].initial["seen"]
    typed = {"code": "1", "title": "Öppna två", "giver": "committee", "seen": seen}
    assert theirs.post(url, {**typed, "title": "Öppna tre"}).status_code == 302
    refused = mine.post(url, typed)
    assert errors(refused) == {
        "__all__": [
            (
                "Någon annan har ändrat uppdraget medan du skrev. Ingenting är sparat än. "
                "Se hur det ser ut nu, och spara igen om din version ska gälla."
            )
        ]
    }
    assert "Öppna två</textarea>" in refused.content.decode()
    assert Assignment.objects.get(code="1").title == "Öppna tre"
    now = re.search(r'name="seen" value="(\w+)"', refused.content.decode())
    assert now is not None
    assert mine.post(url, {**typed, "seen": now[1]}).status_code == 302
    assert Assignment.objects.get(code="1").title == "Öppna två"


def test_what_has_notes_is_not_deleted(prov: Prov) -> None:
    assigning.note(assignment=prov.first, text="x", by="Karin")
    said = "Uppdraget har anteckningar och kan inte tas bort. Avsluta det i stället."
    assert said in shown(prov.secretary, f"{REGISTER}1/ta-bort/")
    assert said in words(logged_in(prov.secretary).post(f"{REGISTER}1/ta-bort/"))  # type: ignore[arg-type]
    assert Assignment.objects.filter(code="1").exists()


def test_closed_and_opened_again(prov: Prov) -> None:
    client = logged_in(prov.secretary)
    url = f"{REGISTER}1/avsluta/"
    assert errors(client.post(url, {"on": "", "paragraph": ""})) == {
        "on": ["Skriv vilken dag avslutet beslutades."],
        "paragraph": ["Skriv beslutets paragraf."],
    }
    assert errors(client.post(url, {"on": "2021-02-09", "paragraph": "9"})) == {
        "on": ["Uppdraget beslutades 2021-02-10 och kan inte avslutas före dess."]
    }
    assert errors(client.post(url, {"on": "2999-01-01", "paragraph": "9"})) == {
        "on": ["Beslutet kan inte ligga i framtiden."]
    }
    response = client.post(url, {"on": "2021-10-13", "paragraph": "92"}, follow=True)
    assert "✓ Avslutat 2021-10-13, § 92" in words(response)  # type: ignore[arg-type]
    assert errors(client.post(url, {"on": "2021-10-13", "paragraph": "92"})) == {
        "__all__": ["Uppdraget avslutades 2021-10-13, § 92."]
    }
    assert errors(client.post(f"{REGISTER}1/oppna/", {"reason": ""})) == {
        "reason": ["Skriv varför uppdraget ska fortsätta."]
    }
    response = client.post(f"{REGISTER}1/oppna/", {"reason": "Lokalen blev uppsagd."}, follow=True)
    assert "Öppnat igen. Uppdraget avslutades 2021-10-13, § 92. Lokalen blev uppsagd." in words(response)  # type: ignore[arg-type]


def test_a_unit_manager_writes_about_the_assignments_of_the_unit_alone(prov: Prov) -> None:
    client = logged_in(prov.manager)
    assert "Spara anteckningen" in shown(prov.manager, f"{REGISTER}1/")
    assert "Spara anteckningen" not in shown(prov.manager, f"{REGISTER}2/")
    typed = {"text": "Lokal är hyrd.", "propose": "on"}
    assert client.post(f"{REGISTER}1/anteckning/", typed).status_code == 302
    assert client.post(f"{REGISTER}2/anteckning/", typed).status_code == 403
    assert [note.text for note in AssignmentNote.objects.all()] == ["Lokal är hyrd."]
    assert Assignment.objects.get(code="1").status == "to_close"


def test_a_note_that_is_refused_stays_in_its_field(prov: Prov) -> None:
    client = logged_in(prov.secretary)
    response = client.post(f"{REGISTER}1/anteckning/", {"text": "Klart", "paragraph": "7"})
    assert errors(response) == {"meeting_on": ["Skriv vilket sammanträde paragrafen gäller."]}
    assert ">\nKlart</textarea>" in response.content.decode()
    assert errors(client.post(f"{REGISTER}1/anteckning/", {"text": ""})) == {
        "text": ["Skriv vad som har hänt."]
    }
    assert AssignmentNote.objects.count() == 0


WRITTEN = ["nytt/", "1/redigera/", "1/ta-bort/", "1/avsluta/", "1/oppna/", "1/mal/2021/", "mal/2021/m1/"]


@pytest.mark.parametrize("path", WRITTEN)
def test_only_who_sets_up_goals_for_the_whole_committee_changes_assignments(prov: Prov, path: str) -> None:
    make_goal(prov.committee, make_levels(prov.committee)["committee_goal"], 2021, "m1")
    assert logged_in(prov.secretary).get(REGISTER + path).status_code == 200
    for user in (prov.manager, prov.reader):
        assert logged_in(user).get(REGISTER + path).status_code == 403
        assert logged_in(user).post(REGISTER + path).status_code == 403


@pytest.mark.parametrize("path", ["", "1/", "mote/", "mote/anteckningar/", *WRITTEN])
def test_another_committee_is_not_found(prov: Prov, path: str) -> None:
    other = make_committee("annan-sn")
    make_units(other, {"SN": {}})
    stranger = make_user("olle", other, role="secretary")
    assert logged_in(stranger).get(REGISTER + path).status_code == 404
    assert logged_in(stranger).post(REGISTER + path).status_code == 404
    if "1/" in path and "mal/2021/m1" not in path:
        assert logged_in(stranger).get(f"/annan-sn/uppdrag/{path}").status_code == 404


def test_readers_write_no_notes(prov: Prov) -> None:
    assert logged_in(prov.reader).get(f"{REGISTER}mote/anteckningar/").status_code == 403
    assert logged_in(prov.reader).post(f"{REGISTER}1/anteckning/", {"text": "x"}).status_code == 403
    assert logged_in(prov.secretary).get(f"{REGISTER}1/anteckning/").status_code == 405


def test_goals_from_both_sides(prov: Prov) -> None:
    level = make_levels(prov.committee)["committee_goal"]
    goal, other = (make_goal(prov.committee, level, 2021, code, text=code) for code in ("m1", "m2"))
    before = make_goal(prov.committee, level, 2020, "m1")
    prov.first.goals.set([before, other])
    client = logged_in(prov.secretary)
    page = client.post(f"{REGISTER}1/mal/2021/", {"goals": [goal.pk]}, follow=True)
    assert "Målen för 2021 är sparade." in words(page)  # type: ignore[arg-type]
    assert set(prov.first.goals.all()) == {before, goal}
    assert errors(client.post(f"{REGISTER}1/mal/2021/", {"goals": [before.pk]})) == {
        "goals": ["Välj bland årets mål."]
    }
    client.post(f"{REGISTER}mal/2021/m1/", {"assignments": [prov.second.pk]})
    assert [each.code for each in Goal.objects.get(pk=goal.pk).assignments.all()] == ["2"]
    seen = client.get("/prov-sn/mal/2021/m1/").content.decode()
    assert 'href="/prov-sn/uppdrag/2/">Se över taxan</a>' in seen
    assert f'href="{REGISTER}mal/2021/m1/">Knyt uppdrag till målet</a>' in seen
    assert "Inga mål det året" in shown(prov.secretary, f"{REGISTER}1/mal/2025/")


def test_a_new_assignment_under_a_goal(prov: Prov) -> None:
    goal = make_goal(
        prov.committee,
        make_levels(prov.committee)["committee_goal"],
        2021,
        "m1",
        text="God vård",
        units=[prov.units["200"]],
    )
    client = logged_in(prov.secretary)
    page = client.get(f"{REGISTER}nytt/?mal=2021/m1")
    assert "Under målet God vård (2021)" in words(page)  # type: ignore[arg-type]
    assert re.search(rf'value="{prov.units["200"].pk}"[^>]*checked', page.content.decode())
    client.post(f"{REGISTER}nytt/?mal=2021/m1", {"code": "3", "title": "Ta fram en plan", "giver": "council"})
    assert [each.code for each in goal.assignments.all()] == ["3"]
    assert client.get(f"{REGISTER}nytt/?mal=2021/finns-inte").status_code == 404


def queries(user: User, url: str) -> int:
    client = logged_in(user)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "path", ["", "?lage=forsenade&sok=uppdrag", "mote/?datum=2022-01-12", "mote/anteckningar/", "1/"]
)
def test_queries_do_not_grow_with_the_rows(prov: Prov, path: str) -> None:
    scale = make_scale(prov.committee)
    level = make_levels(prov.committee)["committee_goal"]

    def add(number: int) -> None:
        each = make_assignment(
            prov.committee,
            f"x{number}",
            decided_on=date(2021, 1, 1),
            units=[prov.units["110"], prov.units["200"]],
            due="recurring",
            due_months=[2, 5],
            scale=scale,
        )
        assigning.note(assignment=each, text="x", by="Karin")
        assigning.note(assignment=prov.first, text="x", by="Karin")
        make_assessment(each, 2021, 4, level=level_of(scale, "met"))
        make_assessment(prov.first, 2000 + number, 4, text="x")
        prov.first.goals.add(make_goal(prov.committee, level, 2021))

    add(1)
    few = queries(prov.manager, REGISTER + path)
    for number in range(2, 12):
        add(number)
    assert queries(prov.manager, REGISTER + path) == few
    assert few <= 25
