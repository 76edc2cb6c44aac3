"""Blocks that print one written text."""

from organisation.markdown import as_html
from reports.contents import Block, TextContent
from reports.sources import Sources


def text_block(kind: str, key: str, name: str, sources: Sources) -> Block:
    written = sources.texts.get((key, None))
    html = as_html(written.text) if written else ""
    if html:
        return Block(kind, texts=(TextContent(html, key),))
    return Block(kind, note=f"Text saknas: {name}." if name else "Text saknas.")
