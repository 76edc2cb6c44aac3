"""What the blocks that print one table or chart have in common: a key and a name that no other has."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.blocks.base import BlockSettings, Namespace
from reports.blocks.table_reading import read_label
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class NamedTable(BlockSettings):
    key: str
    name: str

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]


def read_names(table: TableReader, name: str | None = None) -> tuple[int, str, str]:
    """The fields of a NamedTable: its line, key and name. name is what it is called where the template says nothing."""
    return table.line, table.key(), read_label(table, "namn", name)
