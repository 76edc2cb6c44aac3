"""The follow-up of controls: by month side by side, in full, and what is counted, worked out by hand."""

import subprocess
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook

from internal_control.models import Control, Result
from reports.contents import Cell, MarkedLine, RowStyle
from reports.excel import workbook
from reports.models import ReportKind
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PRINT, STANDALONE, render_html
from tests.control_factories import carry_out, make_control
from tests.reports import pdf_ua
from tests.reports.control_rows import (
    ControlRows,
    control_rows,
    counted,
    fill,
    full_year,
)
from tests.reports.goal_rows import lines
from tests.reports.outputs import outputs_of

pytestmark = pytest.mark.django_db

BY_MONTH = 'typ = "kontrolluppföljning"\nnyckel = "uppfoljning"\nnamn = "Uppföljning {period}"\n'
FULL = f'{BY_MONTH}form = "full"\n'
COUNTS = 'typ = "kontrollantal"\nnyckel = "antal"\nnamn = "Antal"\n'
HIDDEN = "Antal som rör färre än 5 personer visas som\u00a0.."
CHANGE = "Förändring är det senaste tillfället jämfört med det före."


@pytest.fixture
def rows() -> ControlRows:
    return full_year(control_rows())


def test_may_september_and_december_stand_side_by_side(rows: ControlRows) -> None:
    table = rows.table(BY_MONTH)
    assert lines(table) == [
        [
            "Kontrollmoment",
            "Metod",
            "Styrande dokument",
            "När",
            "Uppföljning Maj",
            "Uppföljning September",
            "Uppföljning December",
        ],
        [
            "Beslut enligt delegationsordningen",
            "Stickprov, 20 st\nLottas ur verksamhetssystemet",
            "Delegationsordningen",
            "maj, sep, dec",
            "Ingen avvikelse 0\u00a0av\u00a020\u00a0avvek\nAlla beslut var rätt fattade.",
            "Mindre avvikelse 2\u00a0av\u00a020\u00a0avvek\nTvå beslut saknade datum.",
            "Ej genomförd\nSystemet byttes i december.",
        ],
        [
            "Aktuella genomförandeplaner",
            "Alla",
            "SOSFS 2014:5",
            "maj, dec",
            "Större avvikelse 5\u00a0av\u00a030\u00a0avvek\nFem planer var äldre än ett år.",
            "–",
            "Inte genomförd än",
        ],
        [
            "Attest av fakturor",
            "Systemkontroll",
            "–",
            "sep",
            "–",
            "Mindre avvikelse 1\u00a0av\u00a050\u00a0avvek\nEn faktura hade fel attestant.",
            "–",
        ],
    ]
    assert (table.name, table.is_wide, table.holds_figures, table.notes) == (
        "Uppföljning jan–dec",
        True,
        False,
        (),
    )


def test_each_line_has_its_own_mark(rows: ControlRows) -> None:
    cell = rows.table(BY_MONTH).groups[0].rows[0].cells[4]
    first, second = cell.lines
    assert first.mark is not None
    assert (first.mark.symbol, first.mark.colour, first.mark.label) == ("half", "yellow", "Mindre avvikelse")
    assert second == MarkedLine(after="Två beslut saknade datum.")


def test_the_full_form_is_of_the_same_plan(rows: ControlRows) -> None:
    assert lines(rows.table(FULL)) == [
        [
            "Process eller område",
            "Risk",
            "Riskvärde",
            "Kontrollmoment",
            "Metod",
            "Frekvens",
            "Ansvarig",
            "Resultat",
            "Analys",
            "Åtgärd",
        ],
        [
            "Myndighetsutövning",
            "Beslut fattas utan delegation",
            "12\u00a0Hög",
            "Beslut enligt delegationsordningen",
            "Stickprov, 20 st\nLottas ur verksamhetssystemet",
            "Tre gånger per år",
            "Nämndsekreterare",
            "Maj: Ingen avvikelse 0\u00a0av\u00a020\u00a0avvek\nSeptember: Mindre avvikelse 2\u00a0av\u00a020\u00a0avvek\nDecember: Ej genomförd",
            "Maj: Alla beslut var rätt fattade.\nSeptember: Två beslut saknade datum.\nDecember: Systemet byttes i december.",
            "Mallen för beslut ändras. Nämndsekreterare, senast 2021-12-31. Pågår.",
        ],
        [
            "Vård och omsorg",
            "Genomförandeplaner saknas",
            "6\u00a0Medel",
            "Aktuella genomförandeplaner",
            "Alla",
            "Två gånger per år",
            "Enhetschef",
            "Maj: Större avvikelse 5\u00a0av\u00a030\u00a0avvek\nDecember: Inte genomförd än",
            "Maj: Fem planer var äldre än ett år.",
            "Planerna gås igenom på arbetsplatsträffar. Enhetschef, senast 2021-09-30. Genomförd.",
        ],
        [
            "Ekonomi",
            "–",
            "–",
            "Attest av fakturor",
            "Systemkontroll",
            "En gång per år",
            "Controller",
            "Mindre avvikelse 1\u00a0av\u00a050\u00a0avvek",
            "En faktura hade fel attestant.",
            "–",
        ],
    ]


def test_a_report_shows_the_months_until_its_last(rows: ControlRows) -> None:
    months = [column.label for column in rows.table(BY_MONTH, month=5).columns[3:]]
    assert months == ["Maj"]
    assert lines(rows.table(FULL, month=5))[1][7:] == [
        "Ingen avvikelse 0\u00a0av\u00a020\u00a0avvek",
        "Alla beslut var rätt fattade.",
        "–",
    ]
    assert rows.block(BY_MONTH, month=4).note == "Ingen kontroll skulle genomföras till och med april 2021."


def test_months_that_a_template_lists_hold_the_occasions_since_the_one_before() -> None:
    rows = control_rows()
    monthly = make_control(rows.plan, "k1", months=range(1, 13), title="Varje månad")
    make_control(rows.plan, "k2", months=[4], title="I april")
    carry_out(monthly, 1, text="")
    carry_out(monthly, 4, Result.MINOR, text="Ett fel.")
    only = f'{BY_MONTH}kolumner = ["kontrollmoment"]\n'
    listed = lines(rows.table(f"{only}manader = [2, 4]", month=6))
    assert listed[0] == ["Kontrollmoment", "Uppföljning Februari", "Uppföljning April", "Uppföljning Juni"]
    assert listed[1][1:] == [
        "Januari: Ingen avvikelse\nFebruari: Inte genomförd än",
        "Mars: Inte genomförd än\nApril: Mindre avvikelse\nEtt fel.",
        "Maj: Inte genomförd än\nJuni: Inte genomförd än",
    ]
    assert listed[2][1:] == ["–", "Inte genomförd än", "–"]
    # More than six months: those in which committees report.
    assert lines(rows.table(only))[0][1:] == [
        "Uppföljning April",
        "Uppföljning Augusti",
        "Uppföljning December",
    ]


def test_a_struck_control_keeps_what_was_carried_out_and_owes_nothing_more() -> None:
    rows = control_rows()
    control = make_control(rows.plan, struck_on=date(2021, 8, 1))
    carry_out(control, 5, text="Gjord.")
    table = rows.table(f'{BY_MONTH}kolumner = ["kod", "när"]')
    assert lines(table) == [
        ["Kod", "När", "Uppföljning Maj"],
        ["k1", "maj, sep, dec\nUtgår 2021-08-01", "Ingen avvikelse\nGjord."],
    ]


def test_controls_may_stand_by_process(rows: ControlRows) -> None:
    grouped = lines(rows.table(f'{BY_MONTH}kolumner = ["kod"]\ngrupper = true', month=5))
    assert [row[0] for row in grouped] == [
        "Kod",
        "Myndighetsutövning",
        "k1",
        "Vård och omsorg",
        "k2",
        "Ekonomi",
        "k3",
    ]


def test_what_is_counted_stands_beside_the_time_before(rows: ControlRows) -> None:
    counted(rows, counts_people=False)
    table = rows.table(COUNTS)
    assert lines(table) == [
        ["Antal", "December 2020", "Mars", "Juni", "September", "December", "Förändring"],
        ["Barnutredningar inom fyra månader"],
        ["Inom fyra månader", "38", "40", "41", "44", "–", "3"],
        ["Över fyra månader", "12", "12", "13", "9", "–", "−4"],
        ["Väntan på utlåtande", "7", "6", "8", "3", "–", "−5"],
        ["Övriga skäl", "5", "6", "5", "6", "–", "1"],
        ["Summa granskade", "50", "52", "54", "53", "–", "−1"],
    ]
    assert [row.style for row in table.groups[0].rows] == [
        RowStyle.NORMAL,
        RowStyle.NORMAL,
        RowStyle.OF_WHICH,
        RowStyle.OF_WHICH,
        RowStyle.TOTAL,
    ]
    assert (table.notes, table.holds_figures, table.is_wide) == ((CHANGE,), True, False)
    assert table.groups[0].rows[0].cells[1] == Cell(Decimal(40), 0)


def test_in_march_the_change_is_since_december(rows: ControlRows) -> None:
    counted(rows, counts_people=False)
    assert lines(rows.table(COUNTS, month=4))[2:4] == [
        ["Inom fyra månader", "38", "40", "2"],
        ["Över fyra månader", "12", "12", "0"],
    ]
    bare = rows.table(f"{COUNTS}forra = false\nforandring = false", month=4)
    assert lines(bare)[0] == ["Antal", "Mars"]
    assert bare.notes == ()


def test_few_people_are_hidden_and_so_is_what_would_tell(rows: ControlRows) -> None:
    """Three waited for a statement in September: of nine over four months the other six are hidden, too."""
    counted(rows)
    table = rows.table(COUNTS)
    assert lines(table)[2:] == [
        ["Inom fyra månader", "38", "40", "41", "44", "–", "3"],
        ["Över fyra månader", "12", "12", "13", "9", "–", "−4"],
        ["Väntan på utlåtande", "7", "6", "8", "..", "–", ".."],
        ["Övriga skäl", "5", "6", "5", "..", "–", ".."],
        ["Summa granskade", "50", "52", "54", "53", "–", "−1"],
    ]
    assert table.notes == (CHANGE, HIDDEN)


def test_few_deviations_are_hidden_in_the_follow_up_too(rows: ControlRows) -> None:
    make_control(rows.plan, "p1", months=[5], title="Placeringar", counts_people=True)
    carry_out(rows.plan.controls.get(code="p1"), 5, Result.MINOR, sample_size=20, deviations=2, text="")
    by_month, full = rows.table(BY_MONTH, month=5), rows.table(FULL, month=5)
    hidden = "Mindre avvikelse ..\u00a0av\u00a020\u00a0avvek"
    assert (lines(by_month)[-1][-1], lines(full)[-1][-3]) == (hidden, hidden)
    assert by_month.notes == full.notes == (HIDDEN,)


def test_nothing_that_leaves_tells_of_the_few(rows: ControlRows, tmp_path: Path) -> None:
    """Whatever is written of the report is the same, to the byte, whether it is three and six or four and five."""
    control = counted(rows)
    report = rows.report(
        BY_MONTH, FULL.replace("uppfoljning", "full").replace("{period}", "i sin helhet"), COUNTS
    )
    folders = [tmp_path / "one", tmp_path / "other"]
    made = []
    for folder, (waiting, other) in zip(folders, ((3, 6), (4, 5)), strict=True):
        folder.mkdir()
        control.follow_ups.get(month=9).counts.all().delete()
        fill(control, 9, within=44, waiting=waiting, other=other)
        outputs = outputs_of(report, folder)
        made.append({name: text for name, text in outputs.items() if not name.startswith("paket/")})
    assert made[0] == made[1]


def test_controls_and_items_that_are_called_the_same_are_told_apart(rows: ControlRows) -> None:
    first = counted(rows, counts_people=False)
    first.counted_items.filter(code="ovrigt").update(label="Inom fyra månader")
    second = make_control(rows.plan, "b2", months=[3], title=first.title)
    second.counted_items.create(code="x", label="Öppna", position=1)
    done = carry_out(second, 3, sample_size=4, deviations=0)
    done.counts.create(item=second.counted_items.get(), count=4)
    table = rows.table(f'{COUNTS}kontroller = ["b1", "b2"]', month=3)
    assert [group.label for group in table.groups] == [f"{first.title} (b1)", f"{first.title} (b2)"]
    assert [row.label for row in table.groups[0].rows] == [
        "Inom fyra månader",
        "Över fyra månader",
        "Väntan på utlåtande",
        "Över fyra månader: Inom fyra månader",
        "Summa granskade",
    ]
    assert lines(rows.table(f'{COUNTS}kontroller = ["b2"]', month=3))[0][1] == "Förra gången"


def test_nothing_is_counted_yet(rows: ControlRows) -> None:
    assert rows.block(COUNTS).note == "Inget är räknat vid kontrollerna än."


def test_both_tables_stand_in_an_annual_and_an_interim_report(rows: ControlRows) -> None:
    for kind, month in ((ReportKind.ANNUAL, 12), (ReportKind.INTERIM, 8)):
        contents = rows.contents(BY_MONTH, FULL.replace("{period}", "{år}").replace('"uppfoljning"', '"full"'), kind=kind, month=month)  # fmt: skip
        assert [len(table.columns) for table in contents.all_tables()] == [6 if month == 12 else 4, 9]


def test_excel_has_the_same_tables(rows: ControlRows) -> None:
    contents = rows.contents(
        BY_MONTH, FULL.replace("{period}", "i sin helhet").replace('"uppfoljning"', '"full"')
    )
    book = load_workbook(BytesIO(workbook(contents)))
    by_month, full = book["Uppföljning jan–dec"], book["Uppföljning i sin helhet"]
    heads = [cell.value for cell in by_month[5]]
    assert heads[4:] == ["Maj", "September", "December"]
    assert (
        by_month.cell(6, 6).value
        == "Mindre avvikelse 2\u00a0av\u00a020\u00a0avvek\nTvå beslut saknade datum."
    )
    assert by_month.cell(6, 6).alignment.wrap_text
    assert [cell.value for cell in full[4]][-3:] == ["Resultat", "Analys", "Åtgärd"]
    assert full.cell(7, 8).value == "Mindre avvikelse 1\u00a0av\u00a050\u00a0avvek"


def test_ten_columns_are_tagged_and_lie_on_their_side(rows: ControlRows, tmp_path: Path) -> None:
    for number in range(4, 24):
        control = make_control(
            rows.plan,
            f"k{number}",
            process="Individ- och familjeomsorg",
            title="Barnavårdsutredningar avslutas inom lagens tid",
            method=Control.Method.INTERVIEW,
            responsible="Kvalitetssamordnare",
        )
        carry_out(control, 5, Result.MAJOR, text="Utredningarna drar ut på tiden. " * 12)
    contents = printable(rows.contents(FULL))
    page = render_html(contents, template=STANDALONE)
    assert page.count('<th id="uppfoljning-l') == 23
    file = tmp_path / "rapport.pdf"
    with file.open("wb") as target:
        make_pdf(render_html(contents, template=PRINT), target)
    assert pdf_ua.violations(file) == []
    assert {name[:6] for name in pdf_ua.made_fonts(file)} == {"Source"}
    with pikepdf.open(file) as pdf:
        (table,) = pdf_ua.of_type(list(pdf_ua.walk(pdf)), "Table")
        assert set(pdf_ua.row_widths(table)) == {10}
        turned = [page.MediaBox[2] > page.MediaBox[3] for page in pdf.pages]
        assert sum(turned) >= 3


def test_a_row_taller_than_a_page_is_broken_and_the_head_repeated(rows: ControlRows, tmp_path: Path) -> None:
    monthly = make_control(rows.plan, "m1", months=range(1, 13))
    for month in range(1, 13):
        carry_out(monthly, month, text="Rutinen följs inte av alla. " * 15 + f"Slut på månad\u00a0{month}.")
    contents = printable(rows.contents(FULL))
    markup = render_html(contents, template=PRINT)
    assert markup.count('<tr class="tall">') == 1
    file = tmp_path / "rapport.pdf"
    with file.open("wb") as target:
        make_pdf(markup, target)
    assert pdf_ua.violations(file) == []
    told = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
    ).stdout
    pages = told.split("\f")[2:-1]
    assert len(pages) >= 2
    assert all("Kontrollmoment" in page and "Analys" in page for page in pages)
    assert all(f"månad {month}." in told.replace("\u00a0", " ") for month in range(1, 13))
