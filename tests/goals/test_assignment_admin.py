"""Assignments in the administration: the same checks as on the pages, and every change in the log."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goals.models import Assignment, AssignmentNote
from organisation.models import AuditEvent, Committee
from tests.factories import make_committee, make_units
from tests.goal_factories import make_assessment, make_assignment, make_goal, make_levels, make_scale

pytestmark = pytest.mark.django_db
LIST = reverse("admin:goals_assignment_changelist")
NEW = reverse("admin:goals_assignment_add")


@pytest.fixture
def committee() -> Committee:
    made = make_committee()
    make_units(made, {"SN": {"100": {}}})
    return made


def typed(committee: Committee, **given: Any) -> dict[str, Any]:
    return {
        "committee": committee.pk,
        "code": "7",
        "title": "Öppna en träffpunkt",
        "giver": "council",
        "decided_on": "2021-02-10",
        "due_text": "feb, maj",
        "status": "open",
        "position": "0",
        "notes-TOTAL_FORMS": "0",
        "notes-INITIAL_FORMS": "0",
        **given,
    }


def test_added_and_logged(admin: Client, committee: Committee) -> None:
    note = {"notes-TOTAL_FORMS": "1", "notes-0-text": "Lokal är hyrd."}
    unit = committee.units.get(code="100")
    assert admin.post(NEW, typed(committee, units=[unit.pk], **note)).status_code == 302
    saved = Assignment.objects.get()
    assert (saved.due, saved.due_months, list(saved.units.all())) == ("recurring", [2, 5], [unit])
    assert AssignmentNote.objects.get().written_by == "admin"
    event = AuditEvent.objects.get()
    assert (event.action, event.committee_slug, event.changes_data) == (
        "lade till uppdrag",
        "prov-sn",
        True,
    )


def test_a_scale_for_goals_is_refused(admin: Client, committee: Committee) -> None:
    page = admin.post(NEW, typed(committee, scale=make_scale(committee).pk)).content.decode()
    assert "Skalan är för mål och mått. Välj en skala för uppdrag eller framdrift." in page
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"due_text": "i höst"},
            {"due_text": ["”i” är inte en månad. Skriv till exempel feb, maj, sep."]},
        ),
        ({"code": "nytt"}, {"code": ["”nytt” är upptaget av en av sidorna. Välj en annan kod."]}),
        (
            {"status": "closed"},
            {"__all__": ["Ett uppdrag avslutas med ett beslut: skriv datum och paragraf."]},
        ),
        (
            {"status": "closed", "closed_on": "2021-02-09", "closed_paragraph": "9"},
            {"decided_on": ["Uppdraget avslutades 2021-02-09 och kan inte vara beslutat senare."]},
        ),
        ({"giver": "other"}, {"giver_name": ["Skriv vem som har gett uppdraget."]}),
    ],
)
def test_the_same_is_refused_as_on_the_pages(
    admin: Client, committee: Committee, given: dict[str, str], said: dict[str, list[str]]
) -> None:
    page = admin.post(NEW, typed(committee, **given))
    assert {field: list(each) for field, each in page.context["adminform"].form.errors.items()} == said
    assert Assignment.objects.count() == 0


def test_another_committees_unit_and_goal_are_refused(admin: Client, committee: Committee) -> None:
    other = make_committee("annan-sn")
    theirs = make_units(other, {"SN": {}})["SN"]
    goal = make_goal(other, make_levels(other)["committee_goal"])
    page = admin.post(NEW, typed(committee, units=[theirs.pk], goals=[goal.pk]))
    assert {field: list(each) for field, each in page.context["adminform"].form.errors.items()} == {
        "units": ["Enheten hör till en annan nämnd."],
        "goals": ["Målet hör till en annan nämnd."],
    }


def test_a_note_with_a_paragraph_needs_its_meeting(admin: Client, committee: Committee) -> None:
    note = {"notes-TOTAL_FORMS": "1", "notes-0-text": "x", "notes-0-decision_paragraph": "5"}
    page = admin.post(NEW, typed(committee, **note))
    formset = page.context["inline_admin_formsets"][0].formset
    assert formset.errors == [{"meeting_on": ["Skriv vilket sammanträde paragrafen gäller."]}]


def test_what_is_written_about_stands_in_the_way_of_deleting(admin: Client, committee: Committee) -> None:
    written, clean = make_assignment(committee, "1"), make_assignment(committee, "2")
    make_assessment(written, text="x")
    url = reverse("admin:goals_assignment_delete", args=[written.pk])
    said = "Uppdraget har bedömningar och kan inte tas bort. Avsluta det i stället."
    assert said in admin.get(url).content.decode()
    admin.post(url, {"post": "yes"})
    admin.post(reverse("admin:goals_assignment_delete", args=[clean.pk]), {"post": "yes"})
    assert list(Assignment.objects.all()) == [written]
    assert AuditEvent.objects.get().action == "tog bort uppdrag"


@pytest.mark.parametrize("model", ["assignment", "assessment", "replacedassessment"])
def test_a_list_asks_as_little_for_many_rows_as_for_few(
    admin: Client, committee: Committee, django_assert_max_num_queries: Any, model: str
) -> None:
    for number in range(12):
        each = make_assignment(committee, f"x{number}", decided_on=date(2021, 1, 1))
        made = make_assessment(each, text="x")
        made.replaced.create(version=1, text="y", changed_at=made.changed_at, changed_by="Erik")
    with django_assert_max_num_queries(14):
        page = admin.get(reverse(f"admin:goals_{model}_changelist"))
    assert page.status_code == 200
    assert admin.get(reverse(f"admin:goals_{model}_changelist"), {"q": "x"}).status_code == 200
