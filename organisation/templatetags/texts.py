"""How written texts look on pages."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from organisation import unsent
from organisation.markdown import as_html

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """{{ assessment.text|markdown }}: paragraphs, lists, emphasis and links; '' for blank text."""
    return mark_safe(as_html(text))  # noqa: S308 (as_html lets no markup of the writer's through)


@register.simple_tag(takes_context=True)
def unsent_texts(context: Any) -> list[str]:
    """What was typed in the form that was sent to a page that could not take it in."""
    request = context.get("request")
    return unsent.unsent_texts(request) if request else []
