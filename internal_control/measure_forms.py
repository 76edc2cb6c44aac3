"""What the pages of measures ask for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from internal_control.measures import MeasureEntry, fingerprint, state_fingerprint
from internal_control.models import ControlPlan, FollowUp, Measure, Risk
from internal_control.performers import people, performers_of
from organisation.forms import DayField, FilterForm
from organisation.meanwhile import SeenFormMixin
from organisation.models import Committee, Unit, User, code_validator

CLOSES = "Fylls i när åtgärden är genomförd eller avbruten."


class MeasureForm(SeenFormMixin):
    """The facts of a measure. What it is decided about is chosen by the address, or stays as it is."""

    text = forms.CharField(
        label="Åtgärd",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad som ska göras."},
    )
    unit = forms.ModelChoiceField(
        label="Enhet",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": "Välj enhet.", "invalid_choice": "Välj enhet i listan."},
    )
    responsible = forms.CharField(
        label="Ansvarig",
        max_length=100,
        help_text="En titel, till exempel enhetschef. Den skrivs ut i uppföljningen.",
        error_messages={"required": "Skriv vem som ansvarar för åtgärden."},
    )
    performer = forms.ModelChoiceField(
        label="Utförs av",
        queryset=User.objects.none(),
        required=False,
        empty_label="Ingen särskild",
        help_text="Den som ser åtgärden bland sina egna.",
        error_messages={"invalid_choice": "Välj en person i listan."},
    )
    due_on = DayField(label="Klar senast", error_messages={"required": "Skriv när åtgärden ska vara klar."})
    effect_due_on = DayField(
        label="Effekten följs upp senast",
        required=False,
        help_text="Tomt om effekten inte behöver följas upp.",
    )
    code = forms.CharField(
        label="Kod",
        max_length=30,
        validators=[code_validator],
        help_text="Kort namn som åtgärden kallas för. Föreslås av sig självt.",
        error_messages={"required": "Skriv en kod."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        committee: Committee,
        units: Iterable[Unit],
        measure: Measure | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        names = [name for name in self.fields if name != "seen"]
        facts = {name: getattr(measure, name) for name in names} if measure is not None else {}
        seen = fingerprint(measure) if measure is not None else ""
        self.initial = {**(initial or {}), **facts, "seen": seen}
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=[unit.pk for unit in units]
        ).in_order()
        offered = set(performers_of(committee).paths)
        if measure is not None and measure.performer_id is not None:
            offered.add(measure.performer_id)
        self.fields["performer"].queryset = people(offered)  # type: ignore[attr-defined]

    def entry(self, *, follow_up: FollowUp | None, risk: Risk | None) -> MeasureEntry:
        """What was typed into a form that is valid."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return MeasureEntry(follow_up=follow_up, risk=risk, **facts)


class ProgressForm(SeenFormMixin):
    status = forms.ChoiceField(
        label="Läge", choices=Measure.Status.choices, error_messages={"required": "Välj hur det går."}
    )
    closed_on = DayField(label="Avslutad den", required=False, help_text=CLOSES)
    progress = forms.CharField(
        label="Hur det går",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, measure: Measure) -> None:
        super().__init__(data)
        self.initial = {
            "status": measure.status,
            "closed_on": measure.closed_on,
            "progress": measure.progress,
            "seen": state_fingerprint(measure),
        }


class EffectForm(SeenFormMixin):
    effect = forms.ChoiceField(
        label="Effekt",
        choices=[(value, label) for value, label in Measure.Effect.choices if value],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilken effekt åtgärden har haft."},
    )
    effect_on = DayField(
        label="Uppföljd den", error_messages={"required": "Skriv vilken dag effekten följdes upp."}
    )
    text = forms.CharField(
        label="Vad som blev bättre, och vad som återstår",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, measure: Measure, today: date) -> None:
        super().__init__(data)
        self.initial = {
            "effect": measure.effect,
            "effect_on": measure.effect_on or today,
            "text": measure.effect_text,
            "seen": state_fingerprint(measure),
        }


class ReopenMeasureForm(forms.Form):
    reason = forms.CharField(
        label="Varför ska åtgärden fortsätta?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför åtgärden ska fortsätta."},
    )


class MeasureFilterForm(FilterForm):
    EVERY, OPEN, LATE, EFFECT, CLOSED = "", "oppna", "forsenade", "effekt", "avslutade"
    MINE = "mina"

    sok = forms.CharField(label="Sök", required=False, max_length=100)
    lage = forms.ChoiceField(
        label="Läge",
        choices=[
            (EVERY, "Alla"),
            (OPEN, "Öppna"),
            (LATE, "Försenade"),
            (EFFECT, "Effekten ska följas upp"),
            (CLOSED, "Avslutade"),
        ],
        required=False,
    )
    utfors = forms.ChoiceField(label="Utförs av", choices=[("", "Alla"), (MINE, "Mig")], required=False)
    enhet = forms.ChoiceField(label="Enhet", required=False)
    sortera = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, units: Iterable[Unit]) -> None:
        super().__init__(data, choices={"enhet": [(unit.code, str(unit)) for unit in units]})


def plan_is_over(plan: ControlPlan) -> str:
    return f"Internkontrollen {plan.year} är följd upp och fastställd. Nya åtgärder hör till ett senare år."
