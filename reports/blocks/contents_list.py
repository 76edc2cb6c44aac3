"""A table of contents."""

from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings
from reports.contents import Block
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class ContentsListBlock(BlockSettings):
    TYPE: ClassVar = "innehåll"
    depth: int

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(table.line, depth=table.number("djup", 2, least=1, most=4))

    def build(self, sources: Sources) -> Block:
        return Block("contents_list", depth=self.depth)
