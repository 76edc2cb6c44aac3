"""One text per unit, with the unit's name run in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from organisation.markdown import as_html
from reports.blocks.base import BlockSettings, Finding, Known, Namespace, TextPlace, check_units, read_units
from reports.contents import Block, TextContent
from reports.sources import Sources
from reports.table_notes import listing
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

    def build(self, sources: Sources) -> Block:
        texts, missing = [], []
        for unit in sources.tree.chosen(self.units, [sources.report.year]):
            written = sources.texts.get((self.key, unit.id))
            html = as_html(written.text) if written else ""
            if html:
                texts.append(TextContent(html, self.key, unit.name, unit.code))
            else:
                missing.append(unit.name)
        note = f"Text saknas för {listing(missing)}." if missing else ""
        return Block("unit_texts", texts=tuple(texts), note=note)

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TEXT, self.key)]

    def text_place(self) -> TextPlace:
        return TextPlace(self.key, self.heading, self.hint, units=self.units)

    def check(self, known: Known) -> Iterable[Finding]:
        return check_units(self.units, known, self.line)
