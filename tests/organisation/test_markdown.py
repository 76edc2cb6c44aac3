"""The texts of a report as markup: what is let through, and figures that stay whole."""

import pytest

from organisation.markdown import as_html

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Det är 1 225 tkr.", f"Det är 1{NBSP}225{NBSP}tkr."),
        ("Netto 12 345 678 kr", f"Netto 12{NBSP}345{NBSP}678{NBSP}kr"),
        ("minus 31,1 mnkr i år", f"minus 31,1{NBSP}mnkr i år"),
        ("10,8 procent (§ 135)", f"10,8{NBSP}procent (§{NBSP}135)"),
        ("Budget 2021 var högre", "Budget 2021 var högre"),
        ("I 4 av 10 fall, 15 år", "I 4 av 10 fall, 15 år"),
    ],
)
def test_a_line_never_breaks_inside_a_figure(written: str, printed: str) -> None:
    assert as_html(written) == f"<p>{printed}</p>\n"


def test_lists_and_bold_are_let_through() -> None:
    assert as_html("- **Avtal.** 5 tkr") == f"<ul>\n<li><strong>Avtal.</strong> 5{NBSP}tkr</li>\n</ul>\n"


@pytest.mark.parametrize("written", ["", "  \n"])
def test_a_blank_text_is_nothing(written: str) -> None:
    assert as_html(written) == ""


def test_markup_headings_and_pictures_stay_text() -> None:
    assert as_html("# Rubrik") == "<p># Rubrik</p>\n"
    assert as_html("<b>fet</b>") == "<p>&lt;b&gt;fet&lt;/b&gt;</p>\n"
    assert "<img" not in as_html("![bild](https://exempel.se/a.png)")
