"""The rows of a grid of measurements. Made here because a grid has hundreds of cells, each with a dozen attributes.

Everything that people have written is escaped.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from goals.grid_places import NOTE, Column
from goals.measurement_grid import Cell, Row

register = template.Library()


@register.simple_tag
def grid_row(row: Row, says_unit: bool) -> SafeString:
    """says_unit: the row's heading says what its indicator is measured in."""
    place = row.place
    unit = f' <span class="cell-unit">{escape(place.measured_in)}</span>' if says_unit else ""
    cells = "".join(_cell(row, at, *each) for at, each in enumerate(row.cells_and_columns))
    return mark_safe(  # noqa: S308
        f'<tr role="row"><th scope="row" role="rowheader">{escape(place.label)}{unit}</th>{cells}</tr>'
    )


def _cell(row: Row, at: int, cell: Cell, column: Column) -> str:
    label = escape(column.label)
    if cell.is_open:
        return f'<td class="entry entry-{column.field}" role="cell" data-label="{label}">{_field(row, at, cell, column)}</td>'
    if cell.shown:
        return f'<td class="num" role="cell" data-label="{label}">{escape(cell.shown)}</td>'
    return '<td class="cell-none" role="cell"></td>'


def _field(row: Row, at: int, cell: Cell, column: Column) -> str:
    """What one writes in, beside the last period's value and above what is wrong."""
    name = escape(cell.name)
    css = "form-control" + (" num" if column.field != NOTE else "") + (" is-invalid" if cell.error else "")
    invalid = ' aria-invalid="true"' if cell.error else ""
    last, about_last = "", ""
    if cell.last:
        before = row.place.before.short_label
        last = f'<span class="cell-last" id="forra-{name}">{before}: {escape(cell.last)}</span>'
        about_last = f" forra-{name}"
    return (
        f'<input class="{css}" id="{name}" name="{name}" value="{escape(cell.text)}" autocomplete="off"'
        f' aria-label="{escape(column.label)}, {escape(row.place.label)}" aria-describedby="fel-{name}{about_last}"'
        f' data-at="{row.at} {at}" data-error="fel-{name}"{invalid}>\n'
        f'{last}\n<span class="cell-error" id="fel-{name}">{escape(cell.error)}</span>'
    )
