"""The lines of the overview: a list item for each goal, and for each of its indicators.

They are put together here and not in a template, which would take longer for sixty goals with three hundred
indicators than all the rest of the page. Everything that people have written is escaped.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

from goals.goal_indicators import IndicatorLine
from goals.models import AssessmentLevel
from goals.overview import GoalLine
from organisation.models import Unit
from organisation.templatetags.levels import level

register = template.Library()


class Addresses(NamedTuple):
    """Under which the pages of goals and of indicators are, by their codes."""

    goals: str
    indicators: str


class _Look(NamedTuple):
    symbol: str
    colour: str
    label: str


@lru_cache(maxsize=200)
def _drawn(look: _Look) -> str:
    return level(look)


def _mark(mark: AssessmentLevel) -> str:
    return _drawn(_Look(mark.symbol, mark.colour, mark.label))


@register.simple_tag
def goal_items(
    lines: Sequence[GoalLine], goals: str, indicators: str, unit: Unit | None = None
) -> SafeString:
    """The lines of a year. goals and indicators are the addresses of their lists, unit the one chosen."""
    at = Addresses(goals, indicators)
    return mark_safe("".join(_goal(line, at, unit) for line in lines))  # noqa: S308


def _goal(line: GoalLine, at: Addresses, unit: Unit | None) -> str:
    goal = line.goal
    facts = "".join(f"<li>{fact}</li>" for fact in _facts(line))
    values = "".join(indicator_item(each, at.indicators) for each in line.indicators)
    return (
        f'<li class="goal-line goal-depth-{line.depth}"><div class="goal-line-head"><div class="goal-line-name">'
        f'<p class="goal-level-name">{escape(goal.level.name)} {escape(goal.number)}</p>'
        f'<h2 class="goal-line-text"><a href="{at.goals}{quote(goal.code)}/">{escape(goal.text)}</a></h2></div>'
        f"{_marks(line, unit)}</div>"
        + (f'<ul class="goal-line-facts">{facts}</ul>' if facts else "")
        + (f'<ul class="goal-indicators">{values}</ul>' if values else "")
        + "</li>"
    )


def _marks(line: GoalLine, unit: Unit | None) -> str:
    if unit is None:
        return f'<div class="goal-line-marks"><p>{_mark(line.mark)}</p></div>' if line.mark else ""
    named = ((unit.name, line.own_mark), ("Nämnden", line.mark))
    told = "".join(
        f'<p><span class="goal-mark-of">{escape(name)}</span> {_mark(mark)}</p>'
        for name, mark in named
        if mark
    )
    return f'<div class="goal-line-marks">{told}</div>'


def _facts(line: GoalLine) -> Iterator[str]:
    if line.units:
        yield f"{line.assessed} av {line.units} enhet{'er' if line.units > 1 else ''} har följt upp"
    if line.measured:
        yield f"{line.measured} mått"
    if line.assignments:
        yield f"{line.assignments} uppdrag"
    if line.goal.reports_to_council:
        yield "Redovisas till fullmäktige"


@register.simple_tag
def mark_cells(marks: Sequence[AssessmentLevel | None]) -> SafeString:
    """A table cell for each."""
    return mark_safe("".join(f"<td>{_mark(mark) if mark else ''}</td>" for mark in marks))  # noqa: S308


@register.simple_tag
def select(field: BoundField, chosen: object = None) -> SafeString:
    """A select of the filter form: Django's own includes a template for each of forty units."""
    value = str(chosen or field.value() or "")
    options = "".join(
        f'<option value="{escape(str(key))}"{" selected" if str(key) == value else ""}>{escape(str(label))}</option>'
        for key, label in field.field.choices  # type: ignore[attr-defined]
    )
    name, pk = escape(field.html_name), escape(field.id_for_label)
    return mark_safe(f'<select name="{name}" id="{pk}" class="form-select">{options}</select>')  # noqa: S308


def indicator_item(line: IndicatorLine, address: str) -> str:
    """Name, linked to its page under address, outcome, target and mark."""
    if line.outcome:
        protected = ' <span class="badge">Skyddat</span>' if line.is_suppressed else ""
        told = f"<strong>{escape(line.outcome)}</strong>{protected}"
    else:
        told = f'<span class="muted">{"Mäts för helåret" if line.waits_for_year else "Inget värde än"}</span>'
    if line.missing:
        told += f' <span class="muted">{escape(line.missing)}</span>'
    if line.target:
        told += f' <span class="muted">mål {escape(line.target)}</span>'
    if line.mark:
        told += f" {_mark(line.mark)}"
    name = f'<a href="{address}{quote(line.code)}/">{escape(line.name)}</a>'
    return f"<li><span>{name}</span><span>{told}</span></li>"
