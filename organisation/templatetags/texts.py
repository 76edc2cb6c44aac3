"""How written texts look on pages."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from organisation.markdown import as_html

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """{{ assessment.text|markdown }}: paragraphs, lists, emphasis and links; '' for blank text."""
    return mark_safe(as_html(text))  # noqa: S308 (as_html lets no markup of the writer's through)
