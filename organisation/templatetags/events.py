"""The details of an event in words."""

from typing import Any

from django import template

register = template.Library()

# Names that processes give their details, as a reader would say them; any other is shown as it is.
_LABELS = {
    "reason": "skäl",
    "change": "ändring",
    "year": "år",
    "month": "månad",
    "rows": "rader",
    "amount": "belopp",
    "before": "före",
    "after": "efter",
    "fields": "fält",
    "file": "fil",
    "unit": "enhet",
    "account": "konto",
    "type": "typ",
    "sha256": "kontrollsumma",
}


@register.filter
def labelled(details: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of each detail that says something."""
    return [
        (_LABELS.get(name, name), _text(value))
        for name, value in details.items()
        if value not in (None, "", [], {})
    ]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_LABELS.get(name, name)} {_text(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value)
