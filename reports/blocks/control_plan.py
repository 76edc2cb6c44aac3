"""The controls of the year's plan in a table: what is checked, how, against which rule, when and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace
from reports.blocks.control_reading import frame, read_columns, read_is_wide, read_name
from reports.contents import Block
from reports.control_cells import CONTROL_HEADINGS, MARKED_CONTROL_WORDS, ControlWord, control_cells
from reports.control_tables import shown, table_of
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
class ControlPlanBlock(BlockSettings):
    TYPE: ClassVar = "kontrollplan"
    key: str
    name: str
    columns: tuple[ControlWord, ...]
    is_grouped: bool
    is_wide: bool | None

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line,
            key=table.key(),
            name=read_name(table),
            columns=read_columns(table, ControlWord, USUAL, MARKED_CONTROL_WORDS),
            is_grouped=table.flag("grupper", default=False),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control = sources.control
        if not control.controls:
            return Block("marked_table", note=control.absent or "Planen har inga kontroller än.")
        table = table_of(
            frame(self.key, self.name, sources, is_wide=self.is_wide),
            shown(self.columns, CONTROL_HEADINGS, control_cells(control)),
            control.controls,
            group=(lambda each: each.process) if self.is_grouped else None,
        )
        return Block("marked_table", tables=(table,))

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]
