"""Risks as they are shown in lists, in the matrix and in the sheet of values.

Rows and cells are put together here and not in templates, which would take longer for two hundred risks than all the
rest of the page. Everything that people have written is escaped.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

from internal_control.models import Risk, RiskDecision
from internal_control.risk_matrix import Cell
from internal_control.risk_values import Level, RiskScale
from organisation.templatetags.levels import level

register = template.Library()

_NO_VALUE = '<span class="muted"><span aria-hidden="true">–</span><span class="visually-hidden">Inte värderad</span></span>'
_STATES = {
    "declined": '<span class="badge">Avböjt förslag</span>',
    "waiting": '<span class="badge badge-wait">Förslag från enhet</span>',
    "chosen": '<span class="badge badge-now">Med i planen</span>',
    "gathered": '<span class="badge">Inte i planen</span>',
}
_DECISIONS = {key: str(label) for key, label in RiskDecision.choices}


@register.simple_tag
def risk_value(risk: Risk, scale: RiskScale, after: bool = False) -> SafeString:
    """{% risk_value risk scale %}: value and level, or after=True those after measures; a dash where there is none."""
    value = risk.value_after if after else risk.value
    return mark_safe(drawn_value(value, scale.level_of(value)))  # noqa: S308


@lru_cache(maxsize=500)
def drawn_value(value: int | None, of_level: Level | None) -> str:
    if value is None:
        return _NO_VALUE
    return f'<span class="risk-value"><span class="risk-product">{value}</span>{level(of_level)}</span>'


@register.filter
def risk_state(risk: Risk) -> SafeString:
    """Whether it is in the plan, only gathered, proposed, or declined: a badge."""
    if risk.is_proposal:
        state = "declined" if risk.declined_because else "waiting"
    else:
        state = "chosen" if risk.is_chosen else "gathered"
    return mark_safe(_STATES[state])  # noqa: S308


@register.simple_tag
def risk_rows(risks: Iterable[Risk], scale: RiskScale, address: str) -> SafeString:
    """Rows of the list. address is that of the year's risks."""
    return mark_safe("".join(_row(risk, scale, address) for risk in risks))  # noqa: S308


def _row(risk: Risk, scale: RiskScale, address: str) -> str:
    under = escape(risk.process) + (f" · {escape(risk.category)}" if risk.category else "")
    return (
        f'<tr role="row"><td role="cell" data-label="Kod">{escape(risk.code)}</td>'
        f'<th scope="row" role="rowheader"><a href="{href(address, risk)}">{escape(risk.description)}</a>'
        f'<span class="risk-under">{under}</span></th>'
        f'<td role="cell" data-label="Enhet">{escape(risk.unit.name)}</td>'
        f'<td role="cell" data-label="Riskvärde">{risk_value(risk, scale)}</td>'
        f'<td role="cell" data-label="Efter åtgärder">{risk_value(risk, scale, after=True)}</td>'
        f'<td role="cell" data-label="Beslut">{_DECISIONS.get(risk.decision, "–")}</td>'
        f'<td role="cell" data-label="Plan">{risk_state(risk)}</td></tr>'
    )


@register.simple_tag
def choice_rows(rows: Sequence[tuple[Risk, bool, bool]], scale: RiskScale) -> SafeString:
    """Rows of the choice for the plan: a risk, whether it is ticked, and whether that is not saved yet."""
    return mark_safe("".join(_choice(*row, scale) for row in rows))  # noqa: S308


def _choice(risk: Risk, is_ticked: bool, is_changed: bool, scale: RiskScale) -> str:
    name = f"{escape(risk.code)} {escape(risk.description)}"
    under = escape(risk.process) + (" · ändrat här, inte sparat" if is_changed else "")
    return (
        '<tr role="row"><td role="cell" data-label="Med i planen"><input class="form-check-input risk-tick" '
        f'type="checkbox" name="chosen" value="{risk.pk}" id="risk-{risk.pk}" aria-label="{name}"'
        f"{' checked' if is_ticked else ''}></td>"
        f'<th scope="row" role="rowheader"><label for="risk-{risk.pk}">{name}</label>'
        f'<span class="risk-under">{under}</span></th>'
        f'<td role="cell" data-label="Enhet">{escape(risk.unit.name)}</td>'
        f'<td role="cell" data-label="Riskvärde">{risk_value(risk, scale)}</td>'
        f'<td role="cell" data-label="Beslut">{_DECISIONS.get(risk.decision, "–")}</td></tr>'
    )


@register.simple_tag
def zone_risks(cell: "Cell[Risk]", address: str) -> SafeString:
    """The risks of a cell of the matrix, as links: the code, and in words what only a narrow screen shows."""
    links = "".join(
        f'<li><a href="{href(address, risk)}"><span class="risk-code">{escape(risk.code)}</span> '
        f'<span class="risk-words">{escape(risk.description)}</span></a></li>'
        for risk in cell.risks
    )
    return mark_safe(f'<ul class="zone-risks">{links}</ul>' if links else "")  # noqa: S308


@register.simple_tag
def risk_items(
    risks: Iterable[Risk], address: str, scale: RiskScale | None = None, after: bool = False
) -> SafeString:
    """Risks in a list: linked, and with a scale their process and value."""
    items = []
    for risk in risks:
        told = f'<a href="{href(address, risk)}">{escape(risk.code)} {escape(risk.description)}</a>'
        if scale is not None:
            value = risk_value(risk, scale, after=after)
            told += f' <span class="muted">{escape(risk.process)}</span> {value}'
        items.append(f"<li>{told}</li>")
    return mark_safe("".join(items))  # noqa: S308


@register.simple_tag
def select(field: BoundField) -> SafeString:
    """A select of a filter form: Django's own includes a template for each of its options."""
    value = str(field.value() or "")
    options = "".join(
        f'<option value="{escape(str(key))}"{" selected" if str(key) == value else ""}>{escape(str(label))}</option>'
        for key, label in field.field.choices  # type: ignore[attr-defined]
    )
    name, pk = escape(field.html_name), escape(field.id_for_label)
    return mark_safe(f'<select name="{name}" id="{pk}" class="form-select">{options}</select>')  # noqa: S308


def href(address: str, risk: Risk) -> str:
    """The address of a risk's page, under that of the year's risks."""
    return f"{escape(address)}{quote(risk.code)}/"
