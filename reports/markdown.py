"""The texts of a report: CommonMark with tables of nothing, no raw HTML, no pictures and no headings of its own.

Headings come from the template, pictures from the report with their alternative texts.
"""

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable(
    ["heading", "lheading", "image", "html_block", "html_inline", "hr", "code", "fence"]
)

SAFE_SCHEMES = ("http://", "https://", "mailto:", "#")


def _is_safe(url: str) -> bool:
    return url.strip().lower().startswith(SAFE_SCHEMES)


# A link elsewhere than to the web, to mail or within the report stays text.
_MARKDOWN.validateLink = _is_safe  # type: ignore[method-assign]


def as_html(text: str) -> str:
    """Markdown as sanitised markup: paragraphs, lists, quotations, emphasis and links. '' for blank text."""
    return _MARKDOWN.render(text) if text.strip() else ""
