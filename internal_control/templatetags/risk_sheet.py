"""The rows of the sheet where risks are valued, put together as those of risks are."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from internal_control.models import RiskDecision
from internal_control.risk_sheet import SheetRow
from internal_control.risk_values import RiskScale
from internal_control.templatetags.risks import href, risk_value

register = template.Library()

_Choices = tuple[tuple[str, str], ...]
_DECISIONS: _Choices = (("", "Inte beslutat"), *((key, str(label)) for key, label in RiskDecision.choices))


@register.simple_tag
def sheet_rows(rows: Sequence[SheetRow], scale: RiskScale, address: str, is_after: bool) -> SafeString:
    """address is that of the year's risks. Without decisions after measures."""
    columns: list[tuple[str, str, _Choices]] = [
        (name, label, (("", "–"), *((str(step.value), f"{step.value} {step.label}") for step in steps)))
        for name, label, steps in (
            ("likelihood", "Sannolikhet", scale.likelihood),
            ("consequence", "Konsekvens", scale.consequence),
        )
    ]
    return mark_safe("".join(_row(row, scale, columns, address, is_after) for row in rows))  # noqa: S308


def _row(
    row: SheetRow,
    scale: RiskScale,
    columns: Sequence[tuple[str, str, _Choices]],
    address: str,
    is_after: bool,
) -> str:
    risk, key = row.risk, row.risk.pk
    steps = "".join(_chosen(row, name, label, choices, is_step=True) for name, label, choices in columns)
    decision = "" if is_after else _chosen(row, "decision", "Beslut", _DECISIONS, is_step=False)
    return (
        f'<tr role="row" id="rad-{key}" data-risk{" class=has-error" if row.errors else ""}><th scope="row" role="rowheader">'
        f'<input type="hidden" name="rad" value="{key}">'
        f'<input type="hidden" name="sett-{key}" value="{escape(row.seen)}">'
        f'<a href="{href(address, risk)}" target="_blank" rel="noopener">{escape(risk.code)} '
        f'{escape(risk.description)}<span class="visually-hidden"> (öppnas i en ny flik)</span></a>'
        f'<span class="risk-under">{escape(risk.process)}</span>{_row_error(row)}</th>{steps}'
        '<td role="cell" class="sheet-value" data-label="Riskvärde"><span data-value>'
        f"{risk_value(risk, scale, after=is_after)}</span></td>{decision}"
        f'<td class="entry" role="cell" data-label="Skäl till värdet"><input class="form-control{_is_invalid(row, "reason")}" '
        f'name="reason-{key}" value="{escape(row.typed["reason"])}" maxlength="500" autocomplete="off" '
        f'aria-label="Skäl {escape(risk.code)}"{_described(row, "reason")}>{_error(row, "reason")}</td></tr>'
    )


def _chosen(row: SheetRow, name: str, label: str, choices: _Choices, *, is_step: bool) -> str:
    key = row.risk.pk
    return (
        f'<td class="entry entry-step" role="cell" data-label="{label}">'
        f'<select class="form-select{_is_invalid(row, name)}" name="{name}-{key}" '
        f'aria-label="{label} {escape(row.risk.code)}"{" data-step" if is_step else ""}{_described(row, name)}>'
        f"{_options(choices, row.typed[name])}</select>{_error(row, name)}</td>"
    )


@lru_cache(maxsize=200)
def _options(choices: _Choices, typed: str) -> str:
    """Two hundred risks have a few different choices."""
    return "".join(
        f'<option value="{escape(key)}"{" selected" if key == typed else ""}>{escape(label)}</option>'
        for key, label in choices
    )


def _is_invalid(row: SheetRow, name: str) -> str:
    return " is-invalid" if name in row.errors else ""


def _described(row: SheetRow, name: str) -> str:
    if name in row.errors:
        return f' aria-invalid="true" aria-describedby="fel-{name}-{row.risk.pk}"'
    return f' aria-describedby="fel-{row.risk.pk}"' if row.row_error else ""


def _error(row: SheetRow, name: str) -> str:
    if name not in row.errors:
        return ""
    return f'<span class="cell-error" id="fel-{name}-{row.risk.pk}">{escape(row.errors[name])}</span>'


def _row_error(row: SheetRow) -> str:
    if not row.row_error:
        return ""
    now = f" Nu står det {escape(row.now)}." if row.now else ""
    return f'<span class="cell-error" id="fel-{row.risk.pk}">{escape(row.row_error)}{now}</span>'
