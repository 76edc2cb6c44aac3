"""The document's facts: diarienummer, version, adopted, responsible."""

from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings
from reports.contents import Block
from reports.facts import document_facts
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class DocumentFactsBlock(BlockSettings):
    TYPE: ClassVar = "dokumentuppgifter"

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(table.line)

    def build(self, sources: Sources) -> Block:
        facts = document_facts(sources.report)
        return Block(
            "document_facts", facts=facts, note="" if facts else "Rapporten saknar dokumentuppgifter."
        )
