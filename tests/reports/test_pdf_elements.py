"""reports/print/elements.css stands in for WeasyPrint's own sheet: no element of a report may look otherwise for it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from weasyprint import HTML

from organisation.markdown import as_html
from reports.pdf import laid_out

PAGE = (
    '<html lang="sv"><head><title>Prov</title><meta name="author" content="Vi"></head><body>{}</body></html>'
)
TEXT = """
Ett stycke med *kursiv*, **fetstil**, `kod` och [en länk](https://exempel.se).\\
Ny rad.

- Punkt
    - under
        - underst
            - allra underst
    1. först
    2. sedan

1. Nummer

    - under nummer

> Ett citat
"""
TABLE = """
<table><caption>Tabell</caption><thead><tr><th>Rad</th><th>Tal</th></tr></thead>
<tbody><tr><th>Ett</th><td>1</td></tr><tr><th>Två<br>rader</th><td>2</td></tr></tbody></table>
"""
LIST = "<dl><dt>Ord</dt><dd>Förklaring</dd></dl><dl><div><dt>Ord</dt><dd>Förklaring</dd></div></dl>"
FIGURE = """
<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"><title>Ring</title>
<circle cx="4" cy="4" r="9"/></svg><figcaption>Bild</figcaption></figure>
"""
HEADINGS = "".join(f"<h{level}>Rubrik {level}</h{level}><p>Text</p>" for level in range(1, 7))
PARTS = "<header>Huvud</header><nav>Väg</nav><section><div>Del <span>med ord</span></div></section>"


def markup_of(body: str) -> str:
    return PAGE.format(body)


@pytest.mark.parametrize(
    "body",
    [as_html(TEXT), TABLE, LIST, FIGURE, HEADINGS, PARTS],
    ids=["text", "table", "list", "figure", "h", "parts"],
)
def test_it_looks_as_with_weasyprints_own_sheet(body: str) -> None:
    html = markup_of(body)
    assert laid_out(html).write_pdf() == laid_out(html, HTML).write_pdf()


def test_no_element_is_left_out() -> None:
    """Of those in the templates that are printed, and of those that texts are made of."""
    folder = Path(settings.BASE_DIR) / "templates" / "reports"
    sources = [*(folder / "blocks").glob("*.html"), *(folder / "document").glob("*.html")]
    used = set(re.findall(r"<([a-z]+\d?)", " ".join(map(Path.read_text, sources))))
    tried = set(
        re.findall(r"<([a-z]+\d?)", markup_of(as_html(TEXT) + TABLE + LIST + FIGURE + HEADINGS + PARTS))
    )
    # Without a style of their own, or on screen alone.
    assert used - tried == {"article", "details", "img", "link", "main", "style", "summary"}
