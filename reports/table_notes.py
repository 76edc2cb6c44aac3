"""What a result table says under itself: how to read deviations, signs, rounding and what is missing. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from organisation.figures import Sign
from reports.contents import Row, RowGroup
from reports.labels import filled
from reports.result_figures import INCOMPLETE, ResultFigures, exact
from reports.table_settings import ColumnSetting, Line, LineKind, Shows, TableSettings
from reports.unit_tree import UnitRecord

BETTER = "Plus är bättre än budget, minus är sämre."
ROUNDING = "Varje belopp är avrundat för sig, så summan av delarna kan skilja sig från den tryckta summan."
UNDEFINED = "– betyder att det inte finns någon uppgift."
ZERO = Decimal(0)
NAMED = 4  # more units without forecast than so are counted, not named


@dataclass(frozen=True)
class SumOf:
    """A unit that stands as a sum in the table, and the units that stand as its parts."""

    whole: UnitRecord
    parts: tuple[UnitRecord, ...]


def notes(
    settings: TableSettings,
    figures: ResultFigures,
    columns: Sequence[ColumnSetting],
    groups: Sequence[RowGroup],
    sums: Sequence[SumOf],
) -> tuple[str, ...]:
    rows = [row for group in groups for row in group.rows]
    has_undefined = any(cell.figure is None for row in rows for cell in row.cells)
    return (
        *deviation_notes(
            [
                (filled(each.label, figures.year + each.year_offset, figures.month), each.shows)
                for each in columns
            ]
        ),
        *_sign_notes(settings, columns),
        ROUNDING,
        *_forecast_notes(figures, rows, columns),
        *_sum_notes(settings, figures, columns, sums),
        *([UNDEFINED] if has_undefined else []),
    )


def deviation_notes(columns: Sequence[tuple[str, Shows]]) -> list[str]:
    """The rule of deviations, and the labels of columns that are deviations without being called so."""
    shown = {shows for _, shows in columns}
    rules = []
    if Shows.DEVIATION in shown:
        rules.append("Avvikelsen är budget minus utfall.")
    if Shows.FORECAST_DEVIATION in shown:
        rules.append("Prognosavvikelsen är årets budget minus prognos.")
    if not rules:
        return []
    named = dict.fromkeys(
        label for label, shows in columns if shows.is_deviation and "avvikelse" not in label.lower()
    )
    if named:
        rules.insert(0, f"{listing(named)} visar avvikelsen mot budget.")
    return [" ".join([*rules, BETTER])]


def _sign_notes(settings: TableSettings, columns: Sequence[ColumnSetting]) -> list[str]:
    kinds = {line.kind for line in settings.lines}
    if all(column.shows.is_deviation for column in columns) or not kinds & {LineKind.REVENUE, LineKind.NET}:
        return []
    where = "I övriga kolumner" if any(column.shows.is_deviation for column in columns) else "I tabellen"
    if settings.sign is Sign.LEDGER:
        return [f"{where} visas intäkter med minus och kostnader med plus, som i bokföringen."]
    return [f"{where} visas intäkter med plus och kostnader med minus."]


def _forecast_notes(
    figures: ResultFigures, rows: Iterable[Row], columns: Sequence[ColumnSetting]
) -> list[str]:
    """Which units lack a forecast, among those that the table's rows are about."""
    years = {figures.year + each.year_offset for each in columns if each.shows.is_forecast}
    if not years:
        return []
    by_code = {unit.code: unit for unit in figures.tree.units}
    lacking = dict.fromkeys(
        unit
        for row in rows
        for year in sorted(years)
        if row.unit_code in by_code and any(cell.marker for cell in row.cells)
        for unit in figures.without_forecast(by_code[row.unit_code], year)
    )
    if not lacking:
        return []
    who = listing([unit.name for unit in lacking]) if len(lacking) <= NAMED else f"{len(lacking)} enheter"
    return [f"{INCOMPLETE} Prognosen är inte fullständig: {who} saknar prognos."]


def _sum_notes(
    settings: TableSettings, figures: ResultFigures, columns: Sequence[ColumnSetting], sums: Sequence[SumOf]
) -> list[str]:
    """The sums that hold more than the parts that stand in the table."""
    amounts = [column for column in dict.fromkeys(columns) if not column.shows.is_deviation]
    found = [each.whole.name for each in sums if _has_more(each, settings.lines, figures, amounts)]
    if not found:
        return []
    return [f"Summan för {listing(found)} innehåller också belopp som inte står på någon rad i tabellen."]


def _has_more(
    each: SumOf, lines: Iterable[Line], figures: ResultFigures, columns: Iterable[ColumnSetting]
) -> bool:
    for line, column in product(lines, columns):
        year = figures.year + column.year_offset
        whole = exact(figures.of(each.whole, line, year), column) or ZERO
        parts = [exact(figures.of(part, line, year), column) or ZERO for part in each.parts]
        if whole != sum(parts, ZERO):
            return True
    return False


def listing(names: Iterable[str]) -> str:
    """'A, B och C'."""
    *first, last = names
    return f"{', '.join(first)} och {last}" if first else last
