"""The decision behind a change of an adopted plan, as the administration asks for it."""

from typing import Any

from django import forms

from internal_control.refusing import Decision
from organisation.forms import DayField


class DecidedAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of something that a plan says. The step that saves tells whether a decision is needed."""

    decided_on = DayField(
        label="Ändringen beslutad den",
        required=False,
        help_text="Behövs när det som en fastställd plan säger ändras.",
    )
    decision_paragraph = forms.CharField(label="Paragraf", required=False, max_length=20)
    decision_reason = forms.CharField(label="Skäl till ändringen", required=False, max_length=500)

    def change_decision(self) -> Decision | None:
        """What was typed; None where no day was."""
        typed: dict[str, Any] = self.cleaned_data
        if not typed.get("decided_on"):
            return None
        return Decision(
            typed["decided_on"], typed.get("decision_paragraph", ""), typed.get("decision_reason", "")
        )
