"""From rows to contents: sections, texts, what is missing, numbers, and what is printed."""

import pytest

from budget.models import CarryOverRequest, InvestmentAmount, InvestmentProject, Recalculation
from budget.recalculation import recalculate
from organisation.markdown import as_html
from reports.building import build
from reports.figures_csv import SameFigureTwice, figures
from reports.models import Report, ReportText
from reports.printable import printable
from tests.factories import add_actual, make_accounts, make_committee, make_units
from tests.reports.rows import SOURCE, make_report

pytestmark = pytest.mark.django_db

NUMBERED = """\
namn = "Mall"
slag = "årsredovisning"
numrerade = true
[[avsnitt]]
nyckel = "ett"
titel = "Året {år}"
[[avsnitt]]
nyckel = "tva"
titel = "Ekonomi"
[[avsnitt]]
nyckel = "tva-ett"
titel = "Resultat"
djup = 2
[[avsnitt.block]]
typ = "resultattabell"
nyckel = "r"
namn = "Resultat"
enheter = "nämnden"
poster = [{ namn = "Netto", slag = "netto" }]
kolumner = [{ rubrik = "Utfall", visar = "utfall" }]
[[avsnitt.block]]
typ = "diagram"
nyckel = "d"
namn = "Månader"
visar = "månader"
enheter = "nämnden"
[[avsnitt]]
nyckel = "tva-ett-ett"
titel = "Investeringar"
djup = 3
[[avsnitt.block]]
typ = "investeringar"
nyckel = "i"
namn = "Investeringar"
skal = true
kolumner = [{ rubrik = "Budget", visar = "budget" }, { rubrik = "Begärt", visar = "ombudgetering" }]
[[avsnitt]]
nyckel = "tre"
titel = "Om dokumentet"
[[avsnitt.block]]
typ = "dokumentuppgifter"
"""


def report(source: str = SOURCE, **fields: object) -> Report:
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {}, "200": {}}}, {"SN": "Socialnämnden", "100": "Vård"})
    add_actual(units["100"], make_accounts(committee)["5000"], 2021, 1, 2_500)
    recalculate(committee, 2021)
    return make_report(committee, source=source, **fields)


def test_sections_nest_and_are_numbered_with_their_tables_and_charts() -> None:
    made = report(NUMBERED, registration_number="SN 2021/1")
    project = InvestmentProject.objects.create(committee=made.committee, code="1", name="Larm")
    InvestmentAmount.objects.create(project=project, year=2021, month=1, type="original", amount=5_000)
    CarryOverRequest.objects.create(project=project, year=2021, amount=1_000, reason="Försenat.")
    contents = build(made)
    assert [(each.number, each.title, each.level) for each in contents.walk()] == [
        ("1", "Året 2021", 1),
        ("2", "Ekonomi", 1),
        ("2.1", "Resultat", 2),
        ("2.1.1", "Investeringar", 3),
        ("3", "Om dokumentet", 1),
    ]
    blocks = {block.kind: block for section in contents.walk() for block in section.blocks}
    assert blocks["result_table"].tables[0].number == 1
    assert blocks["investments"].tables[0].number == 2
    assert blocks["investments"].tables[0].texts == (("Larm", "Försenat."),)
    assert blocks["chart"].charts[0].number == 1
    assert blocks["document_facts"].facts == (("Diarienummer", "SN 2021/1"),)
    assert contents.period == "januari–augusti 2021"
    assert printable(contents).walk()[0].title == "Ekonomi"


def test_units_texts_run_in_and_what_is_missing_is_a_note_that_is_not_printed() -> None:
    made = report()
    unit = made.committee.units.get(code="100")
    ReportText.objects.create(report=made, key="handelser", unit=unit, text="Ett **bra** år.", changed_by="K")
    block = build(made).walk()[1].blocks[0]
    assert [(text.unit_name, text.html) for text in block.texts] == [
        ("Vård", "<p>Ett <strong>bra</strong> år.</p>\n")
    ]
    assert block.note == "Text saknas för Enhet 200."
    assert [section.key for section in printable(build(made)).walk()] == ["verksamhet", "ekonomi"]
    assert all(block.note == "" for section in printable(build(made)).walk() for block in section.blocks)


def test_stale_figures_are_told_of_on_a_page_and_made_new_elsewhere() -> None:
    made = report()
    Recalculation.objects.update_or_create(
        committee=made.committee, year=2021, defaults={"changed": 2, "calculated": 1}
    )
    assert build(made, fresh=False).warnings == (
        "Siffrorna för 2021 räknas om just nu. Läs in sidan igen om en stund.",
    )
    assert build(made).warnings == ()
    assert build(made, fresh=False).warnings == ()


def test_two_figures_with_one_address_are_refused() -> None:
    doubled = SOURCE.replace(
        '{ rubrik = "Utfall", visar = "utfall" }',
        '{ grupp = "A", rubrik = "B C", visar = "utfall" }, { grupp = "A B", rubrik = "C", visar = "budget" }',
    )
    with pytest.raises(SameFigureTwice) as caught:
        figures(build(report(doubled)))
    assert str(caught.value) == (
        "Två siffror heter likadant: tabellen ”Resultat”, gruppen ”Socialnämnden”, raden ”Netto”, kolumnen ”A B C”."
        " Ändra namnen i mallen så att varje siffra går att peka ut."
    )


def test_a_number_in_the_report_is_a_number_in_the_file() -> None:
    assert figures(build(report())) == [("Resultat", "Socialnämnden", "Netto", "Utfall", "-3")]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n", ""),
        ("Ett\n\ntvå", "<p>Ett</p>\n<p>två</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("# Rubrik", "<p># Rubrik</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("![alt](bild.png)", "<p>![alt](bild.png)</p>\n"),
        ("[läs](https://exempel.se)", '<p><a href="https://exempel.se">läs</a></p>\n'),
        ("[läs](javascript:alert(1))", "<p>[läs](javascript:alert(1))</p>\n"),
        ("[läs](/admin/)", "<p>[läs](/admin/)</p>\n"),
    ],
)
def test_markdown_is_text_and_no_more(text: str, html: str) -> None:
    assert as_html(text) == html
