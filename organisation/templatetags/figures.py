"""Figures in templates: the only way a page prints an amount."""

from decimal import Decimal

from django import template

from organisation import periods
from organisation.figures import Scale, formatted, shown

register = template.Library()


@register.filter
def figure(value: Decimal | None) -> str:
    """A figure that is already rounded, as printed."""
    return formatted(value)


@register.filter
def kr(amount: Decimal | None) -> str:
    return formatted(shown(amount, scale=Scale.KR))


@register.filter
def tkr(amount: Decimal | None) -> str:
    return formatted(shown(amount, scale=Scale.TKR))


@register.filter
def mnkr(amount: Decimal | None) -> str:
    return formatted(shown(amount, scale=Scale.MNKR, decimals=1))


@register.filter
def month_name(month: int) -> str:
    return periods.MONTHS[int(month) - 1]
