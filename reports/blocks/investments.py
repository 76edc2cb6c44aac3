"""The investments: a row per project, grouped, with the requests to carry money over and their reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import BlockSettings, Namespace
from reports.blocks.table_reading import read_label, read_scale, read_time, whole_year_only
from reports.contents import Block
from reports.investment_settings import InvestmentColumn, InvestmentSettings, InvestmentShows
from reports.investment_tables import make_table
from reports.sources import Sources
from reports.table_settings import Place, Span
from reports.toml_reading import TableReader


@dataclass(frozen=True)
class InvestmentsBlock(BlockSettings):
    TYPE: ClassVar = "investeringar"
    table: InvestmentSettings

    @classmethod
    def read(cls, table: TableReader) -> Self:
        scale, decimals = read_scale(table)
        settings = InvestmentSettings(
            key=table.key(),
            name=read_label(table, "namn"),
            scale=scale,
            decimals=decimals,
            row_heading=read_label(table, "radrubrik", "Projekt"),
            total=table.choice("summa", Place, Place.LAST),
            total_name=table.text("summanamn", "Summa investeringar"),
            is_grouped=table.flag("grupper", default=True),
            prints_reasons=table.flag("skal", default=False),
            only_requested=table.flag("enbart_begarda", default=False),
            columns=read_columns(table),
        )
        return cls(table.line, settings)

    def build(self, sources: Sources) -> Block:
        report = sources.report
        table = make_table(self.table, sources.projects, report.year, report.month)
        if not table.groups:
            return Block("investments", note="Det finns inga investeringar att visa.")
        return Block("investments", tables=(table,))

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.table.key), (Namespace.TABLE_NAME, self.table.name)]

    def years(self, year: int) -> set[int]:
        return {year, *(year + column.year_offset for column in self.table.columns)}


def read_columns(table: TableReader) -> tuple[InvestmentColumn, ...]:
    columns: list[InvestmentColumn] = []
    for reader in table.tables("kolumner", "en kolumn"):
        label, shows = read_label(reader, "rubrik"), reader.choice("visar", InvestmentShows)
        span, offset = read_time(reader)
        if shows.is_of_whole_year and span is not Span.YEAR:
            raise whole_year_only(reader, shows)
        if any((other.label, other.year_offset) == (label, offset) for other in columns):
            raise reader.error(f"Två kolumner heter ”{label}”.", "rubrik")
        columns.append(InvestmentColumn(label, shows, span, offset))
    return tuple(columns)
