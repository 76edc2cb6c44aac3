"""What the list of indicators, and the grid of measurements, are set to. GET."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from goals.measured_periods import Period
from goals.models import Frequency, Goal
from organisation.models import Unit

# Fields that the list keeps folded away until they are used.
_MORE = ("enhet", "mal", "mats")


class IndicatorFilterForm(forms.Form):
    """What the list of indicators is narrowed to. GET; what is wrong is as if it were empty."""

    sok = forms.CharField(label="Sök", required=False, max_length=100)
    omrade = forms.ChoiceField(label="Område", required=False)
    enhet = forms.ChoiceField(label="Enhet", required=False)
    mal = forms.ChoiceField(label="Mål", required=False)
    mats = forms.ChoiceField(
        label="Mäts", choices=[("", "Hur ofta som helst"), *Frequency.choices], required=False
    )
    saknas = forms.BooleanField(label="Saknar värde", required=False)
    ar = forms.TypedChoiceField(label="År", coerce=int, required=False)
    sortera = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        year: int,
        years: Sequence[int],
        themes: Iterable[str],
        units: Iterable[Unit],
        goals: Iterable[Goal],
    ) -> None:
        super().__init__({"ar": year, **{name: value for name, value in data.items() if value}})
        choices: dict[str, list[tuple[Any, str]]] = {
            "omrade": [("", "Alla områden"), *((theme, theme) for theme in themes)],
            "enhet": [("", "Alla enheter"), *((unit.code, str(unit)) for unit in units)],
            "mal": [("", "Alla mål"), *((goal.code, str(goal)) for goal in goals)],
            "ar": [(each, str(each)) for each in sorted({*years, year}, reverse=True)],
        }
        for name, field in self.fields.items():
            if name in choices:
                field.choices = choices[name]  # type: ignore[attr-defined]
            css = {"CheckboxInput": "form-check-input", "Select": "form-select"}
            field.widget.attrs["class"] = css.get(type(field.widget).__name__, "form-control")
        self.is_valid()
        self.year: int = self.cleaned_data.get("ar") or year

    @property
    def is_narrowed(self) -> bool:
        return self.has_more or any(self.cleaned_data.get(name) for name in ("sok", "omrade", "saknas"))

    @property
    def has_more(self) -> bool:
        return any(self.cleaned_data.get(name) for name in _MORE)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self["sok"], self["omrade"], self["ar"]]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _MORE]


class GridForm(forms.Form):
    """Which measurements a grid is for. GET; the page itself says what is not to be found."""

    period = forms.ChoiceField(label="Period", required=False)
    enhet = forms.ChoiceField(label="Enhet", required=False)
    omrade = forms.ChoiceField(label="Område", required=False)

    def __init__(
        self, data: Any, *, units: Sequence[Unit], themes: Sequence[str], periods: Sequence[Period]
    ) -> None:
        shown = {"period": periods[0].key, "enhet": units[0].code, **{k: v for k, v in data.items() if v}}
        super().__init__(shown)
        choices: dict[str, list[tuple[str, str]]] = {
            "period": [(period.key, period.label.capitalize()) for period in periods],
            "enhet": [(unit.code, str(unit)) for unit in units],
            "omrade": [("", "Alla områden"), *((theme, theme) for theme in themes)],
        }
        for name, field in self.fields.items():
            field.choices = choices[name]  # type: ignore[attr-defined]
            field.widget.attrs["class"] = "form-select"
