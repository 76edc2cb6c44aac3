"""The risks of the year in a table, with the columns that the template has."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from internal_control.models import RiskDecision
from reports.blocks.base import BlockSettings, Namespace
from reports.blocks.control_reading import frame, read_columns, read_is_wide, read_name
from reports.contents import Block
from reports.control_cells import MARKED_RISK_WORDS, RISK_HEADINGS, RiskWord, risk_cells
from reports.control_records import ReportRisk
from reports.control_tables import shown, table_of
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
class RiskListBlock(BlockSettings):
    TYPE: ClassVar = "risklista"
    key: str
    name: str
    columns: tuple[RiskWord, ...]
    only_chosen: bool
    decisions: tuple[DecisionWord, ...]
    order: OrderWord
    is_grouped: bool
    is_wide: bool | None

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line,
            key=table.key(),
            name=read_name(table),
            columns=read_columns(table, RiskWord, USUAL, MARKED_RISK_WORDS),
            only_chosen=table.flag("bara_valda", default=True),
            decisions=table.choices("beslut", DecisionWord, ()),
            order=table.choice("ordning", OrderWord, OrderWord.OWN),
            is_grouped=table.flag("grupper", default=False),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control = sources.control
        risks = self._risks(control.risks)
        if not risks:
            return Block("marked_table", note=control.absent or "Det finns inga risker att visa i listan.")
        table = table_of(
            frame(self.key, self.name, sources, is_wide=self.is_wide),
            shown(self.columns, RISK_HEADINGS, risk_cells(control)),
            risks,
            group=(lambda risk: risk.process) if self.is_grouped else None,
        )
        return Block("marked_table", tables=(table,))

    def _risks(self, risks: Iterable[ReportRisk]) -> list[ReportRisk]:
        decisions = {word.decision.value for word in self.decisions}
        found = [
            risk
            for risk in risks
            if (risk.is_chosen or not self.only_chosen) and (not decisions or risk.decision_kind in decisions)
        ]
        # Sorting keeps the committee's own order among those that are worth the same; what is not valued comes last.
        return sorted(found, key=lambda risk: -(risk.value or 0)) if self.order is OrderWord.VALUE else found

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]
