"""Figures in templates: the only way a page prints an amount."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organisation import periods
from organisation.figures import Scale, formatted, shown

register = template.Library()


@register.filter
def figure(value: Decimal | int | None) -> str:
    """A figure that is already rounded, or a count, as printed."""
    return formatted(None if value is None else Decimal(value))


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
def ore(amount: Decimal | None) -> str:
    """Kronor with öre, as in the ledger."""
    return formatted(amount, 2)


@register.filter
def scaled(amount: Decimal | None, scale: str) -> str:
    """In a scale that the user chose: {{ amount|scaled:scale }}; mnkr with one decimal."""
    return formatted(shown(amount, scale=Scale(scale), decimals=1 if scale == Scale.MNKR else 0))


@register.filter
def month_name(month: int) -> str:
    return periods.MONTHS[int(month) - 1]


@register.filter
def marked(figure: Decimal | None) -> SafeString:
    """A rounded deviation with a symbol, its sign, a colour and, for who cannot see those, words."""
    if not figure:
        return format_html('<span class="deviation">{}</span>', formatted(figure))
    kind, symbol, words = ("better", "▲", "bättre") if figure > 0 else ("worse", "▼", "sämre")
    return format_html(
        '<span class="deviation deviation-{}"><span class="deviation-mark" aria-hidden="true">{}</span> {}'
        '<span class="visually-hidden"> {} än budget</span></span>',
        kind,
        symbol,
        formatted(figure),
        words,
    )


@register.simple_tag
def deviation(amount: Decimal | None, scale: str = "tkr", decimals: int = 0) -> SafeString:
    """An exact deviation in kronor (+ is better than budget), rounded and marked: {% deviation amount 'tkr' %}."""
    return marked(shown(amount, scale=Scale(scale), decimals=decimals))
