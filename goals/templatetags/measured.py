"""Measured values in tables. Made here because a page has hundreds, and a template is slow at small things."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from goals.indicator_page import Cell

register = template.Library()
MARK = ' <span class="suppressed">visas inte utåt</span>'


@register.filter
def value_cell(cell: Cell, css: str = "num") -> SafeString:
    """A table cell with the value, its footnote's marker, and a word where nobody outside sees it."""
    mark = MARK if cell.is_marked else ""
    return mark_safe(f'<td class="{css}">{escape(cell.text)}{cell.marker}{mark}</td>')  # noqa: S308


@register.filter
def value_cells(cells: Iterable[Cell], css: str = "num") -> SafeString:
    return mark_safe("".join(value_cell(cell, css) for cell in cells))  # noqa: S308
