"""A result table: the budget, actuals and forecasts of units, in the layout that its settings say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from reports.blocks.base import LISTABLE, BlockSettings, Finding, Known, Namespace, check_units, read_units
from reports.blocks.line_reading import check_lines, read_lines
from reports.blocks.table_reading import read_label, read_scale, read_time, whole_year_only
from reports.contents import Block
from reports.labels import filled
from reports.sources import Sources
from reports.table_settings import (
    ColumnSetting,
    Grouping,
    Line,
    Place,
    Rows,
    Shows,
    SignWord,
    Span,
    TableSettings,
)
from reports.tables import make_table
from reports.toml_reading import TableReader, listed
from reports.unit_tree import Choice

UNIT_PLACEHOLDER = "{enhet}"


@dataclass(frozen=True)
class ResultTableBlock(BlockSettings):
    TYPE: ClassVar = "resultattabell"
    table: TableSettings

    @classmethod
    def read(cls, table: TableReader) -> Self:
        settings = read_settings(table)
        check_layout(table, settings)
        return cls(table.line, settings)

    def build(self, sources: Sources) -> Block:
        table = make_table(self.table, sources.figures)
        if not any(group.rows for group in table.groups):
            return Block("result_table", note=f"Det finns inga enheter att visa i tabellen ”{table.name}”.")
        return Block("result_table", tables=(table,))

    def names(self) -> Iterable[tuple[Namespace, str]]:
        return [(Namespace.TABLE, self.table.key), (Namespace.TABLE_NAME, self.table.name)]

    def check(self, known: Known) -> Iterable[Finding]:
        yield from check_units(self.table.units, known, self.line)
        yield from check_lines(self.table.lines, self.table.name, known, self.line)

    def years(self, year: int) -> set[int]:
        return self.table.years(year)


def read_settings(table: TableReader) -> TableSettings:
    scale, decimals = read_scale(table)
    rows = table.choice("rader", Rows, Rows.LINES)
    lines = read_lines(table)
    return TableSettings(
        key=table.key(),
        name=read_label(table, "namn"),
        scale=scale,
        decimals=decimals,
        sign=table.choice("tecken", SignWord, SignWord.NATURAL).sign,
        row_heading=read_label(table, "radrubrik", {"kr": "Kronor", "tkr": "Tkr", "mnkr": "Mnkr"}[scale]),
        rows=rows,
        units=read_units(table, (*LISTABLE, Choice.TREE)),
        total=table.choice("summa", Place, Place.NONE),
        grouping=table.choice("grupper", Grouping, Grouping.NONE),
        subtotals=table.choice("delsummor", Place, Place.NONE),
        lines=lines,
        columns=read_columns(table, rows, lines),
        group_name=table.text("gruppnamn", ""),
        total_name=table.text("summanamn", ""),
        subtotal_name=table.text("delsummanamn", UNIT_PLACEHOLDER),
        is_landscape=table.flag("liggande", default=False) if table.has("liggande") else None,
    )


def read_columns(table: TableReader, rows: Rows, lines: tuple[Line, ...]) -> tuple[ColumnSetting, ...]:
    columns: list[ColumnSetting] = []
    taken: set[tuple[str, str, str]] = set()
    sides = len(lines) if rows is Rows.UNITS else 1
    for reader in table.tables("kolumner", "en kolumn"):
        column = read_column(reader, lines)
        if column.lines and rows is Rows.LINES:
            raise reader.error("”poster” på en kolumn kräver rader = ”enheter”.", "poster")
        if column.group and sides > 1:
            raise reader.error(
                "”grupp” går inte när flera poster står bredvid varandra: de är grupperna.", "grupp"
            )
        if not column.label and sides == 1:
            raise reader.error("”rubrik” får inte vara tom.", "rubrik")
        _take_labels(reader, column, [line.name for line in lines] if sides > 1 else [""], taken)
        columns.append(column)
    return tuple(columns)


def _take_labels(
    table: TableReader, column: ColumnSetting, sides: list[str], taken: set[tuple[str, str, str]]
) -> None:
    """Refuse a column whose heading another one has, as both are printed: {år} is different with the year."""
    label = filled(column.label, 2000 + column.year_offset, 1)
    for side in column.lines or sides:
        if (side, column.group, label) in taken:
            raise table.error(f"Två kolumner heter ”{column.label}”.", "rubrik")
        taken.add((side, column.group, label))


def read_column(table: TableReader, lines: tuple[Line, ...]) -> ColumnSetting:
    shows = table.choice("visar", Shows)
    span, offset = read_time(table)
    if shows.is_of_whole_year and span is not Span.YEAR:
        raise whole_year_only(table, shows)
    names = [line.name for line in lines]
    wanted = table.texts("poster") if table.has("poster") else ()
    for name in wanted:
        if name not in names:
            raise table.error(
                f"Det finns ingen post som heter ”{name}”. De som finns: {listed(names)}.", "poster"
            )
    return ColumnSetting(
        label=read_label(table, "rubrik", "") if wanted else read_label(table, "rubrik"),
        shows=shows,
        span=span,
        year_offset=offset,
        group=read_label(table, "grupp", ""),
        lines=wanted,
    )


def check_layout(table: TableReader, settings: TableSettings) -> None:
    """Settings that contradict each other."""
    choice, by_units = settings.units.choice, settings.rows is Rows.UNITS
    if choice is Choice.ROOT and settings.total is not Place.NONE:
        raise table.error("enheter = ”nämnden” är redan summan: skriv summa = ”ingen”.", "summa")
    if not by_units and choice is Choice.TREE:
        raise table.error("enheter = ”träd” kräver rader = ”enheter”.", "enheter")
    if not by_units and settings.grouping is not Grouping.NONE:
        raise table.error("grupper = ”överordnad” kräver rader = ”enheter”.", "grupper")
    if choice is Choice.TREE and settings.grouping is not Grouping.NONE:
        raise table.error(
            "enheter = ”träd” visar redan under vem en enhet ligger: skriv grupper = ”ingen”.", "grupper"
        )
    is_tree_or_grouped = choice is Choice.TREE or settings.grouping is Grouping.PARENT
    if settings.subtotals is not Place.NONE and not is_tree_or_grouped:
        raise table.error("delsummor kräver enheter = ”träd” eller grupper = ”överordnad”.", "delsummor")
    if choice is Choice.TREE and settings.subtotals is Place.NONE:
        raise table.error(
            "enheter = ”träd” har summarader: skriv delsummor = ”först” eller ”sist”.", "delsummor"
        )
    if settings.subtotal_name.replace(UNIT_PLACEHOLDER, "").count("{"):
        raise table.error(f"Det som kan fyllas i är {UNIT_PLACEHOLDER}.", "delsummanamn")
    for line in settings.lines:
        if (
            by_units
            and len(settings.lines) > 1
            and not any(not column.lines or line.name in column.lines for column in settings.columns)
        ):
            raise table.error(f"Posten ”{line.name}” har ingen kolumn.", "poster")
