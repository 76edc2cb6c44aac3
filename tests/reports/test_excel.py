"""The Excel file read back: numbers are numbers, heads are frozen, and the same contents give the same bytes."""

import io
from dataclasses import replace

from openpyxl import load_workbook

from reports.contents import Block, ReportContents, Section, Table
from reports.excel import sheet_names, workbook
from tests.reports.figures import RENT, REVENUE, STAFF, UNIT_A, UNIT_B, figures, kronor, table

MADE_FROM = figures(
    {
        (UNIT_A, REVENUE, 2021): kronor(budget_year=-10_000, actual_year=-12_600, forecast=-12_000),
        (UNIT_A, STAFF, 2021): kronor(budget_year=1_500_000, actual_year=1_400_400, forecast=1_400_000),
        (UNIT_B, RENT, 2021): kronor(budget_year=1_000, actual_year=500, forecasts_missing=1),
    }
)
TABLE = table(
    """
rader = "enheter"
enheter = "träd"
summa = "först"
delsummor = "först"
tecken = "bokföring"
poster = [
  { namn = "Kostnader", slag = "kostnader" },
  { namn = "Intäkter", slag = "intäkter" },
]
kolumner = [
  { rubrik = "budget", visar = "budget" },
  { rubrik = "prognos", visar = "prognos", poster = ["Kostnader"] },
]
""",
    MADE_FROM,
)


def contents(*tables: Table) -> ReportContents:
    block = Block("result_table", tables=tables)
    return ReportContents(
        "Socialnämnden",
        "Provkommun",
        "Delårsrapport",
        "",
        "januari–augusti 2021",
        2021,
        8,
        (Section("a", "A", 1, "", (block,)),),
        facts=(("Diarienummer", "SN 2021/1"),),
    )


def test_a_sheet_has_the_table_as_numbers_with_frozen_heads() -> None:
    book = load_workbook(io.BytesIO(workbook(contents(TABLE))))
    assert book.sheetnames == ["Rapport", "Tabell"]
    sheet = book["Tabell"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=11, max_col=4)]
    assert values == [
        [None, "Kostnader", None, "Intäkter"],
        ["Tkr", "budget", "prognos", "budget"],
        ["Socialnämnden", 1501, 1400, -10],
        ["Vård och omsorg", 1501, 1400, -10],
        ["Hemtjänst", 1500, 1400, -10],
        ["Särskilt boende", 1, "–", "–"],
        ["Socialt stöd", "–", "–", "–"],
        [None, None, None, None],
    ]
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$4:$5"
    assert sheet["B6"].number_format == "#,##0;−#,##0"
    assert sheet["C6"].number_format == '#,##0"*";−#,##0"*"'
    assert sheet["A7"].font.b is True
    assert sheet["A8"].alignment.indent == 1
    assert sheet["A12"].value == TABLE.notes[0]
    assert book["Rapport"]["A1"].value == "Delårsrapport"
    assert [cell.value for cell in book["Rapport"]["B"]][2:] == [
        "Socialnämnden, Provkommun",
        "januari–augusti 2021",
        "SN 2021/1",
        None,
        "Tabell",
    ]


def test_the_same_contents_give_the_same_bytes() -> None:
    assert workbook(contents(TABLE)) == workbook(contents(TABLE))


def test_sheets_get_names_that_excel_takes() -> None:
    def named(name: str) -> Table:
        return replace(TABLE, name=name)

    long = "Fördelning per ansvarsnivå och verksamhet"
    assert sheet_names([named(long), named(long), named("A/B: [c]*?"), named("Rapport")]) == [
        "Fördelning per ansvarsnivå och",
        "Fördelning per ansvarsnivå oc 2",
        "A B   c",
        "Rapport 2",
    ]


def test_the_list_of_tables_leads_to_sheets_with_an_apostrophe_too() -> None:
    book = load_workbook(io.BytesIO(workbook(contents(replace(TABLE, name="Åsa's tabell")))))
    links = [cell.hyperlink.location for cell in book["Rapport"]["B"] if cell.hyperlink]
    assert links == ["'Åsa''s tabell'!A1"]


def test_a_report_without_tables_is_still_a_file() -> None:
    assert load_workbook(io.BytesIO(workbook(contents()))).sheetnames == ["Rapport"]
