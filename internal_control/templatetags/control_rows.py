"""Rows of a plan's controls and risks, as its page shows them.

Put together here and not in templates, which would take longer for fifty rows than all the rest of the page. Everything
that people have written is escaped.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from internal_control.control_list import ListedControl
from internal_control.models import Control, ControlPlan, Risk, RiskDecision
from internal_control.plan_page import ControlRow, Told, by_process
from internal_control.results import Mark
from internal_control.risk_values import RiskScale
from internal_control.templatetags.risks import drawn_value
from organisation.periods import MONTHS
from organisation.templatetags.levels import level

register = template.Library()

_DECISIONS = {key: str(label) for key, label in RiskDecision.choices}
_NONE = '<td role="cell" class="is-empty">–</td>'
# As many words of a text as a cell has room for; the page of the control has all of it.
_FEW, _MANY = 30, 60


class _Addresses:
    """Of the pages that rows lead to, without asking Django for each of them."""

    def __init__(self, plan: ControlPlan) -> None:
        args = [plan.committee.slug, plan.year]
        self.controls = escape(reverse("controls", args=args))
        self.risks = escape(reverse("risks", args=args))
        self.all_years = escape(reverse("latest_control_year", args=args[:1]))

    def control(self, control: Control) -> str:
        return f"{self.controls}{quote(control.code)}/"

    def risk(self, risk: Risk) -> str:
        return f'<a href="{self.risks}{quote(risk.code)}/">{escape(risk.code)}</a>'

    def measure(self, year: int, code: str) -> str:
        return f'<a href="{self.all_years}{year}/atgarder/{quote(code)}/">{escape(code)}</a>'


@register.simple_tag
def plain_rows(
    rows: Sequence[ControlRow], plan: ControlPlan, columns: Sequence[int], width: int, may_edit: bool
) -> SafeString:
    """A group for each process. columns: the months that have one; width: how many columns there are in all.

    Without columns and with more than five in all the occasions stand under one another in the last.
    """
    to = _Addresses(plan)
    groups = []
    for process, of_process in by_process(rows).items():
        cells = "".join(_plain(row, to, columns, width, may_edit) for row in of_process)
        groups.append(
            '<tbody role="rowgroup"><tr class="row-group" role="row">'
            f'<th scope="rowgroup" role="rowheader" colspan="{width}">{escape(process)}</th></tr>{cells}</tbody>'
        )
    return mark_safe("".join(groups))  # noqa: S308


def _plain(row: ControlRow, to: _Addresses, columns: Sequence[int], width: int, may_edit: bool) -> str:
    control = row.control
    how = f'<span class="line muted">{_short(control.method_text)}</span>' if control.method_text else ""
    found = ""
    if columns and width > len(columns):
        at = {each.month: each for each in row.occasions}
        found = "".join(
            f'<td role="cell" class="is-whole" data-label="{_month(month)}">{_occasion(row, at[month], to)}</td>'
            if month in at
            else _NONE
            for month in columns
        )
    elif width > 5:
        found = f'<td role="cell" class="is-whole" data-label="Uppföljning">{_listed(row, to)}</td>'
    return (
        f'<tr role="row">{_title(control, to)}<td role="cell" data-label="Metod">{escape(row.method)}{how}</td>'
        f"{_cell('Styrande dokument', escape(control.rule))}{_cell('När', escape(row.months))}"
        f'<td role="cell" data-label="Ansvarig">{_people(row, to, may_edit)}</td>{found}</tr>'
    )


@register.simple_tag
def full_rows(rows: Sequence[ControlRow], plan: ControlPlan, may_edit: bool) -> SafeString:
    """Process, risk, value, control, method, when, who, result, analysis, measure."""
    to = _Addresses(plan)
    return mark_safe("".join(_full(row, to, may_edit) for row in rows))  # noqa: S308


def _full(row: ControlRow, to: _Addresses, may_edit: bool) -> str:
    control, risk = row.control, row.control.risk
    results = "".join(
        f'<li>{_when(each)} <a class="occasion" href="{to.control(control)}{each.month}/">{_marked(each.mark)}</a></li>'
        for each in row.occasions
    )
    analysis = "".join(
        f'<p><span class="occasion-month">{_month(each.month)}:</span> {_short(each.text, _MANY) or "–"}</p>'
        for each in row.found
    )
    measures = "".join(
        f"<p>{to.measure(told.year, told.code)} {_short(told.text)} "
        f'<span class="muted">{escape(told.status)}</span></p>'
        for each in row.occasions
        for told in each.measures
    )
    return (
        f'<tr role="row">{_cell("Process", escape(control.process))}'
        f"{_cell('Risk', f'{to.risk(risk)} {escape(risk.description)}' if risk else '')}"
        f"{_cell('Riskvärde', drawn_value(risk.value, row.level) if risk else '')}"
        f'{_title(control, to)}<td role="cell" data-label="Metod">{escape(row.method)}</td>'
        f"{_cell('När', escape(row.months))}"
        f'<td role="cell" data-label="Ansvarig">{_people(row, to, may_edit)}</td>'
        f'<td role="cell" class="is-whole" data-label="Resultat"><ul class="occasion-list">{results}</ul></td>'
        f'<td role="cell" class="is-whole{"" if analysis else " is-empty"}" data-label="Analys">{analysis or "–"}</td>'
        f'<td role="cell" class="is-whole{"" if measures else " is-empty"}" data-label="Åtgärd">{measures or "–"}</td>'
        "</tr>"
    )


@register.simple_tag
def chosen_risk_rows(risks: Iterable[Risk], plan: ControlPlan, scale: RiskScale) -> SafeString:
    """The risks that are in the plan, each with the codes of its controls, which are fetched."""
    to = _Addresses(plan)
    return mark_safe("".join(_risk(risk, scale, to) for risk in risks))  # noqa: S308


def _risk(risk: Risk, scale: RiskScale, to: _Addresses) -> str:
    controls = ", ".join(
        f'<a href="{to.control(each)}">{escape(each.code)}</a>' for each in risk.controls.all()
    )
    return (
        f'<tr role="row"><td class="nowrap" role="cell" data-label="Kod">{escape(risk.code)}</td>'
        f'<th scope="row" role="rowheader"><a href="{to.risks}{quote(risk.code)}/">{escape(risk.description)}</a></th>'
        f"{_cell('Process eller område', escape(risk.process))}"
        f"{_cell('Riskvärde', drawn_value(risk.value, scale.level_of(risk.value)))}"
        f"{_cell('Beslut', _DECISIONS.get(risk.decision, ''))}{_cell('Kontroller', controls)}</tr>"
    )


@register.simple_tag
def listed_control_rows(rows: Iterable[ListedControl], plan: ControlPlan, may_edit: bool) -> SafeString:
    """The list of the year's controls: with how it went last, and what is next."""
    to = _Addresses(plan)
    return mark_safe("".join(_in_list(row, to, may_edit) for row in rows))  # noqa: S308


def _in_list(row: ListedControl, to: _Addresses, may_edit: bool) -> str:
    control, risk = row.control, row.control.risk
    value = f'<span class="muted nowrap"> ({risk.value})</span>' if risk and risk.value else ""
    last = (
        f'{_marked(row.last[1])}<span class="line muted">{MONTHS[row.last[0] - 1]}</span>' if row.last else ""
    )
    if control.struck_on:
        following = f'<span class="badge">Utgår från {control.struck_on}</span>'
    elif row.next:
        following = (
            f'<a class="occasion" href="{to.control(control)}{row.next[0]}/">{_marked(row.next[1])}</a>'
            f'<span class="line muted">{MONTHS[row.next[0] - 1]}</span>'
        )
    else:
        following = '<span class="muted">Klar för året</span>'
    return (
        f'<tr role="row"><td class="nowrap" role="cell" data-label="Kod">{escape(control.code)}</td>'
        f'<th scope="row" role="rowheader"><a href="{to.control(control)}">{escape(control.title)}</a>'
        f'<span class="line muted control-method">{escape(row.method)}</span></th>'
        f"{_cell('Process', escape(control.process))}{_cell('Risk', f'{to.risk(risk)}{value}' if risk else '')}"
        f"{_cell('När', escape(row.months))}"
        f'<td role="cell" data-label="Ansvarig">{_people(row, to, may_edit)}</td>'
        f"{_cell('Senast', last)}{_cell('Härnäst', following)}</tr>"
    )


def _cell(label: str, html: str) -> str:
    empty = "" if html else ' class="is-empty"'
    return f'<td role="cell" data-label="{label}"{empty}>{html or "–"}</td>'


def _title(control: Control, to: _Addresses) -> str:
    struck = (
        f'<span class="line"><span class="badge">Utgår från {control.struck_on}</span></span>'
        if control.struck_on
        else ""
    )
    return (
        f'<th scope="row" role="rowheader"><a href="{to.control(control)}">{escape(control.title)}</a> '
        f'<span class="muted nowrap">{escape(control.code)}</span>{struck}</th>'
    )


def _people(row: ControlRow | ListedControl, to: _Addresses, may_edit: bool) -> str:
    control = row.control
    told = escape(control.responsible) or "–"
    if control.performer is None:
        return told
    name = escape(str(control.performer))
    if not row.has_left:
        return f'{told}<span class="line muted">{name}</span>'
    choose = (
        f' <a class="no-print" href="{to.control(control)}utfors-av/">Välj en ny'
        f'<span class="visually-hidden"> för {escape(control.code)}</span></a>'
        if may_edit
        else ""
    )
    return (
        f'{told}<span class="line"><span class="badge badge-bad">{name} har slutat eller saknar behörighet</span>'
        f"{choose}</span>"
    )


def _listed(row: ControlRow, to: _Addresses) -> str:
    items = "".join(f"<li>{_when(each)} {_occasion(row, each, to)}</li>" for each in row.occasions)
    return f'<ul class="occasion-list">{items}</ul>'


def _occasion(row: ControlRow, told: Told, to: _Addresses) -> str:
    text = f'<span class="occasion-text">{_short(told.text)}</span>' if told.text else ""
    return f'<a class="occasion" href="{to.control(row.control)}{told.month}/">{_marked(told.mark)}</a>{text}'


def _when(told: Told) -> str:
    return f'<span class="occasion-month">{_month(told.month)}</span>'


def _month(month: int) -> str:
    return MONTHS[month - 1].capitalize()


def _short(text: str, words: int = _FEW) -> str:
    return escape(Truncator(text).words(words, truncate=" …"))


@lru_cache(maxsize=50)
def _marked(mark: Mark) -> str:
    return level(mark)
