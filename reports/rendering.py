"""The frozen contents of a report as HTML: for a page of the program, for a file of its own, for printing.

All three print the same partials in templates/reports/blocks.
"""

import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string

from reports.contents import ReportContents

_FONT = re.compile(r'url\("\.\./vendor/(?P<path>[^"]+)"\)')

PAGE = "reports/document/page.html"
STANDALONE = "reports/document/standalone.html"
PRINT = "reports/document/print.html"
PART = "reports/document/body.html"


def render_html(
    contents: ReportContents,
    *,
    template: str = PAGE,
    request: HttpRequest | None = None,
    **context: Any,
) -> str:
    """The report as HTML. PAGE needs the request; STANDALONE is one file with style, fonts
    and pictures inside; PART is what stands within a page, with its pictures inside; PRINT is for make_pdf.
    """
    for_print = template == PRINT
    return render_to_string(
        template,
        {
            "contents": contents,
            "for_print": for_print,
            "is_standalone": template in (STANDALONE, PART),
            "has_contents_list": for_print and _has_contents_list(contents),
            "css": _screen_css() if template == STANDALONE else "",
            **context,
        },
        request=request,
    )


def _has_contents_list(contents: ReportContents) -> bool:
    return any(block.kind == "contents_list" for section in contents.walk() for block in section.blocks)


@cache
def _screen_css() -> str:
    """The style of the file that stands alone, its fonts included: it looks the same wherever it is opened."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    fonts = _FONT.sub(_embedded, (folder / "fonts.css").read_text())
    return "\n".join(
        [fonts, *((folder / name).read_text() for name in ("tokens.css", "levels.css", "report.css"))]
    )


def _embedded(match: re.Match[str]) -> str:
    """url("data:…") for a font's address under vendor/."""
    file = Path(settings.NODE_MODULES) / "@fontsource" / match["path"]
    return f'url("data:font/woff2;base64,{b64encode(file.read_bytes()).decode()}")'
