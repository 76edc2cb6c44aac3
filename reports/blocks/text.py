"""A text of the report, in Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace, TextPlace
from reports.blocks.written import text_block
from reports.contents import Block
from reports.sources import Sources
from reports.toml_reading import TableReader

STANDARD_LENGTH = 5_000  # characters


@dataclass(frozen=True)
class TextBlock(BlockSettings):
    """heading names the text where it is written; it is not printed. standard stands there until somebody writes."""

    TYPE: ClassVar = "text"
    key: str
    heading: str
    hint: str
    standard: str = ""

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line,
            key=table.key(),
            heading=table.text("rubrik", ""),
            hint=table.text("ledtext", ""),
            standard=table.text("standardtext", "", most=STANDARD_LENGTH),
        )

    def build(self, sources: Sources) -> Block:
        return text_block("text", self.key, self.heading, sources, standard=self.standard)

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TEXT, self.key)]

    def text_place(self) -> TextPlace:
        return TextPlace(self.key, self.heading, self.hint, standard=self.standard)
