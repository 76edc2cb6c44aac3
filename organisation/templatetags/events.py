"""The details of an event in words."""

import re
from decimal import Decimal
from typing import Any

from django import template

from organisation.figures import UNDEFINED, formatted

register = template.Library()

# Names that processes give their details, as a reader would say them; one that is
# Swedish already is shown as it is.
_LABELS = {
    "account": "konto",
    "address": "adress",
    "after": "efter",
    "amount": "belopp",
    "amounts": "belopp",
    "assessments": "bedömningar",
    "because": "skäl",
    "before": "före",
    "came": "tas in",
    "cause": "orsak",
    "change": "ändring",
    "changed": "ändrat",
    "characters": "tecken",
    "code": "kod",
    "codes": "koder",
    "copy_of": "kopia av",
    "decided_on": "beslutat",
    "direction": "riktning",
    "due": "klart",
    "effect": "effekt",
    "file": "fil",
    "files": "filer",
    "giver": "givet av",
    "group": "grupp",
    "indicator": "mått",
    "indicators": "mått",
    "kind": "slag",
    "level": "nivå",
    "levels": "nivåer",
    "measurements": "mätvärden",
    "meeting_on": "sammanträde",
    "month": "månad",
    "name": "namn",
    "occasions": "kontrolltillfällen",
    "paragraph": "§",
    "parent": "hör till",
    "periods": "perioder",
    "process": "process eller område",
    "progress": "hur det går",
    "reason": "skäl",
    "responsible": "ansvarig",
    "result": "resultat",
    "rows": "rader",
    "size": "storlek",
    "small_numbers_cleared": "små tal får visas",
    "stage": "skede",
    "stands_at": "planen är uppföljd till och med",
    "status": "läge",
    "target": "målvärde",
    "targets": "målvärden",
    "through": "till och med",
    "type": "typ",
    "unit": "enhet",
    "units": "enheter",
    "values": "värden",
    "went": "utgår",
    "year": "år",
}
_VALUES = {
    "actual": "utfall",
    "addition": "tillägg",
    "carry_over": "ombudgetering",
    "forecast": "prognos",
    "original": "ursprunglig budget",
    "supplementary": "tilläggsbudget",
}
_AMOUNT = re.compile(r"-?\d+\.\d\d")


@register.filter
def labelled(details: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of each detail that says something."""
    return [
        (_LABELS.get(name, name), _text(value))
        for name, value in details.items()
        if value not in (None, "", [], {})
    ]


def _text(value: Any) -> str:
    if value in (None, ""):
        return UNDEFINED
    if isinstance(value, dict):
        return ", ".join(f"{_LABELS.get(name, name)} {_text(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    text = str(value)
    return formatted(Decimal(text)) if _AMOUNT.fullmatch(text) else _VALUES.get(text, text)
