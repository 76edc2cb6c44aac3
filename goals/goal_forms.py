"""What the pages of goals ask for."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from goals.editing import fingerprint
from goals.goal_checks import code_for, goal_faults, goal_records
from goals.goal_tree import in_tree_order
from goals.models import Goal, GoalLevel
from goals.overview import Choice
from organisation.meanwhile import SeenFormMixin
from organisation.models import Committee, Unit
from organisation.periods import MONTHS

# What is written about a goal, in the order that it is asked for.
GOAL_FIELDS = (
    "level",
    "parent",
    "number",
    "code",
    "text",
    "description",
    "contributions",
    "expected_effect",
    "units",
    "follow_up_method",
    "follow_up_times",
    "follow_up_months",
    "reports_to_council",
    "decided_by",
    "decided_on",
    "decision_paragraph",
    "predecessor",
)
TIMES_MESSAGES = {
    "invalid": "Skriv ett tal från 1 till 12.",
    "min_value": "Ett mål följs upp 1 till 12 gånger per år.",
    "max_value": "Ett mål följs upp 1 till 12 gånger per år.",
}
MONTH_CHOICES = [(number, name.capitalize()) for number, name in enumerate(MONTHS, start=1)]


class OverviewForm(forms.Form):
    """What the overview shows. GET; what is missing or wrong falls back to the page's own choice."""

    till = forms.TypedChoiceField(label="Uppföljning efter", coerce=int, required=False)
    niva = forms.TypedChoiceField(label="Nivå", coerce=int, empty_value=None, required=False)
    enhet = forms.ChoiceField(label="Enhet med underenheter", required=False)
    sok = forms.CharField(label="Sök i målen", required=False, max_length=100)
    matt = forms.BooleanField(label="Visa måttens värden", required=False)

    def __init__(
        self,
        data: Any,
        *,
        months: Sequence[int],
        month: int,
        levels: Sequence[GoalLevel],
        units: Sequence[Unit],
    ) -> None:
        shown = {"till": month, **{key: value for key, value in data.items() if value}}
        super().__init__(shown)
        self.fields["till"].choices = [(m, MONTHS[m - 1].capitalize()) for m in months]  # type: ignore[attr-defined]
        self.fields["niva"].choices = [("", "Alla nivåer"), *((each.pk, each.plural) for each in levels)]  # type: ignore[attr-defined]
        self.fields["enhet"].choices = [("", "Alla enheter"), *((each.code, str(each)) for each in units)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            kinds = {"select": "form-select", "checkbox": "form-check-input"}
            field.widget.attrs["class"] = kinds.get(field.widget.input_type, "form-control")
        self.is_valid()
        self.month: int = self.cleaned_data.get("till") or month
        self.choice = Choice(
            self.cleaned_data.get("sok", ""),
            self.cleaned_data.get("niva"),
            next((each for each in units if each.code == self.cleaned_data.get("enhet")), None),
            with_values=self.cleaned_data.get("matt", False),
        )


class GoalForm(SeenFormMixin, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    TIMES, MONTHLY = "times", "months"

    code = forms.CharField(
        label="Kod",
        required=False,
        max_length=30,
        help_text="Står i målets adress och i datapaketet. Tom: görs av nivån och numret.",
    )
    follow_up = forms.ChoiceField(
        label="Hur ofta?",
        choices=[(TIMES, "Ett antal gånger per år, jämnt fördelat"), (MONTHLY, "Efter valda månader")],
        widget=forms.RadioSelect,
        initial=TIMES,
    )
    follow_up_months = forms.TypedMultipleChoiceField(
        label="Månader",
        coerce=int,
        choices=MONTH_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "En månad är ett tal från 1 till 12."},
    )

    class Meta:
        model = Goal
        fields = GOAL_FIELDS
        labels = {
            "decision_paragraph": "Paragraf",
            "follow_up_times": "Gånger per år",
            "follow_up_method": "Så följs målet upp",
        }
        help_texts = {
            "number": "Så som det skrivs i rapporten, till exempel 1.2.",
            "units": "De enheter som ska skriva om målet, utöver nämnden själv.",
            "decided_by": "Till exempel kommunfullmäktige.",
            "follow_up_times": "Tre gånger är efter april, augusti och december, och det gäller också om du inte skriver något.",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 3}),
            "contributions": forms.Textarea(attrs={"rows": 4}),
            "expected_effect": forms.Textarea(attrs={"rows": 3}),
            "follow_up_method": forms.Textarea(attrs={"rows": 2}),
            "units": forms.CheckboxSelectMultiple,
            "decided_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "text": {"required": "Skriv målet."},
            "level": {
                "required": "Välj vilken nivå målet ligger på.",
                "invalid_choice": "Välj en nivå i listan.",
            },
            "parent": {"invalid_choice": "Välj ett mål i listan."},
            "predecessor": {"invalid_choice": "Välj ett mål i listan."},
            "units": {"invalid_choice": "Välj enheter i listan."},
            "decided_on": {"invalid": "Skriv datumet som 2021-11-30."},
            "follow_up_times": TIMES_MESSAGES,
        }

    def __init__(self, *args: Any, units: Any, levels: Sequence[GoalLevel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal: Goal = self.instance
        self.initial["seen"] = fingerprint(goal) if goal.pk else ""
        of_committee = Goal.objects.filter(committee=goal.committee)
        self._offer(
            "level",
            GoalLevel.objects.filter(committee=goal.committee),
            ((e.pk, str(e)) for e in levels),
            "Välj nivå",
        )
        # Any goal of the committee can be named, so that what is wrong with it can be said.
        same_year = parent_choices(goal.committee, goal.year)
        self._offer("parent", of_committee.select_related("level"), same_year, "Inget mål: står överst")
        earlier = parent_choices(goal.committee, goal.year - 1)
        if goal.predecessor is not None and goal.predecessor.year != goal.year - 1:
            earlier.append((goal.predecessor.pk, f"{goal.predecessor} ({goal.predecessor.year})"))
        self._offer("predecessor", of_committee.filter(year__lt=goal.year), earlier, "Inget: målet är nytt")
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["follow_up"].initial = self.MONTHLY if goal.follow_up_months else self.TIMES

    def _offer(self, name: str, queryset: Any, choices: Iterable[tuple[Any, str]], empty: str) -> None:
        field: Any = self.fields[name]
        field.queryset = queryset
        field.choices = [("", empty), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        goal: Goal = self.instance
        level, parent = cleaned.get("level"), cleaned.get("parent")
        months = cleaned.get("follow_up_months") or []
        if cleaned.get("follow_up") == self.MONTHLY:
            cleaned["follow_up_times"] = None
            if not months and "follow_up_months" not in self.errors:
                self.add_error("follow_up_months", "Välj minst en månad.")
        else:
            cleaned["follow_up_months"] = months = []
        probe = Goal(
            committee=goal.committee, year=goal.year, level=level or GoalLevel(), code=cleaned.get("code", "")
        )
        probe.pk, probe._state.adding = goal.pk, goal._state.adding
        probe.number, probe.text = cleaned.get("number", ""), cleaned.get("text", "")
        if not probe.code and "code" not in self.errors:
            probe.code = cleaned["code"] = code_for(probe)
        faults = goal_faults(
            goal=probe,
            level=level,
            parent=parent,
            predecessor=cleaned.get("predecessor"),
            months=months,
            units=cleaned.get("units", []),
        )
        for field, message in faults.items():
            if field not in self.errors:
                self.add_error(field, message)
        return cleaned


def parent_choices(committee: Committee, year: int) -> list[tuple[int, str]]:
    """A year's goals in the order of the tree, those below others set in with dashes."""
    return [
        (branch.goal.pk, f"{'– ' * branch.depth}{branch.goal.number} {branch.goal.text}".strip()[:120])
        for branch in in_tree_order(goal_records(committee, year))
    ]
