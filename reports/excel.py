"""All tables of a report as an Excel file: one sheet per table, real numbers, ready to print.

The same contents give the same bytes: the file carries no clock.
"""

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import xlsxwriter

from organisation.figures import MINUS, NBSP
from reports.cells import printed
from reports.contents import Cell, Column, ReportContents, Row, RowStyle, Table

LONGEST_SHEET_NAME = 31
FIRST_COLUMN, OTHER_COLUMNS, WIDEST = 42, 15, 60  # widths in characters
PAPER_A4 = 9
FONT = "Calibri"
HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#EEF6F7"}
ROW_STYLES: dict[RowStyle, dict[str, Any]] = {
    RowStyle.NORMAL: {},
    RowStyle.OF_WHICH: {"italic": True},
    RowStyle.SUBTOTAL: {"bold": True},
    RowStyle.TOTAL: {"bold": True, "top": 1, "bottom": 1},
}

# xlsxwriter brings no types.
Workbook: TypeAlias = Any
Sheet: TypeAlias = Any


class _Formats:
    """Each combination of properties is one format of the workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": FONT, **properties})
        return self._made[key]


def workbook(contents: ReportContents) -> bytes:
    """The file. A report without tables gives a file with its first sheet alone."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties(
        {
            "title": contents.title,
            "subject": contents.period,
            "author": f"{contents.committee}, {contents.municipality}",
            "created": datetime(contents.year, contents.month, 1, tzinfo=UTC).replace(tzinfo=None),
        }
    )
    formats = _Formats(book)
    tables = contents.all_tables()
    names = sheet_names(tables)
    _write_first_sheet(
        book.add_worksheet("Rapport"), formats, contents, list(zip(names, tables, strict=True))
    )
    for name, table in zip(names, tables, strict=True):
        _write_table(book.add_worksheet(name), formats, table, contents)
    book.close()
    return file.getvalue()


def sheet_names(tables: Iterable[Table]) -> list[str]:
    """A name for each table's sheet: at most 31 characters, none that Excel refuses, none twice."""
    taken = {"rapport"}
    names = []
    for table in tables:
        wanted = re.sub(r"[\[\]:*?/\\]", " ", table.name).strip("' ")[:LONGEST_SHEET_NAME].strip() or "Tabell"
        name, number = wanted, 1
        while name.lower() in taken:
            number += 1
            name = f"{wanted[: LONGEST_SHEET_NAME - len(str(number)) - 1]} {number}"
        taken.add(name.lower())
        names.append(name)
    return names


def _write_first_sheet(
    sheet: Sheet, formats: _Formats, contents: ReportContents, tables: list[tuple[str, Table]]
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, contents.title, formats(bold=True, font_size=16))
    facts = [
        ("Nämnd", f"{contents.committee}, {contents.municipality}"),
        ("Avser", contents.period),
        *contents.facts,
    ]
    for at, (label, value) in enumerate(facts, 2):
        sheet.write_string(at, 0, label, formats(bold=True))
        sheet.write_string(at, 1, value, formats())
    for at, (name, table) in enumerate(tables, len(facts) + 3):
        if at == len(facts) + 3:
            sheet.write_string(at, 0, "Tabeller", formats(bold=True))
        sheet.write_url(at, 1, "internal:'{}'!A1".format(name.replace("'", "''")), string=table.name)


def _write_table(sheet: Sheet, formats: _Formats, table: Table, contents: ReportContents) -> None:
    sheet.write_string(0, 0, table.name, formats(bold=True, font_size=14))
    sheet.write_string(1, 0, f"{contents.title}, {contents.committee}, {contents.municipality}", formats())
    at = _write_heads(sheet, formats, table, 3)
    sheet.freeze_panes(at, 1)
    sheet.repeat_rows(3, at - 1)
    for group in table.groups:
        if group.shows_label:
            sheet.write_string(at, 0, group.label, formats(bold=True, bg_color="#DBEBEE"))
            for column in range(1, len(table.columns) + 1):
                sheet.write_blank(at, column, None, formats(bg_color="#DBEBEE"))
            at += 1
        for row in group.rows:
            _write_row(sheet, formats, table.columns, row, at)
            at += 1
    at += 1
    for note in table.notes:
        sheet.write_string(at, 0, note, formats(font_size=9))
        at += 1
    for label, text in table.texts:
        at += 1
        sheet.write_string(at, 0, label, formats(bold=True, valign="top"))
        sheet.write_string(at, 1, text, formats())
    _set_up_print(sheet, table, contents)


def _write_heads(sheet: Sheet, formats: _Formats, table: Table, top: int) -> int:
    """One row of headings, or two where columns stand in groups; returns the row after."""
    has_groups = any(column.group for column in table.columns)
    last = top + 1 if has_groups else top
    left = formats(**HEAD, align="left")
    sheet.write_string(last, 0, table.row_heading, left)
    if has_groups:
        sheet.write_blank(top, 0, None, left)
    right, middle = formats(**HEAD, align="right"), formats(**HEAD, align="center")
    start = 0
    for at, column in enumerate(table.columns):
        sheet.write_string(last, at + 1, column.label, left if column.is_text else right)
        is_last_of_group = at + 1 == len(table.columns) or table.columns[at + 1].group != column.group
        if has_groups and is_last_of_group:
            if at > start and column.group:
                sheet.merge_range(top, start + 1, top, at + 1, column.group, middle)
            else:
                for between in range(start, at + 1):
                    sheet.write_string(top, between + 1, column.group, middle)
        if is_last_of_group:
            start = at + 1
    return last + 1


def _write_row(sheet: Sheet, formats: _Formats, columns: tuple[Column, ...], row: Row, at: int) -> None:
    """A figure is a number with its unit as number format; words are text that is broken into lines."""
    style = {**ROW_STYLES[row.style], **({"valign": "top"} if any(each.is_text for each in columns) else {})}
    label = row.label + row.marker
    wraps = {"text_wrap": True} if len(label) > FIRST_COLUMN else {}
    sheet.write_string(at, 0, label, formats(**style, **wraps, indent=row.level))
    for number, (column, cell) in enumerate(zip(columns, row.cells, strict=True), 1):
        if cell.figure is not None and not cell.text:
            sheet.write_number(at, number, cell.figure, formats(**style, num_format=number_format(cell)))
        else:
            look: dict[str, Any] = {"align": "left" if column.is_text else "right"}
            text = words(cell)
            if column.is_text or "\n" in text or len(text) > OTHER_COLUMNS:
                look["text_wrap"] = True
            sheet.write_string(at, number, text, formats(**style, **look))


def words(cell: Cell) -> str:
    """What the cell says: its mark's label before its text."""
    return " ".join(filter(None, [cell.mark.label if cell.mark else "", printed(cell)]))


def number_format(cell: Cell) -> str:
    """The figure as printed: '#,##0.0' is 1 234,5 in a Swedish Excel, with a true minus, unit and footnote sign."""
    digits = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
    before = _quoted(f"{cell.mark.label} ") if cell.mark else ""
    after = _quoted((NBSP + cell.suffix if cell.suffix else "") + cell.marker)
    return f"{before}{digits}{after};{before}{MINUS}{digits}{after}"


def _quoted(text: str) -> str:
    """Text within a number format. A quotation mark cannot stand in it."""
    return '"{}"'.format(text.replace('"', "”")) if text else ""


def _set_up_print(sheet: Sheet, table: Table, contents: ReportContents) -> None:
    sheet.set_column(0, 0, FIRST_COLUMN)
    for at, column in enumerate(table.columns):
        sheet.set_column(at + 1, at + 1, _width(table, at) if column.is_text else OTHER_COLUMNS)
    sheet.set_paper(PAPER_A4)
    if table.is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{contents.title.replace('&', '&&')}&R{contents.period}")
    sheet.set_footer("&L&A&RSida &P av &N")


def _width(table: Table, at: int) -> int:
    """Of a column of words: a paragraph is broken into lines."""
    lines = (
        line for group in table.groups for row in group.rows for line in words(row.cells[at]).split("\n")
    )
    return min(WIDEST, max([OTHER_COLUMNS, *map(len, lines)]))
