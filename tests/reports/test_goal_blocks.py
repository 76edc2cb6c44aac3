"""Blocks about goals: overview, matrix, focus areas, summary and next year's goals, worked out by hand."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.models import AssessmentScale
from reports.contents import LevelMark
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PRINT, render_html
from reports.template import TemplateError, check, parse
from tests.goal_factories import make_assignment, make_goal, make_scale
from tests.reports import pdf_ua
from tests.reports.goal_rows import HEAD, GoalRows, goal_rows, lines, make_goals

pytestmark = pytest.mark.django_db

OVERVIEW = 'typ = "målöversikt"\nnyckel = "oversikt"\nnamn = "Måluppfyllelse {år}"\n'
MATRIX = 'typ = "målmatris"\nnyckel = "matris"\nnamn = "Mål per område"\nenheter = "områden"\n'
AREAS = 'typ = "fokusområden"\nnyckel = "fokus"\nnamn = "Nämndens mål"\n'
SUMMARY = 'typ = "målsammanfattning"\n'
NEXT = 'typ = "nästa_års_mål"\nnyckel = "nasta"\nnamn = "Mål {år}"\n'

MET = LevelMark("filled", "green", "Uppfyllt")
LEGEND = (
    MET,
    LevelMark("half", "yellow", "Delvis uppfyllt"),
    LevelMark("empty", "red", "Inte uppfyllt"),
    LevelMark("dashed", "grey", "Inte bedömt"),
)


@pytest.fixture
def rows() -> GoalRows:
    return goal_rows()


def test_an_overview_has_each_goals_mark_and_a_legend(rows: GoalRows) -> None:
    goals = make_goals(rows)
    rows.assess(goals["kf"], "partly")
    rows.assess(goals["n1"], "met")
    rows.assess(goals["n2"], "met", month=8)  # of another period: says nothing of this one
    rows.assess(goals["n2"], "met", "100")  # a unit's own
    block = rows.block(OVERVIEW)
    assert lines(block.tables[0]) == [
        ["Mål", "Bedömning"],
        ["Trygghet"],
        ["1. Fler i arbete", "Delvis uppfyllt"],
        ["1.1 Kortare väntan", "Uppfyllt"],
        ["Fler självförsörjande", "Inte bedömt"],
    ]
    assert [row.level for row in block.tables[0].groups[0].rows] == [0, 1, 1]
    assert (block.tables[0].name, block.tables[0].holds_figures) == ("Måluppfyllelse 2021", False)
    assert block.legend == LEGEND


def test_an_overview_of_one_level_is_a_plain_list(rows: GoalRows) -> None:
    goals = make_goals(rows)
    rows.assess(goals["n1"], "not_met")
    block = rows.block(OVERVIEW + 'nivaer = ["Nämndmål"]\nkolumn = "Utfall"\nforklaring = false')
    assert lines(block.tables[0]) == [
        ["Mål", "Utfall"],
        ["1.1 Kortare väntan", "Inte uppfyllt"],
        ["Fler självförsörjande", "Inte bedömt"],
    ]
    assert block.legend == ()


def test_goals_that_are_reported_to_the_council_may_stand_alone(rows: GoalRows) -> None:
    goals = make_goals(rows)
    chosen = f"{OVERVIEW}\nfullmaktige = true"
    assert rows.block(chosen).note == "Det finns inga mål som redovisas till fullmäktige för 2021."
    goals["kf"].reports_to_council = True
    goals["kf"].save()
    rows.assess(goals["kf"], "partly")
    assert lines(rows.table(chosen)) == [["Mål", "Bedömning"], ["1. Fler i arbete", "Delvis uppfyllt"]]


def test_an_overview_of_goals_that_are_not_assessed_has_dashes(rows: GoalRows) -> None:
    make_goals(rows)
    assert lines(rows.table(OVERVIEW + 'nivaer = ["Fokusområde"]')) == [
        ["Mål", "Bedömning"],
        ["Trygghet", "–"],
    ]


def test_an_overview_without_goals_says_so_to_who_works_with_the_report(rows: GoalRows) -> None:
    assert rows.block(OVERVIEW).note == "Det finns inga mål för 2021."
    block = rows.block(OVERVIEW + 'nivaer = ["Nämndmål"]\nunder = "kf"')
    assert block.note == "Det finns inga mål på nivån Nämndmål för 2021."


def test_a_matrix_has_a_mark_for_each_unit_that_follows_the_goal_up(rows: GoalRows) -> None:
    goals = make_goals(rows)
    rows.assess(goals["n1"], "partly")
    rows.assess(goals["n1"], "met", "100")
    rows.assess(goals["n2"], "not_met", "300")  # not asked for, but assessed
    table = rows.table(MATRIX + 'nivaer = ["Nämndmål"]')
    assert lines(table) == [
        ["Mål", "Nämnden", "Vård och omsorg", "Socialt stöd", "Individ och familj"],
        ["1.1 Kortare väntan", "Delvis uppfyllt", "Uppfyllt", "Inte bedömt", "–"],
        ["Fler självförsörjande", "Inte bedömt", "–", "–", "Inte uppfyllt"],
    ]
    assert table.notes == ("– betyder att enheten inte följer upp målet.",)
    assert all(cell.mark.is_alone for row in table.groups[0].rows for cell in row.cells if cell.mark)


def test_a_matrix_may_have_words_and_no_column_for_the_committee(rows: GoalRows) -> None:
    rows.assess(make_goals(rows)["n1"], "met", "100")
    table = rows.table(MATRIX + 'nivaer = ["Nämndmål"]\nnamnden = ""\nvisar = "ord"')
    assert [column.label for column in table.columns] == [
        "Vård och omsorg",
        "Socialt stöd",
        "Individ och familj",
    ]
    assert table.groups[0].rows[0].cells[0].mark == MET


def test_focus_areas_stand_side_by_side(rows: GoalRows) -> None:
    make_goals(rows)
    other = make_goal(
        rows.committee, rows.levels["focus_area"], text="Utveckling", description="Vi prövar nytt."
    )
    make_goal(rows.committee, rows.levels["committee_goal"], number="5", text="Digitalt först", parent=other)
    table = rows.table(AREAS + "forklaring = true")
    assert lines(table) == [
        ["Fokusområde", "Trygghet", "Utveckling"],
        ["Beskrivning", "–", "Vi prövar nytt."],
        ["Fullmäktiges mål", "1. Fler i arbete", "–"],
        ["Nämndmål", "1.1 Kortare väntan\nFler självförsörjande", "5. Digitalt först"],
    ]
    chosen = rows.table(AREAS + 'kolumner = "Fullmäktiges mål"\nrader = ["Nämndmål"]')
    assert lines(chosen) == [
        ["Fullmäktiges mål", "1. Fler i arbete"],
        ["Nämndmål", "1.1 Kortare väntan\nFler självförsörjande"],
    ]


def text(rows: GoalRows, block: str) -> str:
    (written,) = rows.block(block).texts
    return written.html


def test_the_summary_counts_each_level(rows: GoalRows) -> None:
    goals = make_goals(rows)
    for meaning in ("met", "met", "partly"):
        goal = make_goal(rows.committee, rows.levels["committee_goal"])
        rows.assess(goal, meaning)
    rows.assess(goals["n1"], "not_met")
    rows.assess(goals["kf"], "met")
    assert text(rows, SUMMARY + 'nivaer = ["Nämndmål"]') == (
        "<p>Av 5 mål är 2 uppfyllda, 1 delvis uppfyllt, 1 inte uppfyllt och 1 inte bedömt.</p>"
    )
    assert text(rows, SUMMARY) == (
        "<p>Av 1 fullmäktiges mål är 1 uppfyllt. Av 5 nämndmål är 2 uppfyllda, 1 delvis uppfyllt,"
        " 1 inte uppfyllt och 1 inte bedömt.</p>"
    )


def test_the_summary_is_about_assignments_too(rows: GoalRows) -> None:
    goals = make_goals(rows)
    scale = make_scale(rows.committee, "uppdrag", AssessmentScale.Use.ASSIGNMENT)
    under = make_assignment(rows.committee, goals=[goals["n1"]], scale=scale)
    make_assignment(rows.committee, scale=scale)
    make_assignment(rows.committee)
    rows.assess(under, "partly")
    assert (
        text(rows, SUMMARY + 'om = "uppdrag"')
        == "<p>Av 2 uppdrag är 1 delvis uppfyllt och 1 inte bedömt.</p>"
    )
    assert text(rows, SUMMARY + 'om = "uppdrag"\nunder = "kf"') == "<p>Av 1 uppdrag är 1 delvis uppfyllt.</p>"


def test_the_summary_of_nothing_is_a_note(rows: GoalRows) -> None:
    make_goal(rows.committee, rows.levels["focus_area"])
    assert rows.block(SUMMARY).note == "Det finns inga mål att sammanfatta."
    assert rows.block(SUMMARY + 'om = "uppdrag"').note == "Det finns inga uppdrag att sammanfatta."


def test_next_years_goals_say_how_and_when_they_are_followed_up(rows: GoalRows) -> None:
    level = rows.levels["committee_goal"]
    make_goal(rows.committee, level, 2021, text="Årets")
    make_goal(rows.committee, level, 2022, number="1", text="A", follow_up_method="Enkät", follow_up_times=3)
    make_goal(rows.committee, level, 2022, number="2", text="B", follow_up_months=[8])
    make_goal(rows.committee, level, 2022, number="3", text="C", follow_up_times=12)
    make_goal(rows.committee, rows.levels["focus_area"], 2022, text="D")
    table = rows.table(NEXT)
    assert table.name == "Mål 2022"
    assert lines(table) == [
        ["Mål", "Så följs målet upp", "När"],
        ["D", "–", "–"],
        ["1. A", "Enkät", "3 gånger per år: efter april, augusti och december"],
        ["2. B", "–", "En gång per år: efter augusti"],
        ["3. C", "–", "Varje månad"],
    ]


def test_without_goals_for_next_year_there_is_a_note(rows: GoalRows) -> None:
    make_goals(rows)
    assert rows.block(NEXT).note == "Det finns inga mål för 2022."


BLOCKS = (OVERVIEW, MATRIX, AREAS, SUMMARY, NEXT)


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        (
            OVERVIEW + 'nivaer = ["Inriktningsmål"]',
            6,
            "Målnivån ”Inriktningsmål” finns inte i nämnden. De som finns: Fokusområde, Fullmäktiges mål, Nämndmål.",
        ),
        (SUMMARY + 'under = "x9"', 6, "Målet ”x9” finns inte i nämnden."),
        (
            AREAS + 'kolumner = "Målbild"',
            6,
            "Målnivån ”Målbild” finns inte i nämnden. De som finns: Fokusområde, Fullmäktiges mål, Nämndmål.",
        ),
    ],
)
def test_a_template_that_names_what_is_not_there(rows: GoalRows, block: str, line: int, message: str) -> None:
    findings = check(parse(f"{HEAD}[[avsnitt.block]]\n{block}"), rows.committee)
    assert [(finding.line, finding.message, finding.is_error) for finding in findings] == [
        (line, message, True)
    ]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (OVERVIEW + "nivaer = []", 'Rad 10: ”nivaer” ska vara en lista med texter: ["…", "…"].'),
        (MATRIX + 'visar = "bilder"', "Rad 11: ”bilder” går inte som visar. Tillåtna värden: ord, symboler."),
        (SUMMARY + 'om = "mått"', "Rad 8: ”mått” går inte som om. Tillåtna värden: mål, uppdrag."),
    ],
)
def test_a_block_that_cannot_be_read(block: str, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        parse(f"{HEAD}[[avsnitt.block]]\n{block}")
    assert str(raised.value) == message


def queries(rows: GoalRows, **fields: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        rows.contents(*BLOCKS, **fields)
    return len(captured)


def test_the_number_of_queries_is_the_same_for_many_goals_and_units(rows: GoalRows) -> None:
    make_goals(rows)
    few = queries(rows)
    for _ in range(12):
        goal = make_goal(rows.committee, rows.levels["committee_goal"], units=rows.units.values())
        make_goal(rows.committee, rows.levels["committee_goal"], 2022)
        rows.assess(goal, "met")
        rows.assess(goal, "met", "100")
        make_assignment(rows.committee, goals=[goal], units=rows.units.values())
    assert queries(rows) == few


def test_on_paper_a_symbol_that_stands_alone_says_its_words(rows: GoalRows, tmp_path: Path) -> None:
    goals = make_goals(rows)
    rows.assess(goals["n1"], "met")
    rows.assess(goals["n1"], "partly", "100")
    contents = printable(rows.contents(OVERVIEW, MATRIX + 'nivaer = ["Nämndmål"]', AREAS, SUMMARY))
    path = tmp_path / "rapport.pdf"
    with path.open("wb") as target:
        make_pdf(render_html(contents, template=PRINT), target)
    assert pdf_ua.violations(path) == []
    with pikepdf.open(path) as pdf:
        drawings = pdf_ua.of_type(list(pdf_ua.walk(pdf)), "Figure")
        # The committee and two units of the first goal, and the committee of the second.
        assert [str(drawing.Alt) for drawing in drawings] == [
            "Uppfyllt",
            "Delvis uppfyllt",
            "Inte bedömt",
            "Inte bedömt",
        ]
