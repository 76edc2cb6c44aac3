"""Sentences made from the follow-up: how many controls are carried out and what they showed, and the measures."""

from dataclasses import dataclass
from html import escape
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings
from reports.contents import Block, TextContent
from reports.control_results import month_word
from reports.control_summary import control_summary, measure_summary
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class ControlSummaryBlock(BlockSettings):
    TYPE: ClassVar = "kontrollsammanfattning"
    has_measures: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(table.line, has_measures=table.flag("atgarder", default=True))

    def build(self, sources: Sources) -> Block:
        control, month = sources.control, sources.report.month
        text = control_summary(control.controls, month, month_word(month))
        if self.has_measures:
            text = f"{text} {measure_summary(control.measures, control.year)}".strip()
        if not text:
            return Block("text", note=control.absent or "Det finns inga kontroller att sammanfatta.")
        return Block("text", texts=(TextContent(f"<p>{escape(text)}</p>"),))
