"""The steps of an assignment: what each does, logs and refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goals import assigning
from goals.assigning import AssignmentRefused, NoteEntry, NotesRefused
from goals.models import Assignment, AssignmentNote, Giver
from organisation.due_texts import Due
from organisation.models import AuditEvent, Committee, Unit
from tests.factories import make_committee, make_units
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_assignment,
    make_goal,
    make_levels,
    make_scale,
)

pytestmark = pytest.mark.django_db
BY = "Karin Berg"


@pytest.fixture
def committee() -> Committee:
    made = make_committee()
    make_units(made, {"SN": {"100": {}, "200": {}}})
    return made


@pytest.fixture
def assignment(committee: Committee) -> Assignment:
    return make_assignment(committee, "7", title="Öppna en träffpunkt", decided_on=date(2021, 2, 10))


def unit(committee: Committee, code: str = "100") -> Unit:
    return committee.units.get(code=code)


def last_event() -> tuple[str, str, dict[str, Any], bool]:
    event = AuditEvent.objects.order_by("-id")[0]
    return event.action, event.subject, event.details, event.changes_data


def refusal(step: Callable[..., object], **given: Any) -> tuple[str, str]:
    """The field and the sentence of what is refused; nothing is logged and nothing is changed."""
    events = AuditEvent.objects.count()
    with pytest.raises(AssignmentRefused) as refused:
        step(**given, by=BY)
    assert AuditEvent.objects.count() == events
    return refused.value.field, str(refused.value)


def test_an_assignment_is_added_last_with_its_units(committee: Committee, assignment: Assignment) -> None:
    new = Assignment(
        committee=committee,
        code="8",
        title="Se över taxan",
        giver=Giver.COUNCIL,
        decided_on=date(2021, 3, 29),
        decision_paragraph="41",
    )
    assigning.set_due(new, Due("recurring", None, (2, 5)))
    saved = assigning.save_assignment(assignment=new, units=[unit(committee)], by=BY)
    assert saved.position == assignment.position + 1
    assert [each.code for each in saved.units.all()] == ["100"]
    assert assigning.due_of(Assignment.objects.get(pk=saved.pk)) == Due("recurring", None, (2, 5))
    assert last_event() == (
        "lade till uppdrag",
        "Se över taxan",
        {
            "code": "8",
            "giver": "Kommunfullmäktige",
            "decided_on": "2021-03-29",
            "paragraph": "41",
            "due": "feb, maj",
            "units": ["100"],
            "responsible": "",
        },
        True,
    )


def test_an_assignment_is_changed_where_it_stands(committee: Committee, assignment: Assignment) -> None:
    assigning.save_assignment(assignment=assignment, units=[unit(committee)], by=BY)
    assignment.title = "Öppna två träffpunkter"
    position = assignment.position
    assigning.save_assignment(assignment=assignment, units=[unit(committee, "200")], by=BY)
    stored = Assignment.objects.get(pk=assignment.pk)
    assert (stored.title, stored.position) == ("Öppna två träffpunkter", position)
    assert [each.code for each in stored.units.all()] == ["200"]
    assert last_event()[:2] == ("ändrade uppdrag", "Öppna två träffpunkter")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "nytt"}, ("code", "”nytt” är upptaget av en av sidorna. Välj en annan kod.")),
        (
            {"giver": Giver.AUTHORITY},
            ("giver_name", "Skriv vilken myndighet som har gett uppdraget."),
        ),
        ({"giver": Giver.OTHER, "giver_name": " "}, ("giver_name", "Skriv vem som har gett uppdraget.")),
        (
            {"decided_on": None, "decision_paragraph": "5"},
            ("decided_on", "Skriv vilken dag beslutet fattades."),
        ),
        (
            {"due": "date", "due_on": date(2021, 2, 9)},
            ("due", "Uppdraget kan inte vara klart innan det beslutades, 2021-02-10."),
        ),
        ({"due": "recurring"}, ("due", "Skriv minst en månad, till exempel feb, maj, sep.")),
        (
            {"status": "closed", "closed_on": date(2021, 2, 9), "closed_paragraph": "1"},
            ("decided_on", "Uppdraget avslutades 2021-02-09 och kan inte vara beslutat senare."),
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    assignment: Assignment, wrong: dict[str, Any], said: tuple[str, str]
) -> None:
    for name, value in wrong.items():
        setattr(assignment, name, value)
    assert refusal(assigning.save_assignment, assignment=assignment, units=[]) == said
    assert Assignment.objects.get(pk=assignment.pk).code == "7"


def test_another_committees_unit_and_scale_are_refused(assignment: Assignment) -> None:
    other = make_committee("annan-sn")
    theirs = make_units(other, {"SN": {}})["SN"]
    step = assigning.save_assignment
    assert refusal(step, assignment=assignment, units=[theirs]) == (
        "units",
        "Enheten hör till en annan nämnd.",
    )
    assignment.scale = make_scale(other)
    assert refusal(step, assignment=assignment, units=[]) == ("scale", "Skalan hör till en annan nämnd.")


def test_the_scale_stays_when_something_is_assessed_on_it(
    committee: Committee, assignment: Assignment
) -> None:
    scale = make_scale(committee, "uppdrag", "assignment")
    make_assessment(assignment, level=level_of(scale, "met"))
    said = ("scale", "Uppdraget är redan bedömt på en annan skala.")
    assert refusal(assigning.save_assignment, assignment=assignment, units=[]) == said
    assignment.scale = scale
    assigning.save_assignment(assignment=assignment, units=[], by=BY)


def test_a_note_of_a_meeting(assignment: Assignment) -> None:
    note = assigning.note(
        assignment=assignment, text=" Lokal är hyrd. ", meeting_on=date(2021, 5, 12), paragraph="48", by=BY
    )
    stored = AssignmentNote.objects.get(pk=note.pk)
    assert (stored.text, stored.meeting_on, stored.decision_paragraph, stored.written_by) == (
        "Lokal är hyrd.",
        date(2021, 5, 12),
        "48",
        BY,
    )
    assert last_event() == (
        "skrev anteckning om uppdrag",
        "Öppna en träffpunkt",
        {"code": "7", "meeting_on": "2021-05-12", "paragraph": "48", "text": "Lokal är hyrd."},
        True,
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": " "}, ("text", "Skriv vad som har hänt.")),
        (
            {"text": "x", "paragraph": "48"},
            ("meeting_on", "Skriv vilket sammanträde paragrafen gäller."),
        ),
        (
            {"text": "x", "meeting_on": date(2021, 2, 9)},
            ("meeting_on", "Uppdraget beslutades först 2021-02-10. Välj ett senare sammanträde."),
        ),
    ],
)
def test_a_note_that_is_refused(assignment: Assignment, given: dict[str, Any], said: tuple[str, str]) -> None:
    assert refusal(assigning.note, assignment=assignment, **given) == said
    assert assignment.notes.count() == 0


def test_closing_is_proposed_once(assignment: Assignment) -> None:
    assert assigning.propose_closing(assignment=assignment, by=BY).status == "to_close"
    assert last_event() == ("föreslog att uppdrag avslutas", "Öppna en träffpunkt", {"code": "7"}, True)
    said = ("", "Uppdraget föreslås redan avslutas.")
    assert refusal(assigning.propose_closing, assignment=assignment) == said


def test_closed_by_a_decision_and_then_left_alone(assignment: Assignment) -> None:
    assigning.close(assignment=assignment, on=date(2021, 10, 13), paragraph=" 92 ", by=BY)
    stored = Assignment.objects.get(pk=assignment.pk)
    assert (stored.status, stored.closed_on, stored.closed_paragraph) == ("closed", date(2021, 10, 13), "92")
    assert last_event() == (
        "avslutade uppdrag",
        "Öppna en träffpunkt",
        {"code": "7", "decided_on": "2021-10-13", "paragraph": "92"},
        True,
    )
    again = {"assignment": assignment, "on": date(2021, 11, 1), "paragraph": "1"}
    assert refusal(assigning.close, **again) == ("", "Uppdraget avslutades 2021-10-13, § 92.")
    assert refusal(assigning.propose_closing, assignment=assignment) == (
        "",
        "Uppdraget avslutades 2021-10-13, § 92.",
    )
    assert refusal(assigning.note, assignment=assignment, text="Mer") == (
        "",
        "Uppdraget avslutades 2021-10-13, § 92. Öppna det igen för att skriva om det.",
    )
    assert refusal(assigning.delete_assignment, assignment=assignment) == (
        "",
        "Uppdraget avslutades 2021-10-13, § 92. Det kan inte tas bort.",
    )


@pytest.mark.parametrize(
    ("on", "paragraph", "said"),
    [
        (None, "92", ("on", "Skriv vilken dag avslutet beslutades.")),
        (date(2021, 10, 13), " ", ("paragraph", "Skriv beslutets paragraf.")),
        (
            date(2021, 2, 9),
            "92",
            ("on", "Uppdraget beslutades 2021-02-10 och kan inte avslutas före dess."),
        ),
    ],
)
def test_closing_needs_a_decision(
    assignment: Assignment, on: date | None, paragraph: str, said: tuple[str, str]
) -> None:
    assert refusal(assigning.close, assignment=assignment, on=on, paragraph=paragraph) == said
    assert Assignment.objects.get(pk=assignment.pk).status == "open"


def test_opened_again_with_the_old_decision_kept_in_the_log(assignment: Assignment) -> None:
    assigning.close(assignment=assignment, on=date(2021, 10, 13), paragraph="92", by=BY)
    assert refusal(assigning.reopen, assignment=assignment, reason=" ") == (
        "reason",
        "Skriv varför uppdraget ska fortsätta.",
    )
    assigning.reopen(assignment=assignment, reason="Lokalen blev uppsagd.", by=BY)
    stored = Assignment.objects.get(pk=assignment.pk)
    assert (stored.status, stored.closed_on, stored.closed_paragraph) == ("open", None, "")
    assert [each.text for each in stored.notes.all()] == [
        "Öppnat igen. Uppdraget avslutades 2021-10-13, § 92. Lokalen blev uppsagd."
    ]
    assert last_event() == (
        "öppnade uppdrag igen",
        "Öppna en träffpunkt",
        {"code": "7", "before": "2021-10-13", "paragraph": "92", "reason": "Lokalen blev uppsagd."},
        True,
    )
    assert refusal(assigning.reopen, assignment=assignment, reason="x") == ("", "Uppdraget pågår redan.")


def test_a_proposal_to_close_is_taken_back(assignment: Assignment) -> None:
    assigning.propose_closing(assignment=assignment, by=BY)
    assigning.reopen(assignment=assignment, reason="Nämnden vill se ett år till.", by=BY)
    assert Assignment.objects.get(pk=assignment.pk).status == "open"
    assert assignment.notes.get().text == ("Förslaget att avsluta är återtaget. Nämnden vill se ett år till.")


def test_deleted_while_nothing_is_written(assignment: Assignment) -> None:
    assigning.delete_assignment(assignment=assignment, by=BY)
    assert Assignment.objects.count() == 0
    assert last_event() == (
        "tog bort uppdrag",
        "Öppna en träffpunkt",
        {"code": "7", "name": "Öppna en träffpunkt"},
        True,
    )


def test_not_deleted_when_something_is_written(assignment: Assignment) -> None:
    assigning.note(assignment=assignment, text="x", by=BY)
    step = assigning.delete_assignment
    assert refusal(step, assignment=assignment) == (
        "",
        "Uppdraget har anteckningar och kan inte tas bort. Avsluta det i stället.",
    )
    make_assessment(assignment)
    assert refusal(step, assignment=assignment) == (
        "",
        "Uppdraget har anteckningar och bedömningar och kan inte tas bort. Avsluta det i stället.",
    )


def test_notes_about_several_at_once(committee: Committee, assignment: Assignment) -> None:
    other = make_assignment(committee, "8")
    written = assigning.write_notes(
        committee=committee,
        entries=[NoteEntry(assignment.pk, "Klart", "50", propose=True), NoteEntry(other.pk, "Pågår")],
        meeting_on=date(2021, 5, 12),
        by=BY,
    )
    assert [(each.assignment.code, each.text, each.decision_paragraph) for each in written] == [
        ("7", "Klart", "50"),
        ("8", "Pågår", ""),
    ]
    assert dict(Assignment.objects.values_list("code", "status")) == {"7": "to_close", "8": "open"}


def test_of_several_notes_none_is_saved_when_one_is_refused(
    committee: Committee, assignment: Assignment
) -> None:
    closed = make_assignment(
        committee, "8", status="closed", closed_on=date(2021, 4, 1), closed_paragraph="9"
    )
    theirs = make_assignment(make_committee("annan-sn"), "9")
    entries = [
        NoteEntry(assignment.pk, "Klart", propose=True),
        NoteEntry(closed.pk, "Mer"),
        NoteEntry(theirs.pk, "x"),
    ]
    with pytest.raises(NotesRefused) as refused:
        assigning.write_notes(committee=committee, entries=entries, meeting_on=None, by=BY)
    assert str(refused.value) == "Inget är sparat än. Rätta det som är markerat."
    assert {pk: str(error) for pk, error in refused.value.errors.items()} == {
        closed.pk: "Uppdraget avslutades 2021-04-01, § 9. Öppna det igen för att skriva om det.",
        theirs.pk: "Uppdraget finns inte längre.",
    }
    assert AssignmentNote.objects.count() == 0
    assert AuditEvent.objects.count() == 0
    assert Assignment.objects.get(pk=assignment.pk).status == "open"


def test_no_notes_at_all(committee: Committee) -> None:
    said = ("", "Skriv en anteckning om minst ett uppdrag.")
    assert refusal(assigning.write_notes, committee=committee, entries=[], meeting_on=None) == said


def test_goals_of_a_year_are_linked_without_touching_other_years(
    committee: Committee, assignment: Assignment
) -> None:
    level = make_levels(committee)["committee_goal"]
    first, second = (make_goal(committee, level, 2021, code) for code in ("a", "b"))
    before = make_goal(committee, level, 2020, "c")
    assignment.goals.set([first, before])
    assigning.link_goals(assignment=assignment, year=2021, goals=[second], by=BY)
    assert set(assignment.goals.all()) == {second, before}
    assert last_event() == (
        "knöt uppdrag till mål",
        "Öppna en träffpunkt",
        {"code": "7", "year": 2021, "before": ["a"], "after": ["b"]},
        True,
    )
    said = ("goals", "Välj bland nämndens mål för 2021.")
    assert refusal(assigning.link_goals, assignment=assignment, year=2021, goals=[before]) == said
    other = make_committee("annan-sn")
    theirs = make_goal(other, make_levels(other)["committee_goal"], 2021)
    assert refusal(assigning.link_goals, assignment=assignment, year=2021, goals=[theirs]) == said


def test_assignments_are_linked_from_the_goals_side(committee: Committee, assignment: Assignment) -> None:
    goal = make_goal(committee, make_levels(committee)["committee_goal"], 2021, "a")
    other = make_assignment(committee, "8", goals=[goal])
    assigning.link_assignments(goal=goal, assignments=[assignment], by=BY)
    assert list(goal.assignments.all()) == [assignment]
    assert last_event() == (
        "knöt uppdrag till mål",
        "Mål 1",
        {"code": "a", "year": 2021, "before": ["8"], "after": ["7"]},
        True,
    )
    theirs = make_assignment(make_committee("annan-sn"))
    said = ("assignments", "Välj bland nämndens egna uppdrag.")
    assert refusal(assigning.link_assignments, goal=goal, assignments=[other, theirs]) == said
