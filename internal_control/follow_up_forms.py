"""What the page of whoever carries out a control asks for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from internal_control.counted import HIDDEN, Counted, CountRow, OccasionCounts
from internal_control.following_up import (
    COUNT_FIELD,
    MOST_CHARACTERS,
    MOST_COUNTED,
    NOT_A_COUNT,
    FollowUpEntry,
)
from internal_control.models import FollowUp, Result
from internal_control.results import RESULTS, Mark
from organisation.figures import number_in
from organisation.forms import DayField
from organisation.typed_texts import tidied

_NUMBERS = ("sample_size", "deviations")
_KEPT = -1


class CountField(forms.CharField):
    """How many, as people write it: '12', '1 234'. None where nothing is written; '..' where it is not to be seen."""

    def __init__(self, **kwargs: Any) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control"}
        super().__init__(required=False, max_length=15, widget=forms.TextInput(attrs=digits), **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip()
        if not text:
            return None
        if text == HIDDEN and self.initial == HIDDEN:
            return _KEPT
        number = number_in(text, decimals=0)
        if number is None or not 0 <= number <= MOST_COUNTED:
            raise forms.ValidationError(NOT_A_COUNT)
        return int(number)


class FollowUpForm(forms.Form):
    """One occasion of a control. counts are its numbers as the reader may see them, and say what is counted."""

    result = forms.ChoiceField(
        label="Vad visade kontrollen?",
        choices=[(each.value, each.label) for each in Result if each != Result.PENDING],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ett resultat.", "invalid_choice": "Välj ett resultat."},
    )
    reason = forms.CharField(
        label="Varför genomfördes den inte?",
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
    done_on = DayField(
        label="Dag",
        help_text="När kontrollen gjordes, eller när det blev klart att den inte görs.",
        error_messages={"required": "Skriv vilken dag kontrollen gjordes."},
    )
    sample_size = CountField(label="Antal granskade")
    deviations = CountField(label="Antal avvikelser")
    text = forms.CharField(
        label="Resultat och analys",
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "class": "form-control"}),
        help_text="Vad ni såg, vad det beror på och vad det betyder. Skriv inga personuppgifter.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: Any = None, *, follow_up: FollowUp, counts: OccasionCounts, today: date, **kwargs: Any
    ) -> None:
        initial = {
            "result": follow_up.result,
            "reason": follow_up.reason,
            "done_on": follow_up.done_on or today,
            "text": follow_up.text,
            "version": follow_up.version,
            "sample_size": counts.sample_size.now.typed_text,
            "deviations": counts.deviations.now.typed_text,
        }
        super().__init__(data, initial=initial, **kwargs)
        self.follow_up = follow_up
        self.counts = counts
        self.codes = [row.code for row in counts.rows if not row.is_sum]
        if counts.rows:
            for name in _NUMBERS:
                del self.fields[name]
        for row in counts.rows:
            if not row.is_sum:
                added = CountField(label=row.label, initial=row.counted.now.typed_text)
                added.widget.attrs["aria-labelledby"] = f"rad-{row.code} nu"
                self.fields[COUNT_FIELD.format(row.code)] = added
        for name in _NUMBERS:
            if name in self.fields:
                self.fields[name].initial = initial[name]
        day = self.fields["done_on"].widget.attrs
        day |= {"max": today.isoformat(), "class": "form-control"}

    def clean(self) -> dict[str, Any]:
        """Numbers that are not shown stay with all the others, or are all typed anew: an answer to what is typed
        beside them would tell what they are.
        """
        cleaned = super().clean() or {}
        numbers = {name: cleaned[name] for name in self._number_names if name in cleaned}
        if _KEPT in numbers.values() and any(
            number != _KEPT and _as_typed(number) != self.fields[name].initial
            for name, number in numbers.items()
        ):
            raise forms.ValidationError(
                "Några antal är skyddade och visas inte. Lämna alla antal som de är, eller skriv alla på nytt."
            )
        return cleaned

    @property
    def _number_names(self) -> list[str]:
        """The fields of numbers that the form has."""
        return [name for name, of_form in self.fields.items() if isinstance(of_form, CountField)]

    def clean_text(self) -> str:
        return tidied(self.cleaned_data["text"])

    def entry(self) -> FollowUpEntry:
        """What was typed into a form that is valid."""
        cleaned = self.cleaned_data
        numbers = {name: cleaned.get(name) for name in _NUMBERS}
        counts = {code: cleaned[COUNT_FIELD.format(code)] for code in self.codes}
        kept = {name for name, number in (numbers | counts).items() if number == _KEPT}
        return FollowUpEntry(
            result=cleaned["result"],
            done_on=cleaned["done_on"],
            sample_size=None if "sample_size" in kept else numbers["sample_size"],
            deviations=None if "deviations" in kept else numbers["deviations"],
            text=cleaned["text"],
            reason=cleaned["reason"],
            counts={code: number for code, number in counts.items() if code not in kept},
            kept=frozenset(kept),
            is_blind=any(
                self.fields[name].initial == HIDDEN and cleaned[name] != _KEPT for name in self._number_names
            ),
        )

    def knows(self, version: int) -> None:
        """The next save is made knowing what was stored as that version."""
        posted: Any = self.data
        known = posted.copy()
        known["version"] = str(version)
        self.data = known

    def as_typed(self) -> "FollowUpForm":
        """A form with what was typed and nothing said of it: it is not to be saved yet."""
        self._errors = ErrorDict()
        return self

    @property
    def results(self) -> list[tuple[str, Mark, bool]]:
        """Each result with its mark, and whether it is chosen."""
        chosen = self["result"].value()
        return [(value, mark, value == chosen) for value, mark in RESULTS.items() if value]

    @property
    def number_fields(self) -> list[tuple[forms.BoundField, Counted]]:
        """Of a control that itemises nothing: how many were examined and deviated, with last time."""
        beside = {"sample_size": self.counts.sample_size, "deviations": self.counts.deviations}
        return [(self[name], beside[name]) for name in _NUMBERS if name in self.fields]

    @property
    def count_rows(self) -> list[tuple[CountRow, forms.BoundField | None]]:
        """What is counted, in its order; a sum has no field."""
        return [(row, None if row.is_sum else self[COUNT_FIELD.format(row.code)]) for row in self.counts.rows]


def _as_typed(number: int | None) -> str:
    return "" if number is None else str(number)


def differences(mine: FollowUpForm, theirs: FollowUpForm) -> list[tuple[str, str, str]]:
    """Label, what is stored and what was typed, where the two are not the same."""
    found = []
    for bound in mine.visible_fields():
        stored, typed = _words(theirs[bound.name]), _words(bound)
        if stored != typed:
            found.append((str(bound.label), stored or "tomt", typed or "tomt"))
    return found


def _words(bound: forms.BoundField) -> str:
    value = bound.value()
    labels: Iterable[tuple[Any, Any]] = getattr(bound.field, "choices", ())
    return tidied(str(dict(labels).get(value, "" if value is None else value)))
