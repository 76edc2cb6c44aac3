"""The register of assignments in a report: as they stood when the report's period ended."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goals.models import Assignment, AssignmentNote, Giver
from organisation.figures import NBSP
from tests.goal_factories import make_assignment
from tests.reports.goal_rows import GoalRows, goal_rows, lines, make_goals

pytestmark = pytest.mark.django_db

REGISTER = 'typ = "uppdragsregister"\nnyckel = "register"\nnamn = "Uppdrag {år}"\n'
ALL = (
    'kolumner = ["givare", "beslut", "diarienummer", "enheter", "ansvarig", "klart", "läge", "bedömning",'
    ' "anteckning"]\n'
)


@pytest.fixture
def rows() -> GoalRows:
    return goal_rows()


def note(assignment: Assignment, text: str, on: date | None, paragraph: str = "") -> None:
    AssignmentNote.objects.create(
        assignment=assignment, text=text, meeting_on=on, decision_paragraph=paragraph, written_by="Karin"
    )


def titles(rows: GoalRows, block: str, **fields: object) -> list[str]:
    return [line[0] for line in lines(rows.table(REGISTER + 'kolumner = ["läge"]\n' + block, **fields))[1:]]


def closed(rows: GoalRows, title: str, on: date) -> None:
    make_assignment(rows.committee, title=title, status="closed", closed_on=on, closed_paragraph="9")


def test_every_column(rows: GoalRows) -> None:
    assignment = make_assignment(
        rows.committee,
        title="Se över delegationen",
        giver=Giver.AUTHORITY,
        giver_name="IVO",
        decided_on=date(2021, 2, 9),
        decision_paragraph="12",
        registration_number="SN 2021/5",
        responsible="Socialchefen",
        due="recurring",
        due_months=[2, 5, 9],
        units=[rows.units["200"], rows.units["100"]],
        scale=rows.scale,
    )
    rows.assess(assignment, "partly")
    note(assignment, "Delvis klart.", date(2021, 9, 7), "88")
    note(assignment, "Påbörjat.", date(2021, 5, 4), "40")
    note(assignment, "Nästa år.", date(2022, 2, 1))
    make_assignment(rows.committee, title="Tomt")
    table = rows.table(REGISTER + ALL)
    assert lines(table) == [
        [
            "Uppdrag",
            "Givet av",
            "Beslut",
            "Diarienummer",
            "Enheter",
            "Ansvarig",
            "Ska vara klart",
            "Läge",
            "Bedömning",
            "Senaste anteckning",
        ],
        [
            "Se över delegationen",
            "IVO",
            f"§{NBSP}12, 2021-02-09",
            "SN 2021/5",
            "Vård och omsorg, Socialt stöd",
            "Socialchefen",
            "feb, maj, sep",
            "Pågår",
            "Delvis uppfyllt",
            f"§{NBSP}88, 2021-09-07: Delvis klart.",
        ],
        ["Tomt", "Nämnden", "–", "–", "–", "–", "–", "Pågår", "–", "–"],
    ]
    assert (table.name, table.is_wide, table.holds_figures) == ("Uppdrag 2021", True, False)


def test_an_assignment_stands_as_it_did_when_the_period_ended(rows: GoalRows) -> None:
    closed(rows, "I fjol", date(2020, 12, 31))
    closed(rows, "I maj", date(2021, 5, 4))
    closed(rows, "I oktober", date(2021, 10, 5))
    make_assignment(rows.committee, title="Nytt i oktober", decided_on=date(2021, 10, 5))
    block = REGISTER + 'kolumner = ["läge"]\n'
    assert lines(rows.table(block, month=8)) == [
        ["Uppdrag", "Läge"],
        ["I maj", f"Avslutat\n§{NBSP}9, 2021-05-04"],
        ["I oktober", "Pågår"],
    ]
    assert titles(rows, "") == ["I maj", "I oktober", "Nytt i oktober"]


def test_givers_states_and_goals_are_chosen(rows: GoalRows) -> None:
    goals = make_goals(rows)
    make_assignment(rows.committee, title="KF", giver=Giver.COUNCIL, goals=[goals["n1"]])
    make_assignment(rows.committee, title="Revision", giver=Giver.AUDIT, status="to_close")
    make_assignment(rows.committee, title="Nämnd")
    assert titles(rows, 'givare = ["kommunfullmäktige", "revisionen"]') == ["KF", "Revision"]
    assert titles(rows, 'lage = ["föreslås avslutas"]') == ["Revision"]
    assert titles(rows, 'under = "kf"') == ["KF"]


def test_the_register_may_be_grouped_by_giver(rows: GoalRows) -> None:
    make_assignment(rows.committee, title="A", giver=Giver.COUNCIL)
    make_assignment(rows.committee, title="B")
    make_assignment(rows.committee, title="C", giver=Giver.COUNCIL)
    assert titles(rows, "grupper = true") == ["Kommunfullmäktige", "A", "C", "Nämnden", "B"]


def test_an_empty_register_is_a_note(rows: GoalRows) -> None:
    assert rows.block(REGISTER).note == "Det finns inga uppdrag att visa i registret."


def test_the_number_of_queries_is_the_same_for_many_assignments(rows: GoalRows) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows.contents(REGISTER + ALL)
        return len(captured)

    make_assignment(rows.committee, scale=rows.scale)
    few = queries()
    for _ in range(12):
        assignment = make_assignment(rows.committee, units=rows.units.values(), scale=rows.scale)
        rows.assess(assignment, "met")
        note(assignment, "Text", timezone.localdate())
    assert queries() == few


def test_where_no_person_is_named_the_units_are_responsible(rows: GoalRows) -> None:
    make_assignment(rows.committee, title="Utred", units=[rows.units["100"]])
    block = REGISTER + 'kolumner = ["ansvarig"]\n'
    assert lines(rows.table(block)) == [["Uppdrag", "Ansvarig"], ["Utred", "Vård och omsorg"]]
