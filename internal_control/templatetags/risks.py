"""A risk's value as it is shown everywhere: the product, the level it is of, and its two steps in words."""

from collections.abc import Sequence
from typing import Any

from django import template

from internal_control.models import Risk
from internal_control.risk_sheet import SheetRow
from internal_control.risk_values import RiskScale, Step

register = template.Library()


@register.inclusion_tag("internal_control/parts/risk_value.html")
def risk_value(risk: Risk, scale: RiskScale, after: bool = False) -> dict[str, Any]:
    """{% risk_value risk scale %}, or after=True for the value after measures; a dash where there is none."""
    value = risk.value_after if after else risk.value
    steps = (risk.likelihood_after, risk.consequence_after) if after else (risk.likelihood, risk.consequence)
    return {"value": value, "steps": steps, "level": scale.level_of(value)}


@register.inclusion_tag("internal_control/parts/sheet_step.html")
def sheet_step(row: SheetRow, name: str, steps: Sequence[Step], label: str) -> dict[str, Any]:
    """The choice of a step in the sheet of values, with what is wrong with it."""
    typed = row.typed[name]
    return {
        "key": row.risk.pk,
        "code": row.risk.code,
        "name": name,
        "label": label,
        "error": row.errors.get(name, ""),
        "row_error": row.row_error,
        "choices": [(step.value, step.label, str(step.value) == typed) for step in steps],
    }
