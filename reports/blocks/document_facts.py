"""The document's facts: diarienummer, version, adopted, responsible."""

from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class DocumentFactsBlock(BlockSettings):
    TYPE: ClassVar = "dokumentuppgifter"

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(table.line)
