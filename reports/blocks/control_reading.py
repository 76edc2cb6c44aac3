"""Keys that the tables of internal control share."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from reports.blocks.base import Finding, Known
from reports.blocks.table_reading import read_label
from reports.control_tables import Frame
from reports.labels import filled
from reports.sources import Sources
from reports.toml_reading import TableReader, listed

W = TypeVar("W", bound=StrEnum)


def read_columns(
    table: TableReader, words: type[W], usual: tuple[W, ...], marked: Iterable[W] = (), *, least: int = 2
) -> tuple[W, ...]:
    """Kolumner: the first heads the rows, and is of words alone."""
    columns = table.choices("kolumner", words, usual)
    if len(columns) < least:
        raise table.error(
            f"”kolumner” ska ha minst {least} kolumner: den första är radernas rubrik.", "kolumner"
        )
    if columns[0] in marked:
        raise table.error(
            f"”{columns[0]}” kan inte stå först i kolumner: den första är radernas rubrik, med bara ord.",
            "kolumner",
        )
    return columns


def read_is_wide(table: TableReader) -> bool | None:
    return table.flag("liggande", default=False) if table.has("liggande") else None


def read_name(table: TableReader, default: str | None = None) -> str:
    return read_label(table, "namn", default)


def read_controls(table: TableReader) -> tuple[str, ...]:
    """Kontroller: codes; all of them where it is left out."""
    return table.texts("kontroller") if table.has("kontroller") else ()


def check_controls(codes: Iterable[str], known: Known, line: int) -> Iterable[Finding]:
    for code in codes:
        if code not in known.control_codes:
            there = f" De som finns: {listed(sorted(known.control_codes))}." if known.control_codes else ""
            yield Finding(f"Kontrollen ”{code}” finns inte i nämnden.{there}", line)


def frame(key: str, name: str, sources: Sources, *, is_wide: bool | None = None) -> Frame:
    report = sources.report
    return Frame(key, filled(name, report.year, report.month), sources.tree.root.name, is_wide)
