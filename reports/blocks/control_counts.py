"""What is counted at controls: a column for each occasion, and the change against the one before the last."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from internal_control.counted import Counted, CountRow, Figure
from reports.blocks.base import Finding, Known
from reports.blocks.control_reading import check_controls, read_controls, read_is_wide
from reports.blocks.named_table import NamedTable, read_names
from reports.blocks.table_reading import read_label
from reports.contents import Block, Cell, Column, Row, RowGroup, RowStyle, Table
from reports.control_records import Occasion, ReportControl, months_of
from reports.control_results import month_word
from reports.control_tables import SUPPRESSED, hidden_note
from reports.labels import filled
from reports.sources import Sources
from reports.toml_reading import TableReader

EXAMINED = "Summa granskade"
CHANGE_NOTE = "Förändring är det senaste tillfället jämfört med det före."
WIDE = 8  # columns


@dataclass(frozen=True)
class ControlCountsBlock(NamedTable):
    """controls are codes; empty for every control that counts something. has_previous: a column for the time before
    the year's first, which may be last year's last.
    """

    TYPE: ClassVar = "kontrollantal"
    compares_occasions: ClassVar = True
    row_heading: str
    controls: tuple[str, ...]
    has_previous: bool
    has_change: bool
    is_wide: bool | None

    @classmethod
    def read(cls, table: TableReader) -> Self:
        return cls(
            *read_names(table),
            row_heading=read_label(table, "radrubrik", "Antal"),
            controls=read_controls(table),
            has_previous=table.flag("forra", default=True),
            has_change=table.flag("forandring", default=True),
            is_wide=read_is_wide(table),
        )

    def build(self, sources: Sources) -> Block:
        control, report = sources.control, sources.report
        chosen = [
            each
            for each in control.compared_controls
            if (not self.controls or each.code in self.controls) and _counted(each, report.month)
        ]
        if not chosen:
            return Block("marked_table", note=control.absent or "Inget är räknat vid kontrollerna än.")
        months = months_of(chosen, report.month)
        titles = Counter(each.title for each in chosen)
        groups = tuple(
            RowGroup(
                each.title if titles[each.title] == 1 else f"{each.title} ({each.code})",
                tuple(self._rows(each, months, report.month)),
            )
            for each in chosen
        )
        columns = self._columns(chosen, months, report.month)
        hides = any(cell.text == SUPPRESSED for each in groups for row in each.rows for cell in row.cells)
        table = Table(
            self.key,
            filled(self.name, report.year, report.month),
            self.row_heading,
            tuple(Column(heading) for heading in columns),
            groups,
            "",
            notes=tuple(
                filter(
                    None,
                    [
                        CHANGE_NOTE if self.has_change else "",
                        hidden_note(sources.committee.small_group_threshold) if hides else "",
                    ],
                )
            ),
            is_wide=len(columns) >= WIDE if self.is_wide is None else self.is_wide,
        )
        return Block("marked_table", tables=(table,))

    def _columns(self, chosen: Sequence[ReportControl], months: Sequence[int], until: int) -> list[str]:
        return [
            *([_previous_heading(chosen, until)] if self.has_previous else []),
            *(month_word(month).capitalize() for month in months),
            *(["Förändring"] if self.has_change else []),
        ]

    def _rows(self, control: ReportControl, months: Sequence[int], until: int) -> Iterable[Row]:
        """The rows of the newest occasion, in their order, and what was examined as their sum."""
        done = _counted(control, until)
        by_month = {occasion.month: occasion for occasion in done}
        newest = _rows_of(done[-1])
        above = ""
        taken: set[str] = set()
        for row in newest:
            above = above if row.depth else row.label
            label = row.label if row.label not in taken else f"{above}: {row.label}"
            taken.add(label)
            of_row = {month: _row(occasion, row.code) for month, occasion in by_month.items()}
            cells = self._cells(of_row, months)
            style = RowStyle.OF_WHICH if row.depth else RowStyle.NORMAL
            yield Row(label, tuple(cells), style, level=row.depth, unit_code="")
        examined = {
            month: occasion.counted.sample_size if occasion.counted else None
            for month, occasion in by_month.items()
        }
        yield Row(EXAMINED, tuple(self._cells(examined, months)), RowStyle.TOTAL)

    def _cells(self, counted: dict[int, Counted | None], months: Sequence[int]) -> Iterable[Cell]:
        known = [counted[month] for month in sorted(counted)]
        if self.has_previous:
            yield _cell(known[0].before if known[0] else None)
        for month in months:
            now = counted.get(month)
            yield _cell(now.now if now else None)
        if self.has_change:
            yield _cell(known[-1].change if known[-1] else None)

    def check(self, known: Known) -> Iterable[Finding]:
        return check_controls(self.controls, known, self.line)


def _counted(control: ReportControl, until: int) -> list[Occasion]:
    """The occasions until the month at which items were counted."""
    return [
        each
        for each in control.occasions_until(until)
        if each.counted and any(_is_told(row.counted.now) for row in each.counted.rows)
    ]


def _is_told(figure: Figure) -> bool:
    return figure.is_hidden or figure.value is not None


def _rows_of(occasion: Occasion) -> tuple[CountRow, ...]:
    return occasion.counted.rows if occasion.counted else ()


def _row(occasion: Occasion, code: str) -> Counted | None:
    return next((row.counted for row in _rows_of(occasion) if row.code == code), None)


def _cell(figure: Figure | None) -> Cell:
    if figure is None or (figure.value is None and not figure.is_hidden):
        return Cell(None, 0)
    if figure.is_hidden:
        return Cell(None, 0, text=SUPPRESSED)
    return Cell(Decimal(figure.value or 0), 0)


def _previous_heading(chosen: Sequence[ReportControl], until: int) -> str:
    """'December 2020' where that was the time before for every control; else 'Förra gången'."""
    times = {
        (before.control.plan.year, before.month)
        for each in chosen
        if (counted := _counted(each, until)[0].counted) and (before := counted.previous)
    }
    if len(times) != 1:
        return "Förra gången"
    year, month = times.pop()
    return f"{month_word(month).capitalize()} {year}"
