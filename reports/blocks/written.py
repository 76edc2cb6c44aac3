"""Blocks that print one written text."""

from organisation.markdown import as_html
from reports.contents import Block, TextContent
from reports.labels import filled
from reports.sources import Sources


def text_block(kind: str, key: str, name: str, sources: Sources, *, standard: str = "") -> Block:
    """standard is printed where nobody has written anything; a text that somebody emptied stays empty."""
    written = sources.texts.get((key, None))
    report = sources.report
    html = as_html(written.text if written else filled(standard, report.year, report.month))
    if html:
        return Block(kind, texts=(TextContent(html, key),))
    return Block(kind, note=f"Text saknas: {name}." if name else "Text saknas.")
