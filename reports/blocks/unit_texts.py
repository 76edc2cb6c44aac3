"""One text per unit, with the unit's name run in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Finding, Known, Namespace, TextPlace, check_units, read_units
from reports.toml_reading import TableReader
from reports.unit_tree import UnitChoice


@dataclass(frozen=True)
class UnitTextsBlock(BlockSettings):
    TYPE: ClassVar = "enhetstexter"
    key: str
    heading: str
    hint: str
    units: UnitChoice

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            table.line,
            key=table.key(),
            heading=table.text("rubrik", ""),
            hint=table.text("ledtext", ""),
            units=read_units(table),
        )

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TEXT, self.key)]

    def text_place(self) -> TextPlace:
        return TextPlace(self.key, self.heading, self.hint, units=self.units)

    def check(self, known: Known) -> Iterable[Finding]:
        return check_units(self.units, known, self.line)
