"""Blocks about the plan: matrix, risks, controls, measures, summary and changes, worked out by hand."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest

from internal_control.models import ControlPlan, Measure, RiskDecision, RiskLevel, ScaleStep
from reports.contents import LevelMark
from reports.models import ReportKind
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PRINT, STANDALONE, render_html
from tests.control_factories import make_control, make_measure, make_plan, make_risk
from tests.reports import pdf_ua
from tests.reports.control_rows import ControlRows, change, control_rows, full_year
from tests.reports.goal_rows import lines

pytestmark = pytest.mark.django_db

MATRIX = 'typ = "riskmatris"\nnyckel = "matris"\n'
RISKS = 'typ = "risklista"\nnyckel = "risker"\nnamn = "Risker {år}"\n'
PLAN = 'typ = "kontrollplan"\nnyckel = "plan"\nnamn = "Kontroller {år}"\n'
MEASURES = 'typ = "kontrollåtgärder"\nnyckel = "atgarder"\nnamn = "Avvikelser och åtgärder"\n'
CHANGES = 'typ = "planändringar"\nnyckel = "andringar"\nnamn = "Ändringar"\n'
SUMMARY = 'typ = "kontrollsammanfattning"\n'


@pytest.fixture
def rows() -> ControlRows:
    return full_year(control_rows())


def test_a_matrix_has_values_levels_and_the_codes_of_risks(rows: ControlRows) -> None:
    block = rows.block(MATRIX)
    assert lines(block.tables[0]) == [
        [
            "Konsekvens",
            "Sannolikhet 1\u00a0Osannolik",
            "Sannolikhet 2\u00a0Mindre sannolik",
            "Sannolikhet 3\u00a0Möjlig",
            "Sannolikhet 4\u00a0Sannolik",
        ],
        ["4\u00a0Allvarlig", "4\u00a0Medel", "8\u00a0Medel", "12\u00a0Hög\nr1", "16\u00a0Hög"],
        ["3\u00a0Kännbar", "3\u00a0Låg", "6\u00a0Medel\nr2", "9\u00a0Hög", "12\u00a0Hög"],
        ["2\u00a0Lindrig", "2\u00a0Låg", "4\u00a0Medel", "6\u00a0Medel", "8\u00a0Medel"],
        ["1\u00a0Försumbar", "1\u00a0Låg", "2\u00a0Låg", "3\u00a0Låg", "4\u00a0Medel"],
    ]
    assert (block.tables[0].name, block.tables[0].holds_figures) == ("Riskmatris", False)
    assert block.legend_name == "Risknivåer"
    assert block.legend == (
        LevelMark("filled", "red", "Hög 9–16"),
        LevelMark("half", "yellow", "Medel 4–8"),
        LevelMark("empty", "green", "Låg 1–3"),
    )


def test_a_matrix_of_all_gathered_risks_after_measures_says_which_have_no_value(rows: ControlRows) -> None:
    block = rows.block(MATRIX + 'skede = "efter"\nbara_valda = false\nforklaring = false')
    (table,) = block.tables
    assert lines(table)[1][2] == "8\u00a0Medel\nr1"
    assert table.notes == ("Utan värde efter åtgärder: r2, r3.",)
    assert block.legend == ()


def test_a_matrix_is_on_the_committees_own_scale() -> None:
    rows = control_rows()
    rows.plan.delete()
    rows.plan = make_plan(rows.committee, steps=3)
    make_risk(rows.plan, likelihood=3, consequence=3)
    ScaleStep.objects.filter(axis="likelihood", value=3).update(label="Ofta")
    RiskLevel.objects.filter(from_value=9).update(label="Oacceptabel")
    table = rows.table(MATRIX)
    assert [len(row) for row in lines(table)] == [4, 4, 4, 4]
    assert lines(table)[0][3] == "Sannolikhet 3\u00a0Ofta"
    assert lines(table)[1][3] == "9\u00a0Oacceptabel\nr1"


def test_risks_have_the_columns_that_are_chosen(rows: ControlRows) -> None:
    assert lines(rows.table(RISKS)) == [
        ["Kod", "Process eller område", "Risk", "Riskvärde", "Beslut", "Riskägare"],
        [
            "r1",
            "Myndighetsutövning",
            "Beslut fattas utan delegation",
            "12\u00a0Hög",
            "Kontrollera",
            "Förvaltningschef",
        ],
        [
            "r2",
            "Vård och omsorg",
            "Genomförandeplaner saknas",
            "6\u00a0Medel",
            "Kontrollera",
            "Verksamhetschef",
        ],
    ]
    chosen = rows.table(
        f"{RISKS}bara_valda = false\nordning = 'riskvärde'\ngrupper = true\n"
        'kolumner = ["risk", "orsak", "kategori", "sannolikhet", "konsekvens", "nivå", "efter åtgärder", "motivering",'
        ' "enhet"]'
    )
    assert lines(chosen) == [
        [
            "Risk",
            "Orsak",
            "Kategori",
            "Sannolikhet",
            "Konsekvens",
            "Risknivå",
            "Efter åtgärder",
            "Motivering",
            "Enhet",
        ],
        ["Myndighetsutövning"],
        [
            "Beslut fattas utan delegation",
            "Ny delegationsordning",
            "–",
            "3\u00a0Möjlig",
            "4\u00a0Allvarlig",
            "Hög",
            "8\u00a0Medel",
            "Fel beslut drabbar enskilda",
            "Socialnämnden",
        ],
        ["Vård och omsorg"],
        [
            "Genomförandeplaner saknas",
            "–",
            "–",
            "2\u00a0Mindre sannolik",
            "3\u00a0Kännbar",
            "Medel",
            "–",
            "–",
            "Vård och omsorg",
        ],
        ["Ekonomi"],
        [
            "Fakturor betalas två gånger",
            "–",
            "–",
            "1\u00a0Osannolik",
            "2\u00a0Lindrig",
            "Låg",
            "–",
            "–",
            "Socialnämnden",
        ],
    ]


def test_risks_of_some_decisions_and_those_that_are_only_proposed(rows: ControlRows) -> None:
    make_risk(rows.plan, "r9", is_chosen=False, is_proposal=True)
    every = f'{RISKS}bara_valda = false\nkolumner = ["kod", "beslut"]\n'
    assert [row[0] for row in lines(rows.table(every))] == ["Kod", "r1", "r2", "r3"]
    assert lines(rows.table(f'{every}beslut = ["acceptera", "bevaka"]')) == [
        ["Kod", "Beslut"],
        ["r3", "Acceptera"],
    ]
    nothing = rows.block(f'{every}beslut = ["åtgärda"]')
    assert nothing.note == "Det finns inga risker att visa i listan."


def test_a_risk_list_by_value_has_the_highest_first_and_what_is_not_valued_last() -> None:
    rows = control_rows()
    for code, likelihood in (("r1", 2), ("r2", None), ("r3", 4)):
        make_risk(rows.plan, code, likelihood=likelihood, consequence=likelihood)
    table = rows.table(f'{RISKS}kolumner = ["kod", "riskvärde"]\nordning = "riskvärde"')
    assert lines(table)[1:] == [["r3", "16\u00a0Hög"], ["r1", "4\u00a0Medel"], ["r2", "–"]]


def test_a_plan_says_what_is_checked_how_and_when(rows: ControlRows) -> None:
    assert lines(rows.table(PLAN)) == [
        [
            "Process eller område",
            "Risk",
            "Riskvärde",
            "Kontrollmoment",
            "Metod",
            "Styrande dokument",
            "När",
            "Ansvarig",
            "Rapporteras till",
        ],
        [
            "Myndighetsutövning",
            "Beslut fattas utan delegation",
            "12\u00a0Hög",
            "Beslut enligt delegationsordningen",
            "Stickprov, 20 st\nLottas ur verksamhetssystemet",
            "Delegationsordningen",
            "maj, sep, dec",
            "Nämndsekreterare",
            "Socialnämnden",
        ],
        [
            "Vård och omsorg",
            "Genomförandeplaner saknas",
            "6\u00a0Medel",
            "Aktuella genomförandeplaner",
            "Alla",
            "SOSFS 2014:5",
            "maj, dec",
            "Enhetschef",
            "–",
        ],
        ["Ekonomi", "–", "–", "Attest av fakturor", "Systemkontroll", "–", "sep", "Controller", "–"],
    ]


def test_a_control_that_was_struck_says_since_when() -> None:
    rows = control_rows()
    make_control(rows.plan, months=range(1, 13), struck_on=date(2021, 6, 15))
    table = rows.table(f'{PLAN}kolumner = ["kod", "frekvens", "enhet"]')
    assert lines(table)[1] == ["k1", "Varje månad\nUtgår 2021-06-15", "Socialnämnden"]


def test_a_control_of_every_month_is_not_a_list_of_twelve() -> None:
    rows = control_rows()
    make_control(rows.plan, months=range(1, 13))
    assert lines(rows.table(f'{PLAN}kolumner = ["kod", "när"]'))[1] == ["k1", "varje månad"]


def test_measures_are_for_deviations_and_risks_and_of_earlier_years_too(rows: ControlRows) -> None:
    earlier = make_plan(rows.committee, 2020)
    risk = make_risk(earlier, "r1", description="Lång väntan", unit=rows.units["200"])
    make_measure(earlier, "a1", risk=risk, unit=rows.units["200"], due_on=date(2021, 3, 1))
    make_measure(
        earlier,
        "a2",
        unit=rows.units["200"],
        status=Measure.Status.DONE,
        closed_on=date(2020, 12, 1),
    )
    of_deviation = "Aktuella genomförandeplaner, maj: större avvikelse"
    open_ones = [
        ["Risk 2020: Lång väntan", "Åtgärd a1", "Enhetschef", "2021-03-01", "Inte påbörjad", "–"],
        [
            "Beslut enligt delegationsordningen, september: mindre avvikelse",
            "Mallen för beslut ändras",
            "Nämndsekreterare",
            "2021-12-31",
            "Pågår",
            "–",
        ],
    ]
    done = [
        of_deviation,
        "Planerna gås igenom på arbetsplatsträffar",
        "Enhetschef",
        "2021-09-30",
        "Genomförd\n2021-09-15",
        "Viss effekt\nFärre gamla planer",
    ]
    heads = ["Avvikelse eller risk", "Åtgärd", "Ansvarig", "Klar senast", "Läge", "Effekt"]
    assert lines(rows.table(MEASURES)) == [heads, open_ones[0], done, open_ones[1]]
    assert lines(rows.table(f'{MEASURES}visar = "öppna"')) == [heads, *open_ones]
    # In May nobody knew of September's deviation.
    assert lines(rows.table(f'{MEASURES}kolumner = ["kod", "enhet"]', month=5)) == [
        ["Kod", "Enhet"],
        ["a1", "Individ och familj"],
        ["a1", "Vård och omsorg"],
    ]


def test_a_summary_is_a_sentence_from_the_data(rows: ControlRows) -> None:
    def said(**fields: object) -> str:
        return rows.block(SUMMARY, **fields).texts[0].html

    assert said() == (
        "<p>Av 6 planerade kontrolltillfällen är 4 genomförda: 1 utan avvikelse, 2 med mindre avvikelse och 1 med större"
        " avvikelse. En har inte gått att genomföra. En återstår. Det finns 2 åtgärder för avvikelser och risker: 1"
        " genomförd och 1 pågår.</p>"
    )
    assert said(month=5) == (
        "<p>Av 2 planerade kontroller till och med maj är 2 genomförda: 1 utan avvikelse och 1 med större avvikelse. Det"
        " finns 1 åtgärd för avvikelser och risker: 1 genomförd.</p>"
    )
    without = rows.block(f"{SUMMARY}atgarder = false", month=5).texts[0].html
    assert without.endswith("1 med större avvikelse.</p>")
    assert rows.block(SUMMARY, month=4).note == "Det finns inga kontroller att sammanfatta."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {"utgår": "2021-05-01"}, "Utgår: 2021-05-01"),
        ({"risk": "r1"}, {"risk": ""}, "Risk: r1 tas bort"),
        ({"metod": "Alla"}, {"metod": "Alla"}, ""),
    ],
)
def test_what_came_and_what_went(
    rows: ControlRows, before: dict[str, str], after: dict[str, str], said: str
) -> None:
    made = change(rows)
    made.details = {"före": before, "efter": after}
    made.save()
    assert lines(rows.table(CHANGES))[1][1] == f"Kontrollen k1 har fått en ny ansvarig.\n{said}".strip()


def test_changes_tell_the_decision_and_what_became_of_what(rows: ControlRows) -> None:
    assert rows.block(CHANGES).note == "Planen är inte ändrad sedan den fastställdes."
    change(rows)
    said = "Kontrollen k1 har fått en ny ansvarig."
    heads = ["Beslut", "Ändring", "Skäl"]
    decision = "§\u00a040, 2021-05-25"
    assert lines(rows.table(CHANGES)) == [
        heads,
        [decision, f"{said}\nAnsvarig: från Enhetschef till Nämndsekreterare", "Ny organisation"],
    ]
    assert lines(rows.table(f"{CHANGES}visa_innehall = false"))[1] == [decision, said, "Ny organisation"]
    assert rows.block(CHANGES, month=4).note == "Planen är inte ändrad sedan den fastställdes."


@pytest.mark.parametrize("block", [MATRIX, RISKS, PLAN, MEASURES, CHANGES, SUMMARY])
def test_without_a_plan_each_says_so(block: str) -> None:
    rows = control_rows()
    ControlPlan.objects.all().delete()
    made = rows.block(block)
    assert (made.tables, made.note) == ((), "Nämnden har ingen internkontrollplan för 2021.")


@pytest.mark.parametrize(
    ("block", "note"),
    [
        (MATRIX, "Det finns inga risker att visa i riskmatrisen."),
        (RISKS, "Det finns inga risker att visa i listan."),
        (PLAN, "Planen har inga kontroller än."),
        (MEASURES, "Det finns inga åtgärder att visa."),
        (f'{MEASURES}visar = "öppna"', "Det finns inga öppna åtgärder att visa."),
    ],
)
def test_an_empty_plan_has_nothing_to_show(block: str, note: str) -> None:
    made = control_rows().block(block)
    assert (made.tables, made.note) == ((), note)


def test_a_matrix_without_values_says_so() -> None:
    rows = control_rows()
    make_risk(rows.plan, likelihood=None, consequence=None, decision=RiskDecision.WATCH)
    assert rows.block(MATRIX).note == "Ingen risk är värderad än."
    assert rows.block(f'{MATRIX}skede = "efter"').note == "Ingen risk är värderad efter åtgärder än."


def test_last_years_report_is_on_last_years_scale(rows: ControlRows) -> None:
    other = make_plan(rows.committee, 2022)
    before = rows.table(MATRIX)
    other.risk_levels.filter(from_value=9).update(label="Svart", colour="grey")
    other.scale_steps.update(label="Ett annat ord")
    assert rows.table(MATRIX) == before


def test_the_matrix_reads_without_colour_in_html_and_pdf(rows: ControlRows, tmp_path: Path) -> None:
    contents = printable(rows.contents(MATRIX, RISKS, PLAN, MEASURES, kind=ReportKind.CONTROL_PLAN))
    page = render_html(contents, template=STANDALONE)
    assert '<ul class="level-legend" aria-label="Risknivåer">' in page
    assert "<caption" in page
    assert '<span class="level-label">12\u00a0Hög</span></span></span><span class="line">r1</span>' in page
    file = tmp_path / "rapport.pdf"
    with file.open("wb") as target:
        make_pdf(render_html(contents, template=PRINT), target)
    assert pdf_ua.violations(file) == []
    with pikepdf.open(file) as pdf:
        elements = list(pdf_ua.walk(pdf))
        tables = pdf_ua.of_type(elements, "Table")
        assert [pdf_ua.row_widths(table)[0] for table in tables] == [5, 6, 9, 6]
        assert len(pdf_ua.of_type(elements, "Caption")) == 4
