"""What the pages about indicators ask for."""

from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.http import QueryDict

from goals.indicator_editing import (
    RESERVED_CODES,
    IndicatorRefused,
    check_parts,
    check_settings,
    fingerprint,
)
from goals.models import AssessmentScale, Goal, Indicator, IndicatorPart, ValueKind
from organisation.codes import free_code
from organisation.meanwhile import SeenFormMixin
from organisation.models import YEAR_MAX, YEAR_MIN, Committee, Unit


class IndicatorForm(SeenFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Everything about an indicator but its parts. The instance has its committee."""

    class Meta:
        model = Indicator
        fields = (
            "name",
            "code",
            "theme",
            "definition",
            "source",
            "footnote",
            "value_kind",
            "unit_label",
            "shows_unit",
            "qualifier",
            "decimals",
            "direction",
            "scale",
            "goals",
            "frequency",
            "year_of",
            "is_cumulative",
            "gender_split",
            "is_by_unit",
            "units",
            "totalling",
            "people",
            "is_cleared",
            "cleared_reason",
            "valid_from",
            "valid_to",
            "position",
        )
        labels = {
            "name": "Namn",
            "theme": "Område",
            "value_kind": "Värdet är",
            "shows_unit": "Skriv måttenheten efter värdet: 12 st",
            "direction": "Vad är bra?",
            "frequency": "Hur ofta mäts det?",
            "year_of": "Årets värde är",
            "is_cumulative": "Varje period räknas från januari",
            "gender_split": "Uppdelning på kön",
            "is_by_unit": "Enheterna lämnar egna värden",
            "totalling": "Nämndens värde",
            "people": "Rör värdet enskilda personer?",
            "is_cleared": "Prövat: små tal får visas",
            "cleared_reason": "Skäl till att små tal får visas",
            "position": "Ordning i listor",
        }
        help_texts = {
            "name": "Som det ska stå i rapporten.",
            "code": "Kort och utan blanksteg. Lämna tomt, så görs den av namnet.",
            "theme": "Samlar mått som hör ihop, till exempel Hemtjänst. Skriv samma ord för dem alla.",
            "definition": "Vad som räknas och vad som inte räknas.",
            "source": "Varifrån värdet hämtas, till exempel Kolada U21468 eller verksamhetssystemet.",
            "footnote": "Skrivs under tabellerna, oavsett värde.",
            "decimals": "För värden som räknas ut. De du skriver själv behåller sina decimaler.",
            "direction": "Behövs för målvärden och för att se om utvecklingen går åt rätt håll.",
            "year_of": "Gäller det som mäts oftare än en gång om året.",
            "is_cumulative": "Till exempel antal beslut till och med augusti.",
            "units": "Välj enheterna som ska lämna värden.",
            "totalling": "Gäller när enheterna lämnar egna värden.",
            "people": "Avgör om små tal skyddas: färre personer än nämndens minsta grupp visas som två punkter.",
            "is_cleared": "Bara när någon har prövat att ingen kan kännas igen. Det syns i händelseloggen.",
            "valid_from": "Tomt: måttet har alltid funnits. Skriv första året om det mäts vartannat år.",
            "valid_to": "Tomt: måttet följs tills vidare.",
        }
        error_messages = {
            "name": {"required": "Skriv måttets namn."},
            "value_kind": {"required": "Välj hur värdet skrivs."},
        }
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 3}),
            "theme": forms.TextInput(attrs={"list": "omraden", "autocomplete": "off"}),
            "units": forms.CheckboxSelectMultiple,
            "goals": forms.CheckboxSelectMultiple,
            "valid_from": forms.NumberInput(attrs={"min": YEAR_MIN, "max": YEAR_MAX}),
            "valid_to": forms.NumberInput(attrs={"min": YEAR_MIN, "max": YEAR_MAX}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committee: Committee = self.instance.committee
        self.initial["seen"] = fingerprint(self.instance) if self.instance.pk else ""
        self.fields["code"].required = False
        kinds: Any = self.fields["value_kind"]
        kinds.choices = [("", "Välj"), *ValueKind.choices]
        scale: Any = self.fields["scale"]
        scale.queryset = AssessmentScale.objects.filter(
            committee=committee, use=AssessmentScale.Use.GOAL
        ).order_by("name")
        scale.empty_label = "Bedöms inte"
        scale.help_text = "Måttet följs utan att bedömas om ingen skala är vald."
        units: Any = self.fields["units"]
        units.queryset = Unit.objects.filter(committee=committee).exclude(parent=None).in_order()
        goals: Any = self.fields["goals"]
        goals.queryset = Goal.objects.filter(committee=committee)
        goals.choices = _goals_by_year(committee)
        goals.label = "Mål som måttet hör till"
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = _layout()

    def _get_validation_exclusions(self) -> set[str]:
        # The committee is not a field of the form, but the code is unique within it.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"committee"}

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in RESERVED_CODES:
            raise forms.ValidationError(f"Ordet ”{code}” kan inte vara ett måtts kod.")
        if code:
            return code
        others = Indicator.objects.filter(committee=self.instance.committee).exclude(pk=self.instance.pk)
        taken = {*RESERVED_CODES, *others.values_list("code", flat=True)}
        # Fields are cleaned in order: the name comes first.
        return free_code(self.cleaned_data.get("name", ""), taken, otherwise="matt")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("is_cleared"):
            cleaned["cleared_reason"] = ""
        elif not cleaned.get("cleared_reason"):
            self.add_error("cleared_reason", "Skriv skälet till att små tal får visas.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the instance is complete only now
        if not self.errors:
            try:
                check_settings(self.instance)
            except IndicatorRefused as refused:
                self.add_error(refused.field, str(refused))


def _goals_by_year(committee: Committee) -> list[tuple[str, list[tuple[int, str]]]]:
    """The committee's goals as grouped choices, newest year first."""
    goals = Goal.objects.filter(committee=committee).order_by(
        "-year", "level__position", "position", "number", "pk"
    )
    return [
        (str(year), [(goal.pk, str(goal)) for goal in of_year])
        for year, of_year in groupby(goals, key=lambda goal: goal.year)
    ]


def _layout() -> Layout:
    return Layout(
        Fieldset("Vad måttet är", "name", "code", "theme", "definition", "source", "footnote"),
        Fieldset(
            "Så skrivs värdet",
            "value_kind",
            Div("unit_label", "decimals", css_class="fields-beside"),
            "shows_unit",
            "qualifier",
        ),
        Fieldset("Mål och bedömning", "direction", "scale", "goals"),
        Fieldset("När det mäts", "frequency", "year_of", "is_cumulative"),
        Fieldset("Kön och enheter", "gender_split", "is_by_unit", "units", "totalling"),
        Fieldset(
            "Små tal",
            HTML("<p>Värden som rör få personer får inte kunna knytas till någon av dem.</p>"),
            "people",
            "is_cleared",
            "cleared_reason",
        ),
        Fieldset(
            "Giltighet och ordning",
            Div("valid_from", "valid_to", css_class="fields-beside"),
            "position",
        ),
    )


class _PartFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Parts in their order. What two parts cannot both be is said above them all."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        # A part that somebody has deleted since the page was opened has no key any more.
        form.fields["id"].required = form.instance.pk is not None
        return form

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        try:
            check_parts(wanted_parts(self))
        except IndicatorRefused as refused:
            raise forms.ValidationError(str(refused)) from None


def wanted_parts(parts: Any) -> list[IndicatorPart]:
    """The parts as a valid formset wants them, in order: those that are not to be deleted, and new ones."""
    return [
        form.instance
        for form in parts.forms
        if (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE")
    ]


PartFormSet = forms.inlineformset_factory(
    Indicator,
    IndicatorPart,
    formset=_PartFormSet,
    fields=("code", "label", "pattern", "is_of_which", "is_summed"),
    labels={
        "label": "Namn",
        "is_of_which": "Ingår i måttets eget värde (varav)",
        "is_summed": "Delarna summeras till måttets eget värde",
    },
    help_texts={"pattern": "{värde} byts mot talet, till exempel {värde} SA eller varav {värde} externa."},
    extra=2,
    can_delete=True,
)


def without_lost_parts(posted: QueryDict, indicator: Indicator) -> QueryDict:
    """What was posted, where what somebody has deleted since is as new: parts, or the indicator of them all."""
    parts = indicator.parts.values_list("pk", flat=True) if indicator.pk else []
    known = {"id": {str(key) for key in parts}, "indicator": {str(indicator.pk)}}
    kept = posted.copy()
    for name in posted:
        prefix, _, field = name.rpartition("-")
        if prefix.startswith("parts-") and field in known and posted[name] not in known[field]:
            kept[name] = ""
    return kept


class DeleteIndicatorForm(forms.Form):
    """Values go with the indicator: that is said, and confirmed."""

    with_values = forms.BooleanField(
        label="Ta bort värden och bedömningar också",
        error_messages={"required": "Bekräfta att värdena och bedömningarna också ska tas bort."},
    )
