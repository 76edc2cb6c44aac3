"""A report's print HTML as a tagged PDF (PDF/UA-1) in Swedish.

Style sheet and fonts are read once in the life of a process: a worker's first PDF pays for them.
"""

import atexit
from functools import cache
from pathlib import Path
from typing import IO
from urllib.request import url2pathname

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.garbage import collected_afterwards
from reports.structure import TaggedPage
from reports.tagging import add_structure

STYLE_FOLDER = Path(__file__).parent / "print"
STYLESHEET = STYLE_FOLDER / "report-print.css"
ELEMENTS = STYLE_FOLDER / "elements.css"
PICTURE_DPI = 200


class _OwnFiles(URLFetcher):
    """Fetches the program's fonts and style and the reports' pictures; a text cannot point at anything else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = Path(url2pathname(url.removeprefix("file://"))).resolve()
        allowed = (STYLE_FOLDER, Path(settings.NODE_MODULES), Path(settings.MEDIA_ROOT))
        if not url.startswith("file:///") or not any(
            path.is_relative_to(folder.resolve()) for folder in allowed
        ):
            raise ValueError(f"Not a file of a report: {url}")
        return super().fetch(url, headers)


@cache
def _elements() -> CSS:
    return CSS(filename=ELEMENTS)


class ReportHTML(HTML):
    """HTML whose elements have the style of elements.css before any other, not that of WeasyPrint (ADR 7)."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_elements()]


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    return CSS(filename=STYLESHEET, font_config=fonts, url_fetcher=_OwnFiles()), fonts


# The fonts lie unpacked in a temporary folder, which goes with them.
atexit.register(_style.cache_clear)


def make_pdf(html: str, target: IO[bytes]) -> int:
    """Write the print HTML to target as PDF and return the number of pages."""
    with collected_afterwards():
        return _write(html, target)


def _write(html: str, target: IO[bytes]) -> int:
    document = laid_out(html)
    tagged = document.copy([TaggedPage(page) for page in document.pages])
    tagged.write_pdf(target, finisher=add_structure, pdf_version="1.7", dpi=PICTURE_DPI)
    return len(tagged.pages)


def laid_out(html: str, kind: type[HTML] = ReportHTML) -> Document:
    """The pages, before they are drawn. kind is the class that reads the HTML."""
    css, fonts = _style()
    read = kind(string=html, base_url="file:///", url_fetcher=_OwnFiles())
    return read.render(stylesheets=[css], font_config=fonts, dpi=PICTURE_DPI)
