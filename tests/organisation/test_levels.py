"""A level is shown with a drawing, a colour and words, and each can be told from the others without the colour."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template

from goals.models import AssessmentLevel
from organisation.marks import Colour, Symbol
from organisation.symbols import INKS, drawing

CSS = settings.BASE_DIR / "static" / "css"
PAPER = "#ffffff"


def shown(level: AssessmentLevel | None, **context: object) -> str:
    return Template("{% load levels %}{% level level %}").render(Context({"level": level, **context}))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text()))


def test_a_level_is_drawing_colour_and_words() -> None:
    level = AssessmentLevel(label="Uppfyllt & klart", symbol=Symbol.EMPTY, colour=Colour.GREEN)
    assert shown(level) == (
        '<span class="level level-green"><svg xmlns="http://www.w3.org/2000/svg" class="level-symbol"'
        ' viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><circle cx="8" cy="8"'
        ' r="6.25" fill="none" stroke="currentColor" stroke-width="1.75"/></svg>'
        '<span class="level-label">Uppfyllt &amp; klart</span></span>'
    )


def test_nothing_is_shown_where_there_is_no_level() -> None:
    assert shown(None) == ""


def test_on_paper_the_drawing_has_its_own_colour_and_the_size_of_the_style_sheet() -> None:
    drawn = drawing("check", INKS["green"])
    assert 'color="#12654a"' in drawn
    assert ' width="16"' not in drawn


def test_each_symbol_is_a_drawing_of_its_own() -> None:
    drawn = {symbol: drawing(symbol) for symbol in Symbol.values}
    assert len(set(drawn.values())) == len(Symbol.values)


@pytest.mark.parametrize("colour", Colour.values)
def test_each_colour_is_seen(colour: str) -> None:
    strong, soft = tokens()[f"level-{colour}"], tokens()[f"level-{colour}-soft"]
    assert min(contrast(strong, soft), contrast(strong, PAPER)) >= 3  # the drawing and the edge
    assert contrast(tokens()["ink"], soft) >= 4.5  # the words
    assert INKS[colour] == strong
    assert f".level-{colour} {{" in (CSS / "levels.css").read_text()
