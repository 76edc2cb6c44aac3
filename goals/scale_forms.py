"""What the pages of scales and of goal levels ask for: rows that are ordered, added and removed together."""

from typing import Any

from django import forms

from goals.levelling import LevelRow
from goals.models import AssessmentLevel, AssessmentScale, GoalLevel, Meaning
from goals.scales import LevelEntry, code_fault, code_for, fingerprint
from organisation.addresses import WRONG_SLUG
from organisation.marks import Colour, Symbol
from organisation.meanwhile import SeenFormMixin
from organisation.row_forms import RowFormSet

SPARE_ROWS = 2
EVERY_SYMBOL = [LevelEntry(each.label, each.label, each, Colour.GREY, Meaning.OTHER) for each in Symbol]


class LevelForm(forms.Form):
    """A level of a scale."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(
        label="Etikett", max_length=60, error_messages={"required": "Skriv vad nivån heter."}
    )
    plural = forms.CharField(
        label="I flertal",
        max_length=60,
        error_messages={"required": "Skriv hur nivån heter om flera mål."},
    )
    symbol = forms.ChoiceField(label="Symbol", choices=Symbol.choices, initial=Symbol.FILLED)
    colour = forms.ChoiceField(label="Färg", choices=Colour.choices, initial=Colour.GREEN)
    meaning = forms.ChoiceField(label="Betyder", choices=Meaning.choices, initial=Meaning.OTHER)

    @property
    def mark(self) -> LevelEntry | None:
        """The level as it is typed, to be drawn; None while there is nothing to draw."""
        label, symbol, colour = (str(self[name].value() or "") for name in ("label", "symbol", "colour"))
        if not label or symbol not in Symbol.values or colour not in Colour.values:
            return None
        return LevelEntry(label, label, symbol, colour, Meaning.OTHER)

    def entry(self) -> LevelEntry:
        chosen = {
            name: self.cleaned_data[name] for name in ("label", "plural", "symbol", "colour", "meaning")
        }
        return LevelEntry(**chosen, pk=self.cleaned_data["pk"])


def level_initial(level: AssessmentLevel | LevelEntry) -> dict[str, Any]:
    names = ("pk", "label", "plural", "symbol", "colour", "meaning")
    return {name: getattr(level, name) for name in names}


class ScaleForm(SeenFormMixin, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    code = forms.SlugField(
        label="Kortnamn",
        required=False,
        max_length=30,
        help_text="Står i adressen och i datapaketet. Tomt: görs av namnet.",
        error_messages={"invalid": WRONG_SLUG},
    )

    class Meta:
        model = AssessmentScale
        fields = ["name", "use", "code"]
        error_messages = {"name": {"required": "Skriv vad skalan heter."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = fingerprint(self.instance) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        scale: AssessmentScale = self.instance
        probe = AssessmentScale(committee=scale.committee, name=cleaned.get("name", ""))
        probe.pk, probe.code = scale.pk, cleaned.get("code", "")
        if not probe.code and "code" not in self.errors:
            probe.code = cleaned["code"] = code_for(probe)
        if fault := code_fault(probe):
            self.add_error("code", fault)
        return cleaned


class GoalLevelForm(forms.Form):
    """A level of the goal tree."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Namn", max_length=60, error_messages={"required": "Skriv vad nivån heter."})
    plural = forms.CharField(
        label="I flertal", max_length=60, error_messages={"required": "Skriv namnet i flertal."}
    )
    kind = forms.ChoiceField(
        label="Slag", choices=GoalLevel.Kind.choices, initial=GoalLevel.Kind.COMMITTEE_GOAL
    )
    scale = forms.ModelChoiceField(
        label="Bedöms på",
        queryset=AssessmentScale.objects.none(),
        required=False,
        empty_label="Bedöms inte",
        error_messages={"invalid_choice": "Välj en skala i listan."},
    )

    def __init__(self, *args: Any, scales: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scale"]
        field.queryset = scales
        # Without this every row would ask for the same scales.
        field.choices = [("", "Bedöms inte"), *((scale.pk, scale.name) for scale in scales)]

    def row(self) -> LevelRow:
        chosen = self.cleaned_data
        return LevelRow(chosen["kind"], chosen["name"], chosen["plural"], chosen["scale"], chosen["pk"])


LevelFormSet: Any = forms.formset_factory(
    LevelForm, formset=RowFormSet, extra=SPARE_ROWS, can_order=True, can_delete=True, max_num=20
)
GoalLevelFormSet: Any = forms.formset_factory(
    GoalLevelForm, formset=RowFormSet, extra=SPARE_ROWS, can_order=True, can_delete=True, max_num=12
)
