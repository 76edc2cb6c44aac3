"""What the blocks that print one table of words and marks have in common. Nothing of them is in figures.csv."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.blocks.named_table import NamedTable, read_names
from reports.blocks.table_reading import read_label
from reports.contents import Column, RowGroup, Table
from reports.labels import filled
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class WordTable(NamedTable):
    row_heading: str

    def table(
        self,
        sources: Sources,
        columns: Iterable[Column],
        groups: Iterable[RowGroup],
        *,
        year: int | None = None,
        row_heading: str = "",
        notes: tuple[str, ...] = (),
        is_wide: bool = False,
    ) -> Table:
        """year is what {år} of the name is, where it is not the report's; row_heading stands in for one left out."""
        return Table(
            self.key,
            filled(self.name, year or sources.report.year, sources.report.month),
            self.row_heading or row_heading,
            tuple(columns),
            tuple(groups),
            "",
            notes=notes,
            is_wide=is_wide,
            holds_figures=False,
        )


def read_head(table: TableReader, row_heading: str, name: str | None = None) -> tuple[int, str, str, str]:
    """The fields of a WordTable: its line, key, name and what stands over the rows."""
    return *read_names(table, name), read_label(table, "radrubrik", row_heading)
