"""A foreword: a text signed with name and title."""

from dataclasses import dataclass, replace
from typing import ClassVar

from reports.blocks.base import TextPlace
from reports.blocks.text import TextBlock
from reports.blocks.written import text_block
from reports.contents import Block
from reports.sources import Sources


@dataclass(frozen=True)
class ForewordBlock(TextBlock):
    TYPE: ClassVar = "förord"

    def build(self, sources: Sources) -> Block:
        block = text_block("foreword", self.key, self.heading or "förord", sources)
        written = sources.texts.get((self.key, None))
        if not block.texts or written is None:
            return block
        return replace(block, signature=(written.signed_name, written.signed_title))

    def text_place(self) -> TextPlace:
        return TextPlace(self.key, self.heading, self.hint, is_signed=True)
