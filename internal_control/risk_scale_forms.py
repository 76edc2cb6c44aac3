"""What the page of a plan's scale asks for: steps of both axes, and rows of levels."""

from typing import Any

from django import forms

from internal_control.decision_forms import DecisionFormMixin
from internal_control.models import STEPS_LEAST, STEPS_MOST, ControlPlan, RiskDecision
from internal_control.risk_scale import scale_fingerprint
from internal_control.risk_values import Level, RiskScale, Step
from organisation.forms import QuickSelect
from organisation.marks import Colour, Symbol
from organisation.meanwhile import SeenFormMixin
from organisation.row_forms import RowFormSet

AXES = (("likelihood", "Sannolikhet"), ("consequence", "Konsekvens"))
EVERY_SYMBOL = [Level(1, each.label, each, Colour.GREY) for each in Symbol]


class ScaleForm(SeenFormMixin, DecisionFormMixin):
    """How many steps there are, and for each of the five that there can be, its label and what it means."""

    steps = forms.TypedChoiceField(
        label="Antal steg",
        coerce=int,
        choices=[(count, f"{count} steg") for count in range(STEPS_LEAST, STEPS_MOST + 1)],
        help_text="Lika många för sannolikhet och konsekvens.",
        error_messages={"invalid_choice": f"En skala har {STEPS_LEAST} till {STEPS_MOST} steg."},
        widget=QuickSelect(attrs={"data-steps": True}),
    )

    def __init__(self, *args: Any, plan: ControlPlan, scale: RiskScale, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.initial.update(steps=scale.steps, seen=scale_fingerprint(scale))
        for axis, name in AXES:
            stored = {step.value: step for step in getattr(scale, axis)}
            for value in range(1, STEPS_MOST + 1):
                step = stored.get(value, Step(value, ""))
                self._add(f"{axis}-{value}", f"{name} {value}: etikett", 60, step.label)
                self._add(f"{axis}-{value}-means", f"{name} {value}: innebär", 200, step.description)

    def _add(self, name: str, label: str, longest: int, initial: str) -> None:
        widget = forms.TextInput(attrs={"class": "form-control"})
        self.fields[name] = forms.CharField(label=label, required=False, max_length=longest, widget=widget)
        self.initial[name] = initial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for axis, name in AXES:
            for value in range(1, cleaned.get("steps", 0) + 1):
                if f"{axis}-{value}" not in self.errors and not cleaned[f"{axis}-{value}"]:
                    self.add_error(f"{axis}-{value}", f"Skriv vad steg {value} för {name.lower()} heter.")
        return cleaned

    def typed_steps(self, axis: str) -> tuple[Step, ...]:
        typed = self.cleaned_data
        return tuple(
            Step(value, typed[f"{axis}-{value}"], typed[f"{axis}-{value}-means"])
            for value in range(1, typed["steps"] + 1)
        )

    @property
    def axes(self) -> list[tuple[str, list[tuple[int, forms.BoundField, forms.BoundField]]]]:
        """Name of the axis, and for each step its value and its two fields; the highest first, as in the matrix."""
        return [
            (
                name,
                [
                    (value, self[f"{axis}-{value}"], self[f"{axis}-{value}-means"])
                    for value in range(STEPS_MOST, 0, -1)
                ],
            )
            for axis, name in AXES
        ]


class RiskLevelForm(forms.Form):
    """A level of risk values."""

    from_value = forms.IntegerField(
        label="Från riskvärde",
        min_value=1,
        max_value=STEPS_MOST**2,
        error_messages={
            "required": "Skriv vid vilket riskvärde nivån börjar.",
            "invalid": "Skriv riskvärdet som ett heltal.",
            "min_value": "Riskvärdet är minst 1.",
            "max_value": f"Riskvärdet är högst {STEPS_MOST**2}.",
        },
    )
    label = forms.CharField(
        label="Etikett", max_length=60, error_messages={"required": "Skriv vad nivån heter."}
    )
    symbol = forms.ChoiceField(
        label="Symbol", choices=Symbol.choices, initial=Symbol.FILLED, widget=QuickSelect
    )
    colour = forms.ChoiceField(label="Färg", choices=Colour.choices, initial=Colour.GREEN, widget=QuickSelect)
    decision = forms.ChoiceField(
        label="Föreslaget beslut",
        choices=RiskDecision.choices,
        initial=RiskDecision.ACCEPT,
        widget=QuickSelect,
    )

    @property
    def mark(self) -> Level | None:
        """The level as it is typed, to be drawn; None while there is nothing to draw."""
        label, symbol, colour = (str(self[name].value() or "") for name in ("label", "symbol", "colour"))
        if not label or symbol not in Symbol.values or colour not in Colour.values:
            return None
        return Level(1, label, symbol, colour)

    def level(self) -> Level:
        names = ("from_value", "label", "symbol", "colour", "decision")
        return Level(**{name: self.cleaned_data[name] for name in names})


LevelFormSet: Any = forms.formset_factory(
    RiskLevelForm, formset=RowFormSet, extra=2, can_delete=True, max_num=10, absolute_max=20
)


def level_initial(level: Level) -> dict[str, Any]:
    names = ("from_value", "label", "symbol", "colour", "decision")
    return {name: getattr(level, name) for name in names}
