"""Rows of the year's tables, put together here: there may be hundreds of cells on a page."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from internal_control.control_year import Cell, Deviation, Occasion
from internal_control.measure_scope import may_write_for
from organisation.models import Committee, Unit
from organisation.periods import MONTHS
from organisation.templatetags.levels import level

register = template.Library()

_NOBODY = format_html('<span class="line muted">{}</span>', "Ingen är utsedd")
_HAS_LEFT = format_html('<span class="line"><span class="badge badge-bad">{}</span></span>', "! Välj en ny")


@register.simple_tag
def month_cells(cells: Iterable[Cell]) -> SafeString:
    """A count to each column; none is a dash, and left out of the cards of a narrow screen."""
    return format_html_join(
        "",
        '<td role="cell" data-label="{}" class="num{}">{}</td>',
        ((cell.label, "" if cell.count else " is-empty", cell.count or "–") for cell in cells),
    )


@register.simple_tag
def occasion_rows(
    committee: Committee, occasions: Iterable[Occasion], shows_month: bool = False
) -> SafeString:
    return format_html_join(
        "\n", "{}", ((_occasion_row(committee, each, shows_month),) for each in occasions)
    )


def _occasion_row(committee: Committee, each: Occasion, shows_month: bool) -> SafeString:
    month = format_html('<td role="cell" data-label="Månad">{}</td>', MONTHS[each.month - 1])
    if each.performer:
        left = _HAS_LEFT if each.has_left else ""
        who = format_html('{}<span class="line muted">{}</span>{}', each.performer, each.responsible, left)
    else:
        who = format_html("{}{}", each.responsible, _NOBODY)
    done = format_html('<span class="line muted">{}</span>', each.done_on) if each.done_on else ""
    return format_html(
        '<tr role="row"><th scope="row" role="rowheader"><a href="{}">{}</a>'
        '<span class="line muted">{}, {}</span></th>{}'
        '<td role="cell" data-label="Utförs av">{}</td><td role="cell" data-label="Läge">{}{}</td></tr>',
        reverse("control_follow_up", args=[committee.slug, each.year, each.code, each.month]),
        each.title,
        each.code,
        each.unit,
        month if shows_month else "",
        who,
        level(each.mark),
        done,
    )


@register.simple_tag(takes_context=True)
def deviation_rows(
    context: Context, committee: Committee, year: int, deviations: Iterable[Deviation], may_add: bool
) -> SafeString:
    """may_add: whether the year takes measures, and the reader writes those of some unit."""
    user = context["request"].user

    def writes(each: Deviation) -> bool:
        return may_add and may_write_for(user, committee, Unit(path=each.path))

    return format_html_join(
        "\n", "{}", ((_deviation_row(committee, year, each, writes(each)),) for each in deviations)
    )


def _deviation_row(committee: Committee, year: int, each: Deviation, may_add: bool) -> SafeString:
    return format_html(
        '<tr role="row"><th scope="row" role="rowheader"><a href="{}">{}</a>'
        '<span class="line muted">{}, {}, {}</span></th>'
        '<td role="cell" data-label="Resultat">{}</td><td role="cell" data-label="Åtgärder">{}</td></tr>',
        reverse("control_follow_up", args=[committee.slug, year, each.code, each.month]),
        each.title,
        each.code,
        each.unit,
        MONTHS[each.month - 1],
        level(each.mark),
        _measures(committee, each) if each.measures else _no_measure(committee, year, each, may_add),
    )


def _measures(committee: Committee, each: Deviation) -> SafeString:
    return format_html_join(
        "",
        '<span class="line"><a href="{}">{}</a> <span class="muted nowrap">senast {}</span></span>',
        (
            (
                reverse("measure", args=[committee.slug, measure.plan.year, measure.code]),
                measure.text,
                measure.due_on,
            )
            for measure in each.measures
        ),
    )


def _no_measure(committee: Committee, year: int, each: Deviation, may_add: bool) -> SafeString:
    said = format_html('<span class="muted">{}</span>', "Ingen åtgärd än.")
    if not may_add:
        return said
    return format_html(
        '{} <a class="nowrap" href="{}?kontroll={}&amp;manad={}">Lägg till åtgärd</a>',
        said,
        reverse("measure_new", args=[committee.slug, year]),
        each.code,
        each.month,
    )
