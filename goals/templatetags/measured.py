"""Measured values in tables. Made here because a page has hundreds, and a template is slow at small things."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goals.indicator_page import Cell

register = template.Library()
MARK = SafeString(' <span class="suppressed">visas inte utåt</span>')


@register.filter
def value_cell(cell: Cell, css: str = "num") -> SafeString:
    """A table cell with the value, its footnote's marker, and a word where nobody outside sees it."""
    return format_html(
        '<td class="{}">{}{}{}</td>', css, cell.text, cell.marker, MARK if cell.is_marked else ""
    )
