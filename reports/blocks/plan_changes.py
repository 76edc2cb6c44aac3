"""What was changed in the adopted plan, by which decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace
from reports.blocks.control_reading import frame, read_name
from reports.contents import Block, Cell
from reports.control_records import ReportChange
from reports.control_tables import Shown, table_of, words
from reports.goal_records import decision
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class PlanChangesBlock(BlockSettings):
    TYPE: ClassVar = "planändringar"
    key: str
    name: str
    shows_details: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line,
            key=table.key(),
            name=read_name(table),
            shows_details=table.flag("visa_innehall", default=True),
        )

    def build(self, sources: Sources) -> Block:
        control = sources.control
        if not control.changes:
            return Block(
                "marked_table", note=control.absent or "Planen är inte ändrad sedan den fastställdes."
            )
        columns = [
            Shown("Beslut", lambda change: words(decision(change.decided_on, change.paragraph))),
            Shown("Ändring", self._change),
            Shown("Skäl", lambda change: words(change.reason)),
        ]
        table = table_of(frame(self.key, self.name, sources), columns, control.changes)
        return Block("marked_table", tables=(table,))

    def _change(self, change: ReportChange) -> Cell:
        """What was changed, and under it each field as it was and as it became."""
        details = [_became(*each) for each in change.details] if self.shows_details else []
        return words("\n".join([change.text, *details]))

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.key), (Namespace.TABLE_NAME, self.name)]


def _became(field: str, before: str, after: str) -> str:
    """'Ansvarig: från Enhetschef till Nämndsekreterare'. In words: the fonts have no arrow."""
    name = f"{field[:1].upper()}{field[1:]}"
    if not before:
        return f"{name}: {after}"
    return f"{name}: från {before} till {after}" if after else f"{name}: {before} tas bort"
