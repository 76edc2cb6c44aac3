"""Blocks about indicators, built from rows in the database and seen as they are printed."""

from typing import Any

from organisation.models import Committee
from reports.building import build
from reports.cells import printed
from reports.contents import Block, ReportContents, Table
from reports.models import Report
from tests.factories import make_committee, make_units
from tests.reports.rows import make_report

HEAD = """\
namn = "Verksamhetsberättelse"
slag = "årsredovisning"

[[avsnitt]]
nyckel = "mal"
titel = "Mål"
"""
UNDEFINED = "– betyder att det inte finns någon uppgift."
YEARS = """
kolumner = [
  { visar = "utfall", tid = "helår-1" },
  { visar = "mål" },
  { visar = "utfall" },
]
"""


def two_units() -> Committee:
    committee = make_committee()
    make_units(
        committee,
        {"SN": {"100": {}, "200": {}}},
        {"SN": "Socialnämnden", "100": "Vård och omsorg", "200": "Socialt stöd"},
    )
    return committee


def source(*blocks: str) -> str:
    """A template of blocks, each the TOML of its keys."""
    return HEAD + "".join(f"\n[[avsnitt.block]]\n{block}\n" for block in blocks)


def table_block(keys: str = YEARS, *, key: str = "matt", name: str = "Mått") -> str:
    return f'typ = "måttabell"\nnyckel = "{key}"\nnamn = "{name}"\n{keys}'


def report_of(committee: Committee, *blocks: str, **fields: Any) -> Report:
    """A report of 2021, seen from December unless fields say otherwise."""
    return make_report(committee, source=source(*blocks), **{"month": 12, **fields})


def contents_of(committee: Committee, *blocks: str, **fields: Any) -> ReportContents:
    return build(report_of(committee, *blocks, **fields), fresh=False)


def block_of(committee: Committee, block: str, **fields: Any) -> Block:
    return contents_of(committee, block, **fields).sections[0].blocks[0]


def table_of(committee: Committee, keys: str = YEARS, **fields: Any) -> Table:
    (table,) = block_of(committee, table_block(keys), **fields).tables
    return table


def rows_of(table: Table) -> list[list[str]]:
    """Headings and rows as printed; a group's heading is a row of its own."""
    found = [[table.row_heading, *(column.full_label for column in table.columns)]]
    for group in table.groups:
        if group.shows_label:
            found.append([group.label])
        for row in group.rows:
            cells = [
                f"[{cell.mark.label}]{printed(cell)}" if cell.mark else printed(cell).replace("\u00a0", " ")
                for cell in row.cells
            ]
            found.append([row.label + row.marker, *cells])
    return found
