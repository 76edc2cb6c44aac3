"""Numbers of sections, tables and charts, in reading order. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from reports.contents import Block, ReportContents, Section


def numbered(contents: ReportContents, *, numbers_sections: bool) -> ReportContents:
    """Tables and charts numbered from 1 each; sections as 2 and 2.1, where they are to be."""
    tables, charts = count(1), count(1)
    return replace(
        contents,
        sections=tuple(
            _numbered_section(section, str(at) if numbers_sections else "", tables, charts)
            for at, section in enumerate(contents.sections, 1)
        ),
    )


def _numbered_section(section: Section, number: str, tables: Iterator[int], charts: Iterator[int]) -> Section:
    return replace(
        section,
        number=number,
        blocks=tuple(_numbered_block(block, tables, charts) for block in section.blocks),
        sections=tuple(
            _numbered_section(below, f"{number}.{at}" if number else "", tables, charts)
            for at, below in enumerate(section.sections, 1)
        ),
    )


def _numbered_block(block: Block, tables: Iterator[int], charts: Iterator[int]) -> Block:
    return replace(
        block,
        tables=tuple(replace(table, number=next(tables)) for table in block.tables),
        charts=tuple(replace(chart, number=next(charts)) for chart in block.charts),
    )
