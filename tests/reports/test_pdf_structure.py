"""A real PDF of a report with every kind of block, read rule by rule; and the reader itself, on broken files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from reports.pdf import make_pdf
from reports.rendering import PRINT, render_html
from tests.reports import pdf_ua
from tests.reports.large_report import large_report


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The large report as PDF, and its number of pages."""
    picture = Path(settings.MEDIA_ROOT) / "pictures" / "hus.jpg"
    picture.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (3200, 1800), "#d9a441").save(picture)
    path = tmp_path_factory.mktemp("pdf") / "rapport.pdf"
    with path.open("wb") as target:
        pages = make_pdf(render_html(large_report(picture), template=PRINT), target)
    return path, pages


def test_the_pdf_holds_every_rule(made: tuple[Path, int]) -> None:
    assert pdf_ua.violations(made[0]) == []


def test_it_is_as_long_as_a_real_report(made: tuple[Path, int]) -> None:
    with pikepdf.open(made[0]) as pdf:
        assert len(pdf.pages) == made[1]
    assert made[1] >= 23


def test_only_the_projects_fonts_are_in_it(made: tuple[Path, int]) -> None:
    families = {name.replace("-", " ").rstrip(" ,") for name in pdf_ua.made_fonts(made[0])}
    assert families == {
        "Source Sans 3",
        "Source Sans 3 Bold",
        "Source Sans 3 Italic",
        "Source Sans 3 Semi Bold",
        "Source Serif 4 Semi Bold",
    }


def test_title_author_and_subject(made: tuple[Path, int]) -> None:
    with pikepdf.open(made[0]) as pdf:
        facts = {key: str(value) for key, value in pdf.docinfo.items()}
    assert facts == {
        "/Title": "Delårsrapport",
        "/Author": "Socialnämnden, Exempelby kommun",
        "/Subject": "Delårsrapport, januari–augusti 2021. Socialnämnden, Exempelby kommun.",
        "/Creator": "Socialnämnd",
        "/Producer": facts["/Producer"],
    }


def test_a_table_over_several_pages_is_one_table_with_one_head(made: tuple[Path, int]) -> None:
    with pikepdf.open(made[0]) as pdf:
        elements = list(pdf_ua.walk(pdf))
        tables = pdf_ua.of_type(elements, "Table")
        rows = [len(pdf_ua.rows_of(table)) for table in tables]
        # The chart's five units; six groups of four rows with a heading each; a tree of 61 rows under two rows
        # of headings; two groups of four investments.
        assert rows == [1 + 5, 1 + 6 * 5, 2 + 61, 1 + 2 * 5]
        assert len(pdf_ua.of_type(elements, "THead")) == 4
        pages = {
            row.Pg.objgen
            for row in pdf_ua.rows_of(tables[2])
            for row in pdf_ua.elements_of(row)
            if "/Pg" in row
        }
        assert len(pages) > 1


def test_a_cell_names_its_group_row_and_columns(made: tuple[Path, int]) -> None:
    with pikepdf.open(made[0]) as pdf:
        tables = pdf_ua.of_type(list(pdf_ua.walk(pdf)), "Table")

        def headers(table: Any, row: int, cell: int) -> list[str]:
            found = pdf_ua.elements_of(pdf_ua.rows_of(table)[row])[cell]
            return [str(header) for header in pdf_ua.attribute(found, "/Headers")]

        assert headers(tables[1], 2, 1) == [
            "driftredovisning-g0",
            "driftredovisning-l0-0",
            "driftredovisning-c0",
        ]
        assert headers(tables[2], 2, 9) == ["enheter-l0-0", "enheter-k2", "enheter-c8"]


def test_sections_and_tables_can_be_linked_to(made: tuple[Path, int]) -> None:
    with pikepdf.open(made[0]) as pdf:
        names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
    assert {"avsnitt-period", "avsnitt-atgarder", "driftredovisning", "enheter"} <= names
    assert "enheter-c8" not in names


def test_a_small_picture_is_kept_to_the_byte(tmp_path: Path) -> None:
    picture = Path(settings.MEDIA_ROOT) / "pictures" / "litet.jpg"
    picture.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (40, 30), "#d9a441").save(picture, quality=95)
    html = f'<html lang="sv"><title>x</title><h1>x</h1><img alt="x" src="{picture.as_uri()}"></html>'
    with (tmp_path / "x.pdf").open("wb") as target:
        make_pdf(html, target)
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        (image,) = _images(pdf.pages[0])
        assert image.read_raw_bytes() == picture.read_bytes()


def test_wide_tables_stand_on_their_side_and_the_next_page_upright(made: tuple[Path, int]) -> None:
    with pikepdf.open(made[0]) as pdf:
        sideways = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    first = sideways.index(True)
    length = sum(sideways)
    assert sideways[first : first + length] == [True] * length
    assert not sideways[-1]


def test_pictures_are_made_smaller(made: tuple[Path, int]) -> None:
    with pikepdf.open(made[0]) as pdf:
        widths = [int(image.Width) for page in pdf.pages for image in _images(page)]
    # 138 mm at 200 dots an inch.
    assert widths
    assert max(widths) <= 1100


def test_a_text_cannot_reach_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "hemlig.png"
    Image.new("RGB", (10, 10)).save(secret)
    html = f'<html lang="sv"><title>x</title><h1>x</h1><img alt="x" src="{secret.as_uri()}"></html>'
    with (tmp_path / "x.pdf").open("wb") as target:
        make_pdf(html, target)
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert [_images(page) for page in pdf.pages] == [[]]


def _images(page: Any) -> list[Any]:
    """A page's pictures; WeasyPrint's pages share their resources, so each page lists them all."""
    found = page.Resources.get("/XObject", {}).values()
    return [image for image in found if image.Subtype == "/Image"]


def _first(pdf: pikepdf.Pdf, *types: str) -> Any:
    return pdf_ua.of_type(list(pdf_ua.walk(pdf)), *types)[0]


def _delete(owner: Any, key: str) -> None:
    del owner[key]


def _retype(element: Any, to: str) -> None:
    element.S = pikepdf.Name(to)


def _strip_marks(pdf: pikepdf.Pdf) -> None:
    kept = [
        part
        for part in pikepdf.parse_content_stream(pdf.pages[2])
        if str(part[1]) not in ("BDC", "BMC", "EMC")
    ]
    pdf.pages[2].Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _untag_title(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as xmp:
        del xmp["dc:title"]


def _unidentify(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as xmp:
        del xmp["pdfuaid:part"]


BREAKS: dict[str, Callable[[pikepdf.Pdf], Any]] = {
    "5 identification": _unidentify,
    "7.1 title": _untag_title,
    "7.1 marked": lambda pdf: _delete(pdf.Root, "/MarkInfo"),
    "7.1 content": _strip_marks,
    "7.1 parent tree": lambda pdf: _delete(_first(pdf, "H2"), "/K"),
    "7.1 standard types": lambda pdf: _retype(_first(pdf, "Div"), "/Ruta"),
    "7.2 language": lambda pdf: _delete(pdf.Root, "/Lang"),
    "7.3 figures": lambda pdf: _delete(_first(pdf, "Figure"), "/Alt"),
    "7.4 headings": lambda pdf: _retype(_first(pdf, "H2"), "/H3"),
    "7.5 tables": lambda pdf: _delete(_first(pdf, "TD"), "/A"),
    "7.5 and 7.6 nesting": lambda pdf: _retype(_first(pdf, "TR"), "/Div"),
    "7.6 lists": lambda pdf: _delete(_first(pdf, "L"), "/A"),
    "7.8 running heads": _strip_marks,
    "7.16 security and scripts": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript)
    ),
    "7.17 bookmarks": lambda pdf: _delete(pdf.Root, "/Outlines"),
    "7.18 links": lambda pdf: _delete(pdf.pages[1].Annots[0], "/Contents"),
    "7.21 fonts": lambda pdf: _delete(next(iter(pdf.pages[0].Resources.Font.values())), "/ToUnicode"),
}


def test_every_rule_is_broken_once() -> None:
    assert set(BREAKS) == set(pdf_ua.RULES)


@pytest.mark.parametrize("clause", BREAKS)
def test_the_reader_finds_what_is_broken(made: tuple[Path, int], tmp_path: Path, clause: str) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(made[0]) as pdf:
        BREAKS[clause](pdf)
        pdf.save(broken)
    assert clause in {fault.partition(":")[0] for fault in pdf_ua.violations(broken)}
