"""Sections made from goals: their headings, marks and texts, and the assignments under them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.building import build
from reports.contents import LevelMark, Section
from reports.printable import printable
from reports.rendering import PRINT, STANDALONE, render_html
from reports.template import TemplateError, check, parse
from tests.goal_factories import make_assessment, make_assignment, make_goal, make_indicator, make_measurement
from tests.reports.goal_rows import HEAD, GoalRows, goal_rows, lines, make_goals, outline
from tests.reports.rows import make_report

pytestmark = pytest.mark.django_db

PARTLY = LevelMark("half", "yellow", "Delvis uppfyllt")
MET = LevelMark("filled", "green", "Uppfyllt")
UNASSESSED = LevelMark("dashed", "grey", "Inte bedömt")

# As an annual report has it: a chapter per goal, and under it its assignments with a text per unit.
FLAT = """typ = "målkapitel"
nyckel = "kapitel"
nivaer = [{ niva = "Nämndmål", rubrik = "Mål {nummer}. {mål}" }]
"""
# As an interim report has it: focus areas with the goals and assignments that are under each.
NESTED = """typ = "målkapitel"
nyckel = "kapitel"
nivaer = [
  { niva = "Fokusområde", rubrik = "Målbild: {mål}", visar = ["uppdrag"] },
  { niva = "Nämndmål", visar = ["bedömning", "bidrag", "effekt", "analys", "åtgärder"] },
]
rubriker = { bidrag = "Utöver ordinarie verksamhet", analys = "Analys", atgarder = "" }
"""


@pytest.fixture
def rows() -> GoalRows:
    return goal_rows()


def made(rows: GoalRows, block: str) -> tuple[Section, ...]:
    return rows.contents(block).sections[0].sections


def texts(section: Section) -> list[list[tuple[str, str, str]]]:
    """(heading, unit, text) of each block."""
    return [
        [(text.heading, text.unit_name, text.html.strip()) for text in block.texts]
        for block in section.blocks
    ]


def test_each_goal_is_a_section_with_its_assignments_below_it(rows: GoalRows) -> None:
    goals = make_goals(rows)
    make_goal(rows.committee, rows.levels["committee_goal"], 2022, text="Nästa år")
    assignment = make_assignment(
        rows.committee,
        "u1",
        goals=[goals["n1"]],
        title="Korta väntan",
        text="På alla enheter.",
        scale=rows.scale,
    )
    rows.assess(goals["n1"], "partly", text="Väntan är *kortare*.", measures="Fler handläggare.")
    rows.assess(assignment, "met")
    rows.assess(assignment, "partly", "200", text="Klart i maj.")
    rows.assess(assignment, "met", "100", text="- Mål\n- Medel")
    first, second = made(rows, FLAT)
    assert outline((first, second)) == [
        (2, "Mål 1.1. Kortare väntan"),
        (3, "Uppdrag: Korta väntan"),
        (2, "Mål. Fler självförsörjande"),
    ]
    assert (first.key, first.sections[0].key) == ("kapitel.n1", "kapitel.n1.u1")
    assert [block.mark for block in first.blocks] == [PARTLY, None]
    assert texts(first) == [
        [
            ("Uppföljning och analys", "", "<p>Väntan är <em>kortare</em>.</p>"),
            ("Åtgärder", "", "<p>Fler handläggare.</p>"),
        ],
        [],
    ]
    assert first.blocks[1].note == "Text saknas för Vård och omsorg och Socialt stöd."
    below = first.sections[0]
    assert [block.mark for block in below.blocks] == [MET, None]
    assert texts(below) == [
        [("", "", "<p>På alla enheter.</p>")],
        [
            ("", "Vård och omsorg", "<ul>\n<li>Mål</li>\n<li>Medel</li>\n</ul>"),
            ("", "Socialt stöd", "<p>Klart i maj.</p>"),
        ],
    ]
    assert second.blocks[0].mark == UNASSESSED


def test_levels_are_nested_and_texts_have_the_headings_of_the_template(rows: GoalRows) -> None:
    goals = make_goals(rows)
    goals["n1"].contributions, goals["n1"].expected_effect = "- Fler tider", "Kortare kö"
    goals["n1"].save()
    make_assignment(rows.committee, goals=[goals["fo"]], title="Ny styrning")
    rows.assess(goals["n1"], "met", text="Det går bra.", measures="Ingen.")
    (area,) = made(rows, NESTED)
    assert outline((area,)) == [
        (2, "Målbild: Trygghet"),
        (3, "Nämndmål 1.1: Kortare väntan"),
        (3, "Nämndmål: Fler självförsörjande"),
        (3, "Uppdrag: Ny styrning"),
    ]
    assert area.blocks == ()
    (block,) = area.sections[0].blocks
    assert block.mark == MET
    assert texts(area.sections[0]) == [
        [
            ("Utöver ordinarie verksamhet", "", "<ul>\n<li>Fler tider</li>\n</ul>"),
            ("Förväntad effekt", "", "<p>Kortare kö</p>"),
            ("Analys", "", "<p>Det går bra.</p>"),
            ("", "", "<p>Ingen.</p>"),
        ]
    ]
    assert area.sections[1].blocks[0].note == "Nämndens uppföljning är inte skriven."


def test_an_appendix_has_the_texts_of_the_units_alone(rows: GoalRows) -> None:
    goals = make_goals(rows)
    rows.assess(goals["n1"], "met", text="Nämndens.")
    make_assessment(goals["n1"], unit=rows.units["100"], text="Vårdens.", measures="Mer av samma.")
    block = FLAT.replace('{mål}" }', '{mål}", visar = ["enheter"] }').replace('"kapitel"', '"bilaga"')
    contents = rows.contents(FLAT, block)
    sections = contents.sections[0].sections
    assert [section.key for section in sections] == ["kapitel.n1", "kapitel.n2", "bilaga.n1", "bilaga.n2"]
    assert texts(sections[2]) == [[("", "Vård och omsorg", "<p>Vårdens.</p>")]]
    # What holds nothing is not printed: the goal that no unit has written about.
    kept = printable(contents).sections[0].sections
    assert [section.key for section in kept] == ["kapitel.n1", "kapitel.n2", "bilaga.n1"]


def test_the_units_texts_have_a_heading_where_they_follow_another(rows: GoalRows) -> None:
    goals = make_goals(rows)
    rows.assess(goals["n1"], "met", text="Nämndens.")
    make_assessment(goals["n1"], unit=rows.units["100"], text="Vårdens.")
    make_assessment(goals["n1"], unit=rows.units["200"], text="Stödets.")
    assert texts(made(rows, FLAT)[0])[1] == [
        ("Enheternas uppföljning", "Vård och omsorg", "<p>Vårdens.</p>"),
        ("", "Socialt stöd", "<p>Stödets.</p>"),
    ]


def test_measures_of_a_unit_follow_its_text(rows: GoalRows) -> None:
    goals = make_goals(rows)
    make_assessment(goals["n1"], unit=rows.units["100"], text="Vårdens.", measures="Mer av samma.")
    assert texts(made(rows, FLAT)[0])[-1] == [
        ("", "Vård och omsorg", "<p>Vårdens.</p>"),
        ("", "Vård och omsorg, åtgärder", "<p>Mer av samma.</p>"),
    ]


MATT = """[avsnitt.block.matt]
namn = "Mätetal {nummer}"
kolumner = [
  { visar = "utfall", tid = "helår-1" },
  { visar = "utfall" },
]
"""


def test_a_goal_has_its_own_indicators(rows: GoalRows) -> None:
    goals = make_goals(rows)
    indicator = make_indicator(rows.committee, "sip", name="Upprättade planer", goals=[goals["n1"]])
    make_measurement(indicator, 2020, "7")
    make_measurement(indicator, 2021, "12")
    block = FLAT + MATT
    first, second = made(rows, block)
    (table,) = first.blocks[-1].tables
    assert (table.key, table.name) == ("kapitel.n1", "Mätetal 1.1")
    assert lines(table) == [["Mått", "Utfall 2020", "Utfall 2021"], ["Upprättade planer", "7", "12"]]
    assert [block.tables for block in second.blocks] == [(), ()]
    last = made(rows, block + 'avsnitt = "Nyckeltal"')[0]
    assert outline(last.sections) == [(3, "Nyckeltal")]
    assert last.sections[0].blocks[0].tables == (table,)


def test_a_fault_in_the_table_of_indicators_is_told_with_its_line() -> None:
    with pytest.raises(TemplateError) as raised:
        parse(f"{HEAD}[[avsnitt.block]]\n{FLAT}" + MATT.replace("helår-1", "i fjol"))
    assert str(raised.value).startswith("Rad 13: ”i fjol” går inte som tid.")


def test_goals_that_are_reported_to_the_council_may_stand_alone_below_those_above_them(
    rows: GoalRows,
) -> None:
    goals = make_goals(rows)
    make_goal(rows.committee, rows.levels["focus_area"], text="Delaktighet")
    nested = f"{NESTED}\nfullmaktige = true"
    assert (
        rows.block(nested).note
        == "Det finns inga mål på nivån Fokusområde som redovisas till fullmäktige för 2021."
    )
    goals["n2"].reports_to_council = True
    goals["n2"].save()
    assert outline(made(rows, nested)) == [
        (2, "Målbild: Trygghet"),
        (3, "Nämndmål: Fler självförsörjande"),
    ]
    assert [section.title for section in made(rows, f"{FLAT}\nfullmaktige = true")] == [
        "Mål. Fler självförsörjande"
    ]
    assert rows.block(f"{FLAT}\nfullmaktige = true").note == ""


def test_only_the_goals_under_one_are_there_when_it_is_named(rows: GoalRows) -> None:
    make_goals(rows)
    make_goal(rows.committee, rows.levels["committee_goal"], text="Fristående")
    assert [section.title for section in made(rows, FLAT)] == [
        "Mål 1.1. Kortare väntan",
        "Mål. Fler självförsörjande",
        "Mål. Fristående",
    ]
    assert [section.title for section in made(rows, FLAT + 'under = "kf"')] == [
        "Mål 1.1. Kortare väntan",
        "Mål. Fler självförsörjande",
    ]


def test_a_goal_that_is_under_none_of_the_level_above_is_told_of(rows: GoalRows) -> None:
    make_goals(rows)
    make_goal(rows.committee, rows.levels["committee_goal"], number="9", text="Fristående")
    assert rows.block(NESTED).note == (
        "Hör inte till något mål på nivån över och står inte med: ”9. Fristående”."
    )


def test_without_goals_there_is_a_note(rows: GoalRows) -> None:
    assert rows.block(FLAT).note == "Det finns inga mål på nivån Nämndmål för 2021."


def test_sections_are_numbered_and_listed_with_those_of_the_template(rows: GoalRows) -> None:
    make_goals(rows)
    source = HEAD.replace("[[avsnitt]]", "numrerade = true\n[[avsnitt]]", 1)
    source += f'[[avsnitt.block]]\n{FLAT}[[avsnitt]]\nnyckel = "mer"\ntitel = "Mer"\ndjup = 2\n'
    contents = build(make_report(rows.committee, source=source, month=12), fresh=False)
    assert [(section.number, section.title) for section in contents.walk()] == [
        ("1", "Mål"),
        ("1.1", "Mål 1.1. Kortare väntan"),
        ("1.2", "Mål. Fler självförsörjande"),
        ("1.3", "Mer"),
    ]
    html = render_html(contents, template=STANDALONE)
    assert '<a href="#avsnitt-kapitel.n1">1.1&nbsp; Mål 1.1. Kortare väntan</a>' in html
    assert '<section id="avsnitt-kapitel.n1"' in html


def test_headings_over_texts_follow_the_section_they_are_in(rows: GoalRows) -> None:
    goals = make_goals(rows)
    rows.assess(goals["n1"], "met", text="Bra.")
    html = render_html(printable(rows.contents(FLAT)), template=PRINT)
    assert '<h3 id="avsnitt-kapitel.n1">Mål 1.1. Kortare väntan</h3>' in html
    assert '<h4 class="text-heading">Uppföljning och analys</h4>' in html


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (
            FLAT.replace("{nummer}", "{nr}"),
            "Rad 9: ”{nr}” finns inte. Det som kan fyllas i är {nivå}, {nummer}, {mål}.",
        ),
        (
            FLAT.replace('{mål}"', '{mål}", visar = ["text"]'),
            (
                "Rad 9: ”text” går inte som visar. Tillåtna värden: bedömning, förklaring, bidrag, effekt, analys,"
                " åtgärder, enheter, mått, uppdrag."
            ),
        ),
        (
            FLAT + 'uppdrag_visar = ["mått"]',
            (
                "Rad 10: ”mått” går inte som uppdrag_visar. Tillåtna värden: bedömning, förklaring, analys,"
                " åtgärder, enheter."
            ),
        ),
        (FLAT + 'rubriker = "Analys"', "Rad 10: ”rubriker” ska vara en tabell: { … = … }."),
        (
            FLAT + 'rubriker = { analy = "Analys" }',
            (
                "Rad 10: ”analy” finns inte i rubriker. Menade du ”analys”? Tillåtna nycklar: forklaring, bidrag,"
                " effekt, analys, atgarder, enheter."
            ),
        ),
        (
            'typ = "målkapitel"\nnyckel = "a"\nnivaer = [{ niva = "A" }, { niva = "A" }]',
            "Rad 9: Målnivån ”A” står två gånger.",
        ),
    ],
)
def test_a_block_that_cannot_be_read(block: str, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        parse(f"{HEAD}[[avsnitt.block]]\n{block}")
    assert str(raised.value) == message


def test_a_level_that_the_committee_does_not_have_is_an_error(rows: GoalRows) -> None:
    findings = check(parse(f"{HEAD}[[avsnitt.block]]\n{FLAT.replace('Nämndmål', 'Mål')}"), rows.committee)
    assert [str(finding) for finding in findings] == [
        "Rad 6: Målnivån ”Mål” finns inte i nämnden. De som finns: Fokusområde, Fullmäktiges mål, Nämndmål."
    ]


def test_the_number_of_queries_is_the_same_for_many_goals_and_units(rows: GoalRows) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows.contents(FLAT)
        return len(captured)

    make_goals(rows)
    make_assignment(rows.committee)
    few = queries()
    for _ in range(12):
        goal = make_goal(rows.committee, rows.levels["committee_goal"], units=rows.units.values())
        assignment = make_assignment(rows.committee, goals=[goal], scale=rows.scale)
        for unit in rows.units:
            rows.assess(goal, "met", unit, text="Text.")
            rows.assess(assignment, "met", unit, text="Text.")
    assert queries() == few
