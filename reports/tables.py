"""Result tables in every layout that a template can ask for. Pure: settings and figures in, frozen tables out.

Two families: the lines as rows with a group of rows per unit, and the units as rows with the lines side by side.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from reports.contents import Cell, Column, Row, RowGroup, RowStyle, Table
from reports.labels import filled
from reports.result_figures import ResultFigures, cell
from reports.table_notes import SumOf, notes
from reports.table_settings import ColumnSetting, Grouping, Line, Place, Rows, Style, TableSettings
from reports.unit_tree import Choice, UnitRecord

WIDE = 8  # so many columns need a page on its side


@dataclass(frozen=True)
class _Side:
    """One column of figures: what it shows of which line. line is None where each row has its own."""

    column: Column
    setting: ColumnSetting
    line: Line | None


def make_table(settings: TableSettings, figures: ResultFigures) -> Table:
    sides = _sides(settings, figures)
    by_units = settings.rows is Rows.UNITS
    groups = _unit_groups(settings, figures, sides) if by_units else _line_groups(settings, figures, sides)
    shown = tuple(_told_apart(groups))
    return Table(
        key=settings.key,
        name=filled(settings.name, figures.year, figures.month),
        row_heading=filled(settings.row_heading, figures.year, figures.month),
        columns=tuple(side.column for side in sides),
        groups=shown,
        unit=settings.scale.value,
        notes=notes(settings, figures, [side.setting for side in sides], shown, _sums(settings, figures)),
        is_wide=settings.is_landscape if settings.is_landscape is not None else len(sides) >= WIDE,
    )


def _sides(settings: TableSettings, figures: ResultFigures) -> list[_Side]:
    def column(setting: ColumnSetting, group: str) -> Column:
        label = filled(setting.label, figures.year + setting.year_offset, figures.month)
        if not label:
            label, group = group, ""
        return Column(label, group, setting.shows.is_deviation)

    if settings.rows is Rows.LINES:
        return [
            _Side(
                column(each, filled(each.group, figures.year + each.year_offset, figures.month)), each, None
            )
            for each in settings.columns
        ]
    is_single = len(settings.lines) == 1
    return [
        _Side(
            column(
                each,
                filled(each.group, figures.year + each.year_offset, figures.month)
                if is_single
                else line.name,
            ),
            each,
            line,
        )
        for line in settings.lines
        for each in settings.columns
        if not each.lines or line.name in each.lines
    ]


def _cells(
    settings: TableSettings, figures: ResultFigures, sides: list[_Side], unit: UnitRecord, line: Line | None
) -> tuple[Cell, ...]:
    found = []
    for side in sides:
        wanted = side.line or line
        assert wanted is not None  # noqa: S101 - either the row or the column has the line
        amounts = figures.of(unit, wanted, figures.year + side.setting.year_offset)
        found.append(
            cell(amounts, side.setting, scale=settings.scale, decimals=settings.decimals, sign=settings.sign)
        )
    return tuple(found)


def _placed(settings: TableSettings, units: list[UnitRecord], root: UnitRecord) -> list[UnitRecord]:
    """The units with the root first or last, where the table has a total."""
    if settings.total is Place.FIRST:
        return [root, *units]
    return [*units, root] if settings.total is Place.LAST else units


def _line_groups(
    settings: TableSettings, figures: ResultFigures, sides: list[_Side]
) -> list[tuple[str, RowGroup]]:
    """A group of rows per unit: (unit code, group)."""
    root = figures.tree.root
    units = _placed(settings, figures.tree.chosen(settings.units, settings.years(figures.year)), root)
    is_alone = units == [root]
    found = []
    for unit in units:
        rows = tuple(
            Row(
                label=line.name,
                cells=_cells(settings, figures, sides, unit, line),
                style=line.style.row_style,
                level=1 if line.style is Style.OF_WHICH else 0,
                unit_code=unit.code,
            )
            for line in settings.lines
        )
        name = unit.name
        if unit == root:
            name = (settings.group_name if is_alone else "") or settings.total_name or unit.name
        found.append((unit.code, RowGroup(name, rows, shows_label=not is_alone)))
    return found


def _unit_groups(
    settings: TableSettings, figures: ResultFigures, sides: list[_Side]
) -> list[tuple[str, RowGroup]]:
    """Units as rows: in one group, a group per parent, or the tree."""
    tree, years = figures.tree, settings.years(figures.year)

    def row(unit: UnitRecord, style: RowStyle = RowStyle.NORMAL, level: int = 0) -> Row:
        name = unit.name
        if style is RowStyle.SUBTOTAL:
            name = settings.subtotal_name.replace("{enhet}", name)
        elif style is RowStyle.TOTAL:
            name = settings.total_name or name
        return Row(name, _cells(settings, figures, sides, unit, None), style, level, unit.code)

    single = settings.group_name or tree.root.name
    total = row(tree.root, RowStyle.TOTAL)
    if settings.grouping is Grouping.PARENT:
        groups = [
            (parent.code, RowGroup(parent.name, tuple(_group_rows(settings, parent, tree.root, units, row))))
            for parent, units in _by_parent(figures, tree.chosen(settings.units, years))
        ]
        alone = ("", RowGroup(single, (total,), shows_label=False))
        if settings.total is Place.FIRST:
            return [alone, *groups]
        return [*groups, alone] if settings.total is Place.LAST else groups
    if settings.units.choice is Choice.TREE:
        rows = [
            row(unit, RowStyle.SUBTOTAL if tree.children(unit, years) else RowStyle.NORMAL, level)
            for area in tree.children(tree.root, years)
            for unit, level in _in_tree_order(
                figures, area, years, 0, first=settings.subtotals is Place.FIRST
            )
        ]
    else:
        chosen = tree.chosen(settings.units, years)
        rows = [row(unit, RowStyle.TOTAL if unit == tree.root else RowStyle.NORMAL) for unit in chosen]
    if settings.total is Place.FIRST:
        rows.insert(0, total)
    elif settings.total is Place.LAST:
        rows.append(total)
    return [("", RowGroup(single, tuple(rows), shows_label=False))]


def _in_tree_order(
    figures: ResultFigures, unit: UnitRecord, years: set[int], level: int, *, first: bool
) -> Iterable[tuple[UnitRecord, int]]:
    """A unit and all below it, the sum row before or after its parts."""
    if first:
        yield unit, level
    for child in figures.tree.children(unit, years):
        yield from _in_tree_order(figures, child, years, level + 1, first=first)
    if not first:
        yield unit, level


def _by_parent(figures: ResultFigures, units: list[UnitRecord]) -> list[tuple[UnitRecord, list[UnitRecord]]]:
    """Units under their parents, both in their order. The root is its own parent here."""
    found: dict[UnitRecord, list[UnitRecord]] = {}
    for unit in units:
        found.setdefault(figures.tree.parent(unit) or unit, []).append(unit)
    return list(found.items())


def _group_rows(
    settings: TableSettings,
    parent: UnitRecord,
    root: UnitRecord,
    units: list[UnitRecord],
    row: Callable[..., Row],
) -> list[Row]:
    """The units of a parent with its sum. The root's sum is the table's total, never a part of it."""
    rows = [row(unit) for unit in units]
    if settings.subtotals is Place.NONE or parent == root:
        return rows
    subtotal = row(parent, RowStyle.SUBTOTAL)
    return [subtotal, *rows] if settings.subtotals is Place.FIRST else [*rows, subtotal]


def _sums(settings: TableSettings, figures: ResultFigures) -> list[SumOf]:
    """Every unit whose figures stand as a sum in the table, with the units that stand as its parts."""
    tree, years = figures.tree, settings.years(figures.year)
    units = tree.chosen(settings.units, years)
    if settings.units.choice is Choice.ALL:
        return []  # parents and children in one list are nobody's parts
    found = []
    if settings.total is not Place.NONE:
        parts = tree.children(tree.root, years) if settings.units.choice is Choice.TREE else units
        found.append(SumOf(tree.root, tuple(parts)))
    if settings.units.choice is Choice.TREE:
        found += [
            SumOf(unit, tuple(tree.children(unit, years))) for unit in units if tree.children(unit, years)
        ]
    elif settings.subtotals is not Place.NONE:
        found += [
            SumOf(parent, tuple(below)) for parent, below in _by_parent(figures, units) if parent != tree.root
        ]
    return found


def _told_apart(groups: list[tuple[str, RowGroup]]) -> Iterable[RowGroup]:
    """Where two units have the same name their codes are added: every figure has an address of its own."""
    names = Counter(group.label for _, group in groups if group.shows_label)
    for code, group in groups:
        label = f"{group.label} ({code})" if group.shows_label and names[group.label] > 1 else group.label
        rows = Counter(row.label for row in group.rows)
        yield replace(
            group,
            label=label,
            rows=tuple(
                row._replace(label=f"{row.label} ({row.unit_code})") if rows[row.label] > 1 else row
                for row in group.rows
            ),
        )
