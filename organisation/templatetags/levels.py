"""A level of an assessment scale as it is shown everywhere: symbol, colour and words."""

from functools import lru_cache
from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from organisation.symbols import INKS, drawing

register = template.Library()


class Level(Protocol):
    """goals.models.AssessmentLevel, or a mark in a report's contents."""

    @property
    def symbol(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def label(self) -> str: ...


@register.simple_tag
def level(level: Level | None, for_print: bool = False) -> SafeString:
    """{% level assessment.level %}; nothing where there is none. for_print: for the PDF, which inherits no colour."""
    if level is None:
        return SafeString()
    is_alone = getattr(level, "is_alone", False)
    return _markup(level.symbol, level.colour, level.label, is_alone=is_alone, for_print=for_print)


@register.simple_tag
def level_drawing(level: Level) -> SafeString:
    """The drawing without its words, which stand beside: in a radio button of a level."""
    return mark_safe(drawing(level.symbol))  # noqa: S308


@lru_cache(maxsize=512)
def _markup(symbol: str, colour: str, label: str, *, is_alone: bool, for_print: bool) -> SafeString:
    """A matrix of goals and units has thousands, of a few levels."""
    ink = INKS[colour] if for_print else ""
    if is_alone:
        alone = mark_safe(drawing(symbol, ink, label))  # noqa: S308
        return format_html('<span class="level level-alone level-{}">{}</span>', colour, alone)
    return format_html(
        '<span class="level level-{}">{}<span class="level-label">{}</span></span>',
        colour,
        mark_safe(drawing(symbol, ink)),  # noqa: S308
        label,
    )
