"""Two people who change the same thing at the same time: the second is told, is shown what stands now, and decides.

A page carries the fingerprint of what its writer began from, and a step that stores compares it with what is stored.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Model

from organisation.typed_texts import tidied


def fingerprint_of(facts: Iterable[object]) -> str:
    """The same as long as the facts are."""
    return sha256("\x1f".join(str(fact) for fact in facts).encode()).hexdigest()[:16]


def fingerprint(row: Model, names: Iterable[str], many: Iterable[str] = ()) -> str:
    """The same as long as the row's own facts, and which rows it is tied to, are."""
    tied = [sorted(getattr(row, name).values_list("pk", flat=True)) for name in many]
    return fingerprint_of([*(getattr(row, name) for name in names), *tied])


def fingerprint_of_links(rows: Iterable[Model]) -> str:
    """The same as long as it is the same rows, in whatever order."""
    return fingerprint_of(sorted(row.pk for row in rows))


def changed_meanwhile(what: str) -> str:
    """what is in the definite: 'målet'."""
    return (
        f"Någon annan har ändrat {what} medan du skrev. Ingenting är sparat än. "
        "Se hur det ser ut nu, och spara igen om din version ska gälla."
    )


class SeenFormMixin(forms.Form):
    """A form that carries the fingerprint of what its writer began from, in its field seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def is_stale(self) -> bool:
        """Whether what was typed was typed over something else than what is stored."""
        return self.data.get("seen", "") not in ("", self.initial["seen"])

    def knows_now(self) -> None:
        """The next save is made knowing what is stored now."""
        posted: Any = self.data
        known = posted.copy()
        known["seen"] = self.initial["seen"]
        self.data = known


def stored_otherwise(typed: forms.BaseForm, stored: forms.BaseForm) -> list[tuple[str, str]]:
    """Label and text of each field in which what is stored is not what was typed. stored is a form of what is."""
    found = []
    for field in typed.visible_fields():
        now = _words(stored[field.name])
        if now != _words(field):
            found.append((str(field.label), now or "tomt"))
    return found


def now_beside(typed: SeenFormMixin, stored: forms.BaseForm) -> list[tuple[str, str]]:
    """What stands now, where somebody has changed it since typed was opened; the next save is made knowing it."""
    found = stored_otherwise(typed, stored) if typed.is_stale else []
    typed.knows_now()
    return found


def _words(field: Any) -> str:
    """What a field holds, as whoever reads the page sees it."""
    value = field.value()
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        held = value if isinstance(value, list | tuple) else [value]
        keys = {str(each.pk if isinstance(each, Model) else each) for each in held if each not in (None, "")}
        return ", ".join(str(label) for key, label in _flat(choices) if str(key) in keys)
    if isinstance(field.field, forms.BooleanField):
        return "ja" if value else "nej"
    return "" if value is None else tidied(str(value))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
