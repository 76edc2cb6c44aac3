"""A level of an assessment scale as it is shown everywhere: symbol, colour and words."""

from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from goals.symbols import INKS, drawing

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
    ink = INKS[level.colour] if for_print else ""
    if getattr(level, "is_alone", False):
        alone = mark_safe(drawing(level.symbol, ink, level.label))  # noqa: S308
        return format_html('<span class="level level-alone level-{}">{}</span>', level.colour, alone)
    return format_html(
        '<span class="level level-{}">{}<span class="level-label">{}</span></span>',
        level.colour,
        mark_safe(drawing(level.symbol, ink)),  # noqa: S308
        level.label,
    )
