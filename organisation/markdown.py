"""Texts that people write: CommonMark without raw HTML, pictures or headings of its own.

Headings come from the page or the report template, pictures from the report with their alternative texts.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from organisation.figures import NBSP

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable(
    ["heading", "lheading", "image", "html_block", "html_inline", "hr", "code", "fence"]
)

SAFE_SCHEMES = ("http://", "https://", "mailto:", "#")


def _is_safe(url: str) -> bool:
    return url.strip().lower().startswith(SAFE_SCHEMES)


# A link elsewhere than to the web, to mail or within the report stays text.
_MARKDOWN.validateLink = _is_safe  # type: ignore[method-assign]

# Figures as people type them: '1 225 tkr', '31,1 mnkr', '§ 135'. A line never breaks inside one.
_INSIDE_FIGURE = re.compile(
    r"(?<=\d) (?=\d{3}(?!\d))|(?<=\d) (?=(?:kr|tkr|mnkr|kronor|procent)\b)|(?<=§) (?=\d)"
)


def _keep_figures_whole(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = _INSIDE_FIGURE.sub(NBSP, child.content)


_MARKDOWN.core.ruler.push("figures", _keep_figures_whole)


@lru_cache(maxsize=4096)
def as_html(text: str) -> str:
    """Markdown as sanitised markup: paragraphs, lists, quotations, emphasis and links. '' for blank text."""
    return _MARKDOWN.render(text) if text.strip() else ""
