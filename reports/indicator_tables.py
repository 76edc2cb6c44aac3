"""Tables of indicators in every layout that a template can ask for. Pure: settings and records in, tables out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from goals.models import Gender, GenderSplit
from goals.values import SUPPRESSED
from organisation.figures import NBSP
from reports.contents import Cell, Column, Row, RowGroup, RowStyle, Table
from reports.footnotes import NotedGroup, NotedRow, with_signs
from reports.indicator_cells import WITHOUT_GENDER, Place, in_best_period, noted_cell
from reports.indicator_records import IndicatorFigures, IndicatorRecord
from reports.indicator_settings import (
    GenderPlace,
    GenderWord,
    IndicatorColumn,
    IndicatorLayout,
    IndicatorShows,
)
from reports.labels import filled
from reports.table_notes import UNDEFINED
from reports.tables import WIDE
from reports.unit_tree import UnitRecord

LONG_TEXT = 30  # characters in a line: more than so is read as words, and the values are set to the left

_GENDERS = {
    GenderSplit.WOMEN_MEN: {Gender.WOMEN: "kvinnor", Gender.MEN: "män"},
    GenderSplit.GIRLS_BOYS: {Gender.WOMEN: "flickor", Gender.MEN: "pojkar"},
}
_BY_GENDER = (IndicatorShows.OUTCOME, IndicatorShows.ANSWERS, IndicatorShows.RESPONSE_RATE)


@dataclass(frozen=True)
class RowPlan:
    """One row to be, or with its genders several: an indicator and the unit that it is about."""

    label: str
    indicator: IndicatorRecord
    unit: UnitRecord
    style: RowStyle = RowStyle.NORMAL


@dataclass(frozen=True)
class GroupPlan:
    """note is about the whole group: of the indicator that it is named after, where its rows are units."""

    label: str
    rows: tuple[RowPlan, ...]
    shows_label: bool = True
    note: str = ""


def make_table(
    key: str, name: str, layout: IndicatorLayout, groups: Sequence[GroupPlan], figures: IndicatorFigures
) -> Table:
    """name is filled in already. Groups without rows are left out."""
    columns = _columns(layout, groups)
    noted = [
        NotedGroup(
            group.label,
            tuple(row for plan in group.rows for row in _rows(plan, layout, columns, figures)),
            group.shows_label,
        )
        for group in _told_apart(groups)
        if group.rows
    ]
    signed, notes = with_signs(noted)
    # All values of a table stand alike: to the right, or to the left where any of them is a sentence.
    is_words = any(_is_long(cell) for group in signed for row in group.rows for cell in row.cells)
    return Table(
        key=key,
        name=name,
        row_heading=filled(layout.row_heading, figures.year, figures.month),
        columns=tuple(_heading(column, figures, is_words=is_words) for column in columns),
        groups=signed,
        unit="",
        notes=(
            *notes,
            *(f"{group.label}: {group.note}" for group in groups if group.note and group.rows),
            *common_notes(signed, figures),
        ),
        is_wide=layout.is_landscape if layout.is_landscape is not None else len(columns) >= WIDE,
    )


def _columns(layout: IndicatorLayout, groups: Iterable[GroupPlan]) -> list[IndicatorColumn]:
    """The columns, with women, men and total each where they are to stand in columns and any indicator has them."""
    splits = {GenderSplit(plan.indicator.gender_split) for group in groups for plan in group.rows} - {
        GenderSplit.NONE
    }
    if layout.genders is not GenderPlace.COLUMNS or not splits:
        return list(layout.columns)
    words = _GENDERS[min(splits, key=lambda split: split != GenderSplit.WOMEN_MEN)]
    labels = {
        GenderWord.WOMEN: words[Gender.WOMEN].capitalize(),
        GenderWord.MEN: words[Gender.MEN].capitalize(),
        GenderWord.TOTAL: "Totalt",
    }
    found = []
    for column in layout.columns:
        if column.shows in _BY_GENDER and column.gender is None:
            found += [
                replace(column, label=label, group=column.label, gender=gender)
                for gender, label in labels.items()
            ]
        else:
            found.append(column)
    return found


def gender_words(indicator: IndicatorRecord) -> dict[Gender, str]:
    """'kvinnor' and 'män', or 'flickor' and 'pojkar'."""
    return _GENDERS.get(GenderSplit(indicator.gender_split), _GENDERS[GenderSplit.WOMEN_MEN])


def _heading(column: IndicatorColumn, figures: IndicatorFigures, *, is_words: bool) -> Column:
    year, month = figures.year + column.time.year_offset, column.time.shown_month(figures.month)
    is_text = column.shows in (IndicatorShows.TREND, IndicatorShows.ASSESSMENT) or (
        is_words and column.shows in (IndicatorShows.OUTCOME, IndicatorShows.TARGET)
    )
    return Column(filled(column.label, year, month), filled(column.group, year, month), is_text=is_text)


def _is_long(cell: Cell) -> bool:
    return len(cell.text) > LONG_TEXT and max(map(len, cell.text.split("\n"))) > LONG_TEXT


def _rows(
    plan: RowPlan, layout: IndicatorLayout, columns: Sequence[IndicatorColumn], figures: IndicatorFigures
) -> Iterable[NotedRow]:
    """One row, or the total and a row each for women and men."""
    indicator = plan.indicator
    footnotes = (indicator.footnote,) if indicator.footnote and plan.label.startswith(indicator.name) else ()
    if layout.genders is not GenderPlace.ROWS:
        yield _row(plan, Gender.TOTAL, plan.label, columns, figures, footnotes)
        return
    if indicator.gender_split == GenderSplit.NONE:
        yield _row(plan, Gender.TOTAL, plan.label, columns, figures, (*footnotes, WITHOUT_GENDER))
        return
    words = gender_words(indicator)
    genders = {Gender.TOTAL: plan.label} | {
        gender: f"{plan.label} för {word}" for gender, word in words.items()
    }
    measured = [gender for gender in genders if _is_measured(plan, gender, columns, figures)]
    for gender in measured or [Gender.TOTAL]:
        row = _row(plan, gender, genders[gender], columns, figures, footnotes)
        yield row._replace(row=row.row._replace(level=1)) if gender != Gender.TOTAL else row
        footnotes = ()


def _is_measured(
    plan: RowPlan, gender: Gender, columns: Iterable[IndicatorColumn], figures: IndicatorFigures
) -> bool:
    place = Place(plan.indicator, plan.unit, gender)
    return any(
        in_best_period(figures, place, column.time.periods(figures.year, figures.month))
        for column in columns
        if column.shows in _BY_GENDER
    )


def _row(
    plan: RowPlan,
    gender: Gender,
    label: str,
    columns: Iterable[IndicatorColumn],
    figures: IndicatorFigures,
    notes: tuple[str, ...],
) -> NotedRow:
    place = Place(plan.indicator, plan.unit, gender)
    return NotedRow(
        Row(label, (), plan.style, unit_code=plan.unit.code),
        tuple(noted_cell(figures, place, column) for column in columns),
        notes,
    )


def _told_apart(groups: Iterable[GroupPlan]) -> Iterable[GroupPlan]:
    """Where two rows or groups have the same name their codes are added: every figure has an address of its own."""
    for group in groups:
        names = Counter(plan.label for plan in group.rows)
        yield replace(
            group,
            rows=tuple(
                replace(plan, label=f"{plan.label} ({_code(plan, group)})") if names[plan.label] > 1 else plan
                for plan in group.rows
            ),
        )


def _code(plan: RowPlan, group: GroupPlan) -> str:
    is_of_one_indicator = len({other.indicator.id for other in group.rows}) == 1
    return plan.unit.code if is_of_one_indicator else plan.indicator.code


def common_notes(groups: Iterable[RowGroup], figures: IndicatorFigures) -> list[str]:
    """What signs that several tables print mean: .. and –."""
    cells = [cell for group in groups for row in group.rows for cell in row.cells]
    notes = []
    if any(SUPPRESSED in cell.text for cell in cells):
        notes.append(f"Värden som rör färre än {figures.threshold} personer visas som{NBSP}{SUPPRESSED}")
    if any(cell.figure is None and not cell.text and not cell.mark and not cell.marker for cell in cells):
        notes.append(UNDEFINED)
    return notes
