"""Rows of the list of measures, put together as those of controls are."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from internal_control.measure_list import ListedMeasure
from organisation.models import Committee
from organisation.templatetags.levels import level

register = template.Library()


@register.simple_tag
def measure_rows(rows: Iterable[ListedMeasure], committee: Committee, year: int) -> SafeString:
    """year: the page's own, which a measure of another is told apart from."""
    to = escape(reverse("latest_control_year", args=[committee.slug]))
    return mark_safe("".join(_row(row, to, year) for row in rows))  # noqa: S308


def _row(row: ListedMeasure, to: str, year: int) -> str:
    return (
        f'<tr role="row"><td class="nowrap" role="cell" data-label="Kod">{escape(row.code)}'
        f"{_under(f'från {row.year}') if row.year != year else ''}</td>"
        f'<th scope="row" role="rowheader"><a href="{to}{row.year}/atgarder/{quote(row.code)}/">'
        f"{escape(row.text)}</a></th>"
        f'<td role="cell" data-label="Gäller">{escape(row.about[0]) or "–"}{_under(row.about[1])}</td>'
        f'<td role="cell" data-label="Ansvarig">{escape(row.responsible)}{_under(row.performer)}</td>'
        f'<td class="nowrap" role="cell" data-label="Klar senast">{row.due_on}</td>'
        f'<td role="cell" data-label="Läge">{_state(row)}</td>{_effect(row)}</tr>'
    )


def _under(text: str) -> str:
    return f'<span class="line muted">{escape(text)}</span>' if text else ""


def _state(row: ListedMeasure) -> str:
    late = ' <span class="badge badge-bad">! Försenad</span>' if row.is_late else ""
    owed = ' <span class="badge badge-wait">Effekten ska följas upp</span>' if row.effect_is_owed else ""
    return f"{level(row.status)}{late}{owed}"


def _effect(row: ListedMeasure) -> str:
    if row.effect:
        return f'<td role="cell" data-label="Effekt">{level(row.effect)}</td>'
    if row.effect_due_on:
        return f'<td role="cell" data-label="Effekt"><span class="muted">senast <span class="nowrap">{row.effect_due_on}</span></span></td>'
    return '<td role="cell" data-label="Effekt" class="is-empty">–</td>'
