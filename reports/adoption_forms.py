"""Forms of adopting a report and of withdrawing it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from reports.models import Report


class AdoptForm(forms.Form):
    meeting_on = forms.DateField(
        label="Sammanträdets datum",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Skriv när nämnden fastställde rapporten."},
    )
    decision_paragraph = forms.CharField(
        label="Paragraf",
        max_length=20,
        help_text="Beslutets paragraf i protokollet, till exempel 135.",
        error_messages={"required": "Skriv beslutets paragraf."},
    )
    registration_number = forms.CharField(label="Diarienummer", required=False, max_length=50)
    confirmed = forms.BooleanField(
        label="Fastställ rapporten som den är",
        error_messages={"required": "Kryssa för att rapporten ska fastställas fast något saknas."},
    )

    def __init__(self, data: Any = None, *, report: Report, must_confirm: bool) -> None:
        """Filled in with what the report says of its adoption already. must_confirm: something is missing in it."""
        known = {
            "meeting_on": report.adopted_on,
            "decision_paragraph": report.decision_paragraph,
            "registration_number": report.registration_number,
        }
        super().__init__(data, initial=known)
        if not must_confirm:
            del self.fields["confirmed"]

    def clean_meeting_on(self) -> date:
        day: date = self.cleaned_data["meeting_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Sammanträdet kan inte ligga i framtiden.")
        return day


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Varför dras rapporten tillbaka?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skälet sparas med den utgåva som dras tillbaka och i händelseloggen.",
        error_messages={"required": "Skriv varför rapporten dras tillbaka."},
    )
