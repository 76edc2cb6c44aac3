"""The rows of the list of indicators. Made here because a page has fifty, and a template is slow at small things."""

from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from goals.indicator_list import Row
from goals.templatetags.measured import MARK
from goals.trends import Trend
from organisation.figures import UNDEFINED
from organisation.templatetags.levels import level

register = template.Library()


@register.simple_tag
def indicator_row(row: Row, committee: str) -> SafeString:
    """Name, newest value, its period, target, trend, proposal and how often it is measured. committee is a slug."""
    address = reverse("indicator", args=[committee, row.indicator.code])
    link = f'<a href="{escape(address)}">{escape(row.indicator.name)}</a>'
    cells = _standing(row) if row.standing else _without_value(row)
    frequency = _cell("Mäts", "nowrap", escape(row.indicator.get_frequency_display()))
    head = f'<th scope="row" role="rowheader">{link}</th>'
    return mark_safe(f'<tr role="row">{head}{cells}{frequency}</tr>')  # noqa: S308


@register.simple_tag
def trend_mark(trend: Trend | None) -> SafeString:
    """The symbol and its words; a dash where there is nothing to tell."""
    if trend is None:
        return SafeString(UNDEFINED)
    css_class = {True: "trend-better", False: "trend-worse", None: ""}[trend.is_better]
    mark = f'<span class="trend-mark" aria-hidden="true">{trend.symbol}</span>'
    return mark_safe(f'<span class="{css_class}">{mark} {escape(trend.label)}</span>')  # noqa: S308


def _standing(row: Row) -> str:
    standing = row.standing
    if standing is None:
        return ""
    texts = "<br>".join(escape(text) for text in standing.texts)
    return "".join(
        [
            _cell("Senaste utfall", "num", texts + (MARK.lstrip() if standing.is_marked else "")),
            _cell("Period", "nowrap", escape(standing.period.short_label)),
            _cell("Målvärde", "num", escape(row.target)),
            _cell("Trend", "nowrap", trend_mark(standing.trend)),
            _cell("Förslag", "nowrap", level(row.level) if row.level else UNDEFINED),
        ]
    )


def _without_value(row: Row) -> str:
    target_class = "num is-empty" if row.target == UNDEFINED else "num"
    return "".join(
        [
            _cell("Senaste utfall", "num muted", "Inget värde än"),
            _cell("Period", "is-empty", UNDEFINED),
            _cell("Målvärde", target_class, escape(row.target)),
            _cell("Trend", "is-empty", UNDEFINED),
            _cell("Förslag", "is-empty", UNDEFINED),
        ]
    )


def _cell(label: str, css_class: str, inside: str) -> str:
    """label is what stands beside the cell on a narrow screen; inside is escaped."""
    return f'<td role="cell" data-label="{label}" class="{css_class}">{inside}</td>'
