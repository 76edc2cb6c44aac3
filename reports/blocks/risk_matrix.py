"""The risk matrix: consequence by likelihood, the codes of the risks in the cells, each cell with its level."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from internal_control.risk_matrix import Cell as Place
from internal_control.risk_matrix import matrix
from organisation.figures import NBSP
from reports.blocks.word_table import WordTable, read_head
from reports.contents import Block, Cell, Column, LevelMark, MarkedLine, Row, RowGroup
from reports.control_records import ReportRisk
from reports.sources import Sources
from reports.toml_reading import TableReader


class StageWord(StrEnum):
    BEFORE = "före"
    AFTER = "efter"


@dataclass(frozen=True)
class RiskMatrixBlock(WordTable):
    """only_chosen: the risks of the plan, not all that were gathered."""

    TYPE: ClassVar = "riskmatris"
    stage: StageWord
    only_chosen: bool
    has_legend: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_head(table, "Konsekvens", "Riskmatris"),
            stage=table.choice("skede", StageWord, StageWord.BEFORE),
            only_chosen=table.flag("bara_valda", default=True),
            has_legend=table.flag("forklaring", default=True),
        )

    def build(self, sources: Sources) -> Block:
        control = sources.control
        risks = [risk for risk in control.risks if risk.is_chosen or not self.only_chosen]
        is_after = self.stage is StageWord.AFTER
        drawn = matrix(control.scale, risks, after=is_after)
        if len(drawn.unvalued) == len(risks):
            return Block("marked_table", note=control.absent or _nothing_valued(risks, is_after=is_after))
        rows = tuple(
            Row(f"{row.consequence.value}{NBSP}{row.consequence.label}", tuple(map(_cell, row.cells)))
            for row in drawn.rows
        )
        table = self.table(
            sources,
            (
                Column(f"{step.value}{NBSP}{step.label}", "Sannolikhet", is_text=True)
                for step in control.scale.likelihood
            ),
            [RowGroup(sources.tree.root.name, rows, shows_label=False)],
            notes=tuple(_notes(drawn.unvalued, is_after=is_after)),
        )
        legend = control.levels if self.has_legend else ()
        return Block("marked_table", tables=(table,), legend=legend, legend_name="Risknivåer")


def _cell(place: Place[ReportRisk]) -> Cell:
    """'● 12 Hög' and under it the codes: the risk value and its level stand in words in empty cells, too."""
    level = place.level
    codes = ", ".join(risk.code for risk in place.risks)
    if level is None:
        return Cell(None, 0, text=f"{place.value}\n{codes}".strip())
    mark = LevelMark(level.symbol, level.colour, f"{place.value}{NBSP}{level.label}")
    if not codes:
        return Cell(None, 0, mark=mark)
    return Cell(None, 0, lines=(MarkedLine(mark=mark), MarkedLine(after=codes)))


def _nothing_valued(risks: list[ReportRisk], *, is_after: bool) -> str:
    if not risks:
        return "Det finns inga risker att visa i riskmatrisen."
    return "Ingen risk är värderad efter åtgärder än." if is_after else "Ingen risk är värderad än."


def _notes(unvalued: tuple[ReportRisk, ...], *, is_after: bool) -> Iterable[str]:
    if unvalued:
        codes = ", ".join(risk.code for risk in unvalued)
        yield f"Utan värde {'efter åtgärder' if is_after else 'än'}: {codes}."
