"""What the pages of assignments ask for."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from goals.assigning import due_of, fingerprint, set_due
from goals.assignment_faults import faults
from goals.models import AssessmentScale, Assignment, Giver, Goal
from organisation.due_texts import DueRefused, parsed_due, shown_due
from organisation.forms import DayField, FilterForm, RowsField
from organisation.meanwhile import SeenFormMixin, fingerprint_of_links
from organisation.models import Committee, Unit

# Where a fault of the model is shown, if its field is another in the form.
_SHOWN_AT = {"due": "due_text"}

# What is written about an assignment, in the order that it is asked for.
ASSIGNMENT_FIELDS = (
    "code",
    "title",
    "text",
    "giver",
    "giver_name",
    "decided_on",
    "decision_paragraph",
    "registration_number",
    "units",
    "responsible",
    "due_text",
    "scale",
)


class CheckedAssignmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """An assignment, checked as goals.assigning checks it. When it is due is typed as one text."""

    due_text = forms.CharField(
        label="Ska vara klart",
        required=False,
        max_length=100,
        help_text="Ett datum (2021-12-31), en månad (dec 2021) eller månader som återkommer varje år "
        "(feb, maj, sep). Tomt om ingen tid är bestämd.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("due_text", shown_due(due_of(self.instance)))

    def clean_due_text(self) -> Any:
        try:
            return parsed_due(self.cleaned_data["due_text"])
        except DueRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def _get_validation_exclusions(self) -> set[str]:
        # The committee may be no field of the form, but the code is unique within it.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"committee"}

    def _post_clean(self) -> None:
        if "due_text" in self.cleaned_data:
            set_due(self.instance, self.cleaned_data["due_text"])
        super()._post_clean()  # type: ignore[misc]
        if self.instance.committee_id is None:
            return
        for field, sentence in faults(self.instance, units=self.cleaned_data.get("units") or ()):
            at = _SHOWN_AT.get(field, field)
            if at not in self.errors:
                self.add_error(at if at in self.fields else None, sentence)


class AssignmentForm(SeenFormMixin, CheckedAssignmentForm):
    decided_on = DayField(label="Beslutat den", required=False)

    class Meta:
        model = Assignment
        fields = ASSIGNMENT_FIELDS
        labels = {
            "decision_paragraph": "Paragraf",
            "responsible": "Ansvarig person",
            "giver_name": "Vilken myndighet eller vem",
        }
        help_texts = {
            "code": "Kort nummer eller namn som uppdraget kallas för, till exempel 2021-7.",
            "giver_name": "Behövs när uppdraget kommer från en myndighet eller någon annan, till exempel IVO.",
            "scale": "Tom: uppdraget följs upp med text men bedöms inte.",
        }
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 4}),
            "units": forms.CheckboxSelectMultiple,
        }
        error_messages = {
            "code": {"required": "Skriv en kod."},
            "title": {"required": "Skriv vad uppdraget är."},
        }

    def __init__(self, *args: Any, committee: Committee, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = fingerprint(self.instance) if self.instance.pk else ""
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["units"].error_messages["invalid_choice"] = "Välj enheter i listan."
        # Any scale of the committee can be named, so that what is wrong with it can be said.
        field: Any = self.fields["scale"]
        field.queryset = AssessmentScale.objects.filter(committee=committee).order_by("name")
        kept = Q(pk=self.instance.scale_id) | ~Q(use=AssessmentScale.Use.GOAL)
        field.choices = [("", "Bedöms inte"), *field.queryset.filter(kept).values_list("pk", "name")]


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Vad har hänt?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv vad som har hänt."},
    )
    meeting_on = DayField(
        label="Sammanträde", required=False, help_text="Tomt om det inte gäller ett sammanträde."
    )
    paragraph = forms.CharField(label="Paragraf", required=False, max_length=20)
    propose = forms.BooleanField(label="Föreslå att uppdraget avslutas", required=False)


class CloseForm(forms.Form):
    on = DayField(label="Beslutat den", error_messages={"required": "Skriv vilken dag avslutet beslutades."})
    paragraph = forms.CharField(
        label="Paragraf", max_length=20, error_messages={"required": "Skriv beslutets paragraf."}
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("Beslutet kan inte ligga i framtiden.")
        return on


class ContinueForm(forms.Form):
    reason = forms.CharField(
        label="Varför ska uppdraget fortsätta?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför uppdraget ska fortsätta."},
    )


class MeetingForm(forms.Form):
    """GET. A day that is missing or cannot be read falls back to the one that the page proposes."""

    datum = DayField(label="Sammanträde", required=False)
    forra = DayField(label="Förra sammanträdet", required=False)

    def __init__(self, data: Any, *, today: date, previous_of: Callable[[date], date]) -> None:
        self.meeting = self._day(data, "datum") or today
        self.previous = self._day(data, "forra") or previous_of(self.meeting)
        super().__init__(
            {
                "datum": data.get("datum") or self.meeting.isoformat(),
                "forra": data.get("forra") or self.previous.isoformat(),
            }
        )
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def _day(self, data: Any, name: str) -> date | None:
        try:
            day: date | None = self.base_fields[name].clean(data.get(name, ""))
        except forms.ValidationError:
            return None
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.previous >= self.meeting:
            self.add_error("forra", "Förra sammanträdet måste vara före det som listan gäller.")
        return cleaned


class MeetingDayForm(forms.Form):
    datum = DayField(
        label="Sammanträde",
        help_text="Anteckningarna får den här dagen.",
        error_messages={"required": "Skriv vilken dag sammanträdet är."},
    )


class GoalsForm(SeenFormMixin):
    goals = RowsField(
        label="Mål",
        queryset=Goal.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Välj bland årets mål."},
    )

    def __init__(self, *args: Any, goals: Any, linked: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"goals": linked, "seen": fingerprint_of_links(linked)}
        self.fields["goals"].queryset = goals  # type: ignore[attr-defined]


class AssignmentsForm(SeenFormMixin):
    assignments = RowsField(
        label="Uppdrag",
        queryset=Assignment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Välj bland nämndens uppdrag."},
    )

    def __init__(self, *args: Any, assignments: Any, linked: Sequence[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"assignments": linked, "seen": fingerprint_of_links(linked)}
        self.fields["assignments"].queryset = assignments  # type: ignore[attr-defined]


class RegisterForm(FilterForm):
    NOT_CLOSED, OPEN, LATE, TO_CLOSE, CLOSED, ALL = "", "pagar", "forsenade", "foreslas", "avslutade", "alla"

    sok = forms.CharField(label="Sök", required=False, max_length=100)
    givare = forms.ChoiceField(label="Givet av", choices=[("", "Alla"), *Giver.choices], required=False)
    enhet = forms.ChoiceField(label="Ansvarig enhet", required=False)
    lage = forms.ChoiceField(
        label="Läge",
        choices=[
            (NOT_CLOSED, "Inte avslutade"),
            (OPEN, "Pågår"),
            (LATE, "Försenade"),
            (TO_CLOSE, "Föreslås avslutas"),
            (CLOSED, "Avslutade"),
            (ALL, "Alla"),
        ],
        required=False,
    )
    mal = forms.ChoiceField(label="Mål", required=False)
    ar = forms.TypedChoiceField(label="Gällde år", coerce=int, empty_value=None, required=False)
    sortera = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, units: Iterable[Unit], goals: Iterable[Goal], years: Iterable[int]
    ) -> None:
        choices: dict[str, list[tuple[Any, str]]] = {
            "enhet": [(unit.code, str(unit)) for unit in units],
            "mal": [(f"{goal.year}/{goal.code}", f"{goal.year}: {goal}") for goal in goals],
            "ar": [(year, str(year)) for year in years],
        }
        super().__init__(data, choices=choices)
