"""Headings of columns that sort a list."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("parts/sort_heading.html", takes_context=True)
def sort_heading(context: template.Context, label: str, key: str, sort: str, css: str = "") -> dict[str, Any]:
    """A column heading that sorts by its key; pressed again it turns the order round."""
    query = context["request"].GET.copy()
    query["sortera"] = f"-{key}" if sort == key else key
    query.pop("sida", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return {"label": label, "query": query.urlencode(), "order": order, "css": css}
