"""The risks of the year in a table, with the columns that the template has."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from internal_control.models import RiskDecision
from reports.blocks.control_reading import ControlTable, read_columns, read_is_wide
from reports.blocks.named_table import read_names
from reports.contents import Block
from reports.control_cells import MARKED_RISK_WORDS, RiskWord, risk_cells
from reports.control_records import ReportRisk
from reports.control_tables import shown
from reports.sources import Sources
from reports.toml_reading import TableReader

USUAL = (
    RiskWord.CODE,
    RiskWord.PROCESS,
    RiskWord.RISK,
    RiskWord.VALUE,
    RiskWord.DECISION,
    RiskWord.OWNER,
)


class DecisionWord(StrEnum):
    ACCEPT = "acceptera"
    WATCH = "bevaka"
    CONTROL = "kontrollera"
    ACT = "åtgärda"

    @property
    def decision(self) -> RiskDecision:
        return RiskDecision[self.name]


class OrderWord(StrEnum):
    OWN = "egen"  # as the committee has put them
    VALUE = "riskvärde"  # the highest first


@dataclass(frozen=True)
class RiskListBlock(ControlTable):
    TYPE: ClassVar = "risklista"
    columns: tuple[RiskWord, ...]
    only_chosen: bool
    decisions: tuple[DecisionWord, ...]
    order: OrderWord
    is_grouped: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_names(table),
            columns=read_columns(table, RiskWord, USUAL, MARKED_RISK_WORDS),
            only_chosen=table.flag("bara_valda", default=True),
            decisions=table.choices("beslut", DecisionWord, ()),
            order=table.choice("ordning", OrderWord, OrderWord.OWN),
            is_grouped=table.flag("grupper", default=False),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control = sources.control
        return self.block(
            sources,
            shown(self.columns, risk_cells(control)),
            self._risks(control.risks),
            empty="Det finns inga risker att visa i listan.",
            group=(lambda risk: risk.process) if self.is_grouped else None,
        )

    def _risks(self, risks: Iterable[ReportRisk]) -> list[ReportRisk]:
        decisions = {word.decision.value for word in self.decisions}
        found = [
            risk
            for risk in risks
            if (risk.is_chosen or not self.only_chosen) and (not decisions or risk.decision_kind in decisions)
        ]
        # Sorting keeps the committee's own order among those that are worth the same; what is not valued comes last.
        return sorted(found, key=lambda risk: -(risk.value or 0)) if self.order is OrderWord.VALUE else found
