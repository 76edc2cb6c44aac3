"""A report as it is printed and published: without the notes for who works with it. Pure."""

from dataclasses import replace

from reports.contents import Block, ReportContents, Section


def printable(contents: ReportContents) -> ReportContents:
    """Without notes on what is missing, and without the sections that hold nothing yet."""
    return replace(contents, sections=_printable_sections(contents.sections), warnings=())


def _printable_sections(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    found = []
    for section in sections:
        blocks = tuple(replace(block, note="") for block in section.blocks if _has_contents(block))
        below = _printable_sections(section.sections)
        if blocks or below:
            found.append(replace(section, blocks=blocks, sections=below))
    return tuple(found)


def _has_contents(block: Block) -> bool:
    return bool(
        block.texts
        or block.tables
        or block.charts
        or block.picture
        or block.facts
        or block.mark
        or block.kind == "contents_list"
    )
