"""Cells that hold more than a figure: units, several lines, words and marks, in every file that is made."""

import io
import re
from decimal import Decimal
from pathlib import Path

import pikepdf
from openpyxl import load_workbook

from organisation.figures import NBSP
from reports.cells import plain_text, printed
from reports.column_widths import fits_upright, shares
from reports.contents import Cell, Column, LevelMark, Row, RowGroup, Table
from reports.excel import workbook
from reports.figures_csv import figures
from reports.pdf import make_pdf
from reports.rendering import PRINT, STANDALONE, render_html
from tests.reports import pdf_ua
from tests.reports.test_excel import contents

MET = LevelMark("filled", "green", "Uppfyllt")
SHARE = Cell(Decimal("7.3"), 1, suffix="%")
LESS = Cell(Decimal("-1234.5"), 1, suffix="st", marker="**")
PARTS = Cell(None, 0, text="93 SA\n24 BPSD")
HIDDEN = Cell(None, 0, text="..")
MISSING = Cell(None, 0, marker="*")
MARKED = Cell(Decimal(5), 0, mark=MET)
MARK = Cell(None, 0, mark=MET)
WORDS = Cell(None, 0, text="Öppna insatser <i>före</i> placering\nFler i jobb", mark=MET)


def make(*cells: Cell, **changes: object) -> Table:
    columns = tuple(Column(f"K{at}", is_text=cell is WORDS) for at, cell in enumerate(cells))
    group = RowGroup("Grupp", (Row("Rad", cells, marker="*"),), shows_label=False)
    return Table("t", "Tabell", "Mått", columns, (group,), "", **changes)  # type: ignore[arg-type]


def test_what_is_printed() -> None:
    assert [printed(cell) for cell in (SHARE, LESS, PARTS, HIDDEN, MISSING, MARKED, MARK, Cell(None, 0))] == [
        f"7,3{NBSP}%",
        f"−1{NBSP}234,5{NBSP}st**",
        "93 SA\n24 BPSD",
        "..",
        "–*",
        "5",
        "",
        "–",
    ]


def test_what_is_plain() -> None:
    cells = (SHARE, LESS, PARTS, HIDDEN, MISSING, MARKED, MARK, Cell(None, 0, text=f"−2{NBSP}%"))
    assert [plain_text(cell) for cell in cells] == [
        "7,3 %",
        "-1234,5 st",
        "93 SA / 24 BPSD",
        "..",
        "–",
        "5",
        "Uppfyllt",
        "-2 %",
    ]


def test_the_file_of_figures_leaves_out_tables_of_words() -> None:
    made = figures(contents(make(SHARE, PARTS), make(WORDS, holds_figures=False)))
    assert made == [
        ("Tabell", "Grupp", "Rad", "K0", "7,3 %"),
        ("Tabell", "Grupp", "Rad", "K1", "93 SA / 24 BPSD"),
    ]


def cells_of(html: str) -> list[str]:
    body = re.findall(r"<td [^>]*?headers=\"[^\"]*\"(.*?)</td>", html)
    return [re.sub(r"<svg.*?</svg>", "<svg/>", cell) for cell in body]


def test_a_page_prints_lines_units_and_marks() -> None:
    html = render_html(contents(make(SHARE, PARTS, MARK, MARKED, WORDS)), template=STANDALONE)
    mark = '<span class="level level-green"><svg/><span class="level-label">Uppfyllt</span></span>'
    assert cells_of(html) == [
        f">7,3{NBSP}%",
        ' class="text">93 SA<br>24 BPSD',
        f">{mark}",
        f">{mark} 5",
        (
            f' class="words text">{mark} <span class="line">Öppna insatser &lt;i&gt;före&lt;/i&gt; placering</span>'
            '<span class="line">Fler i jobb</span>'
        ),
    ]
    assert '<th id="t-l0-0" scope="row">Rad*</th>' in html
    assert "report-table columns-6 has-words" in html


def test_excel_has_numbers_with_their_unit_and_words_that_break() -> None:
    book = load_workbook(
        io.BytesIO(workbook(contents(make(SHARE, LESS, PARTS, HIDDEN, MARKED, MARK, WORDS))))
    )
    row = book["Tabell"][5]
    assert [cell.value for cell in row] == [
        "Rad*",
        7.3,
        -1234.5,
        "93 SA\n24 BPSD",
        "..",
        5,
        "Uppfyllt",
        "Uppfyllt Öppna insatser <i>före</i> placering\nFler i jobb",
    ]
    assert row[1].number_format == f'#,##0.0"{NBSP}%";−#,##0.0"{NBSP}%"'
    assert row[2].number_format == f'#,##0.0"{NBSP}st**";−#,##0.0"{NBSP}st**"'
    assert row[5].number_format == '"Uppfyllt "#,##0;"Uppfyllt "−#,##0'
    assert [row[at].alignment.wrap_text for at in (3, 4, 7)] == [True, None, True]
    assert (row[4].alignment.horizontal, row[7].alignment.horizontal) == ("right", "left")


def test_on_paper_a_symbol_is_an_artefact_and_its_words_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rapport.pdf"
    with path.open("wb") as target:
        make_pdf(render_html(contents(make(SHARE, MARK, WORDS)), template=PRINT), target)
    assert pdf_ua.violations(path) == []
    with pikepdf.open(path) as pdf:
        assert pdf_ua.of_type(list(pdf_ua.walk(pdf)), "Figure") == []


def test_columns_of_words_have_room_for_a_word_and_then_for_what_they_hold() -> None:
    assert shares(make(SHARE, PARTS)) == [0, 0]
    # In mm: 'Rad*', '7,3 %' and '___Uppfyllt' need 4 + 1.7 × (4, 5, 11) = 10.8, 12.5, 22.7 of 166. The first two hold
    # no more than that word, so the third gets the 120 that are left.
    assert shares(make(SHARE, WORDS)) == [8, 86]


def test_words_are_not_broken_to_fit() -> None:
    narrow = Cell(None, 0, text="kort text som ryms på flera rader " * 5)
    wide = Cell(None, 0, text="sjuttiosjutusensjuhundrasjuttiosju" * 3)
    assert [fits_upright(make(cell)) for cell in (narrow, wide)] == [True, False]
