"""A foreword: a text signed with name and title."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace, TextPlace
from reports.blocks.written import text_block
from reports.contents import Block
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class ForewordBlock(BlockSettings):
    TYPE: ClassVar = "förord"
    key: str
    heading: str
    hint: str

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line, key=table.key(), heading=table.text("rubrik", ""), hint=table.text("ledtext", "")
        )

    def build(self, sources: Sources) -> Block:
        block = text_block("foreword", self.key, self.heading or "förord", sources)
        written = sources.texts.get((self.key, None))
        if not block.texts or written is None:
            return block
        return replace(block, signature=(written.signed_name, written.signed_title))

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TEXT, self.key)]

    def text_place(self) -> TextPlace:
        return TextPlace(self.key, self.heading, self.hint, is_signed=True)
