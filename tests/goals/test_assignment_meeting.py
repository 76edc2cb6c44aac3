"""The lists for a meeting of the committee, and the notes that are written from it."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from goals import assigning
from goals.assignment_meeting import previous_meeting
from goals.models import Assignment, AssignmentNote
from tests.factories import make_committee
from tests.goal_factories import make_assignment
from tests.goals.test_assignment_pages import REGISTER, Prov, errors
from tests.pages import logged_in, shown, words

pytestmark = pytest.mark.django_db
MEETING = f"{REGISTER}mote/"
NOTES = f"{MEETING}anteckningar/"


@pytest.fixture
def prov() -> Prov:
    """1 was given on 10 February and 2 on 29 March, due on 30 September; both were entered at once."""
    made = Prov()
    for each in (made.first, made.second):
        entered = datetime(2021, 4, 1, tzinfo=UTC)
        Assignment.objects.filter(pk=each.pk).update(entered_at=entered)
    return made


def lists(prov: Prov, **query: str) -> dict[str, list[str]]:
    """Codes in each of the lists."""
    context = logged_in(prov.reader).get(MEETING, query).context
    return {each.title: [row.code for row in each.rows] for each in context["lists"]}


def test_the_five_lists(prov: Prov) -> None:
    assigning.note(assignment=prov.first, text="x", meeting_on=date(2021, 9, 15), by="Karin")
    new = make_assignment(prov.committee, "3", decided_on=date(2021, 10, 13))
    assigning.propose_closing(assignment=new, by="Karin")
    assert lists(prov, datum="2021-11-10", forra="2021-10-13") == {
        "Nya": ["3"],
        "Försenade": ["2"],
        "Tysta": ["1", "2"],
        "Föreslås avslutas": ["3"],
        "Pågår": ["1", "2"],
    }
    assert lists(prov, datum="2021-09-30", forra="2021-09-15") == {
        "Nya": [],
        "Försenade": [],
        "Tysta": ["2"],
        "Föreslås avslutas": ["3"],
        "Pågår": ["1", "2"],
    }


def test_the_page_counts_and_explains(prov: Prov) -> None:
    assigning.note(assignment=prov.first, text="Lokal är hyrd.", meeting_on=date(2021, 9, 15), by="Karin")
    said = shown(prov.reader, MEETING, datum="2021-11-10")
    assert "10 november 2021. Förra sammanträdet var 15 september 2021." in said
    assert "Nya 0 Försenade 1 Tysta 1 Föreslås avslutas 0 Pågår 2" in said
    assert "Nya 0 Beslutade eller införda från och med 2021-09-15. Inga nya uppdrag" in said
    assert "2 Se över taxan IVO 2021-03-29 Enhet 200 2021-09-30 ! Försenat – –" in said
    assert "Nämnden 2021-02-10, § 12 Enhet 110 – 2021-09-15 Lokal är hyrd." in said
    assert "Skriv anteckningar" not in said


def test_the_previous_meeting_is_the_latest_with_notes(prov: Prov) -> None:
    for day in (date(2021, 5, 12), date(2021, 9, 15), date(2021, 11, 10)):
        assigning.note(assignment=prov.first, text="x", meeting_on=day, by="Karin")
    other = make_assignment(make_committee("annan-sn"))
    assigning.note(assignment=other, text="x", meeting_on=date(2021, 10, 1), by="Karin")
    assert previous_meeting(prov.committee, date(2021, 11, 10)) == date(2021, 9, 15)
    assert previous_meeting(prov.committee, date(2021, 5, 12)) == date(2021, 4, 12)


def test_days_that_cannot_be(prov: Prov) -> None:
    response = logged_in(prov.reader).get(MEETING, {"datum": "2021-11-10", "forra": "2021-11-10"})
    assert errors(response) == {"forra": ["Förra sammanträdet måste vara före det som listan gäller."]}
    response = logged_in(prov.reader).get(MEETING, {"datum": "i morgon"})
    assert errors(response) == {"datum": ["Skriv dagen som 2021-05-12."]}


def post(prov: Prov, **typed: Any) -> Any:
    return logged_in(prov.secretary).post(NOTES, {"datum": "2021-11-10", **typed})


def test_notes_about_several_in_one_go(prov: Prov) -> None:
    page = logged_in(prov.secretary).get(NOTES, {"datum": "2021-11-10"})
    assert 'value="2021-11-10"' in page.content.decode()
    one, two = prov.first.pk, prov.second.pk
    response = post(
        prov,
        **{
            f"text-{one}": "Lokal är hyrd.",
            f"paragraf-{one}": "101",
            f"text-{two}": "Klart.",
            f"foresla-{two}": "1",
        },
    )
    assert response.headers["Location"] == f"{MEETING}?datum=2021-11-10"
    notes = AssignmentNote.objects.order_by("assignment__code")
    assert [(each.text, each.meeting_on, each.decision_paragraph) for each in notes] == [
        ("Lokal är hyrd.", date(2021, 11, 10), "101"),
        ("Klart.", date(2021, 11, 10), ""),
    ]
    assert Assignment.objects.get(code="2").status == "to_close"


def test_all_or_none_and_what_was_typed_stays(prov: Prov) -> None:
    one, two = prov.first.pk, prov.second.pk
    assigning.close(assignment=prov.second, on=date(2021, 10, 13), paragraph="92", by="Karin")
    response = post(prov, **{f"text-{one}": "Lokal är hyrd.", f"text-{two}": "Mer att göra"})
    said = words(response)
    assert "Inget är sparat än. Rätta det som är markerat. Fel vid 1 uppdrag." in said
    assert "Uppdraget avslutades 2021-10-13, § 92. Öppna det igen för att skriva om det." in said
    html = response.content.decode()
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", html) == ["Lokal är hyrd.", "Mer att göra"]
    assert AssignmentNote.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, {"__all__": ["Skriv en anteckning om minst ett uppdrag."]}),
        ({"datum": ""}, {"datum": ["Skriv vilken dag sammanträdet är."]}),
        (
            {"text-999": "Försvunnen"},
            {
                "__all__": [
                    "Inget är sparat än. Rätta det som är markerat.",
                    "Uppdraget finns inte längre. Du skrev: Försvunnen",
                ]
            },
        ),
    ],
)
def test_what_is_refused(prov: Prov, typed: dict[str, str], said: dict[str, list[str]]) -> None:
    assert errors(post(prov, **typed)) == said


def test_a_paragraph_without_a_text_is_marked(prov: Prov) -> None:
    response = post(prov, **{f"paragraf-{prov.first.pk}": "101"})
    assert "Skriv vad som har hänt." in words(response)


def test_a_unit_manager_gets_the_assignments_of_the_unit_and_cannot_write_about_others(prov: Prov) -> None:
    client = logged_in(prov.manager)
    page = client.get(NOTES)
    assert [row.assignment.code for row in page.context["rows"]] == ["1"]
    refused = client.post(NOTES, {"datum": "2021-11-10", f"text-{prov.second.pk}": "x"})
    assert refused.status_code == 403
    assert AssignmentNote.objects.count() == 0
    client.post(NOTES, {"datum": "2021-11-10", f"text-{prov.first.pk}": "x"})
    assert AssignmentNote.objects.count() == 1


def test_a_long_paragraph_and_a_sign_that_is_none(prov: Prov) -> None:
    one = prov.first.pk
    page = post(prov, **{f"text-{one}": "Lokal\0 är hyrd.", f"paragraf-{one}": "9" * 21})
    assert "Paragrafen får vara högst 20 tecken." in page.content.decode()
    assert AssignmentNote.objects.count() == 0
    post(prov, **{f"text-{one}": "Lokal\0 är hyrd.", f"paragraf-{one}": "9"})
    assert AssignmentNote.objects.get().text == "Lokal är hyrd."
