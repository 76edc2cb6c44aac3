"""The controls of the year's plan in a table: what is checked, how, against which rule, when and by whom."""

from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.control_reading import ControlTable, read_columns, read_is_wide
from reports.blocks.named_table import read_names
from reports.contents import Block
from reports.control_cells import MARKED_CONTROL_WORDS, ControlWord, control_cells
from reports.control_tables import shown
from reports.sources import Sources
from reports.toml_reading import TableReader

USUAL = (
    ControlWord.PROCESS,
    ControlWord.RISK,
    ControlWord.VALUE,
    ControlWord.CONTROL,
    ControlWord.METHOD,
    ControlWord.RULE,
    ControlWord.WHEN,
    ControlWord.RESPONSIBLE,
    ControlWord.REPORTED_TO,
)


@dataclass(frozen=True)
class ControlPlanBlock(ControlTable):
    TYPE: ClassVar = "kontrollplan"
    columns: tuple[ControlWord, ...]
    is_grouped: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_names(table),
            columns=read_columns(table, ControlWord, USUAL, MARKED_CONTROL_WORDS),
            is_grouped=table.flag("grupper", default=False),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control = sources.control
        return self.block(
            sources,
            shown(self.columns, control_cells(control)),
            control.controls,
            empty="Planen har inga kontroller än.",
            group=(lambda each: each.process) if self.is_grouped else None,
        )
