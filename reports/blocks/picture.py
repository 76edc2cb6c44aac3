"""A picture of the report, with its alternative text, caption and credit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class PictureBlock(BlockSettings):
    TYPE: ClassVar = "bild"
    key: str

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(table.line, key=table.key())

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.PICTURE, self.key)]
