"""What was changed in the adopted plan, by which decision."""

from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.control_reading import ControlTable
from reports.blocks.named_table import read_names
from reports.contents import Block, Cell
from reports.control_records import ReportChange
from reports.control_tables import Shown, words
from reports.goal_records import decision
from reports.sources import Sources
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class PlanChangesBlock(ControlTable):
    TYPE: ClassVar = "planändringar"
    shows_details: bool

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(*read_names(table), shows_details=table.flag("visa_innehall", default=True))

    def build(self, sources: Sources) -> Block:
        columns = [
            Shown("Beslut", lambda change: words(decision(change.decided_on, change.paragraph))),
            Shown("Ändring", self._change),
            Shown("Skäl", lambda change: words(change.reason)),
        ]
        empty = "Planen är inte ändrad sedan den fastställdes."
        return self.block(sources, columns, sources.control.changes, empty=empty)

    def _change(self, change: ReportChange) -> Cell:
        """What was changed, and under it each field as it was and as it became."""
        details = [_became(*each) for each in change.details] if self.shows_details else []
        return words("\n".join([change.text, *details]))


def _became(field: str, before: str, after: str) -> str:
    """'Ansvarig: från Enhetschef till Nämndsekreterare'. In words: the fonts have no arrow."""
    name = f"{field[:1].upper()}{field[1:]}"
    if not before:
        return f"{name}: {after}"
    return f"{name}: från {before} till {after}" if after else f"{name}: {before} tas bort"
