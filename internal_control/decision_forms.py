"""What every form that may change an adopted plan asks for: the decision behind the change."""

from typing import Any

from django import forms

from internal_control.models import ControlPlan
from internal_control.refusing import Decision
from organisation.forms import DayField

_FIELDS = ("decided_on", "decision_paragraph", "decision_reason")


class DecisionFormMixin(forms.Form):
    """A form with the fields of a decision where its plan is adopted; a draft's has none.

    The process that saves says whether a decision is needed (require_changeable): what is free to change is saved
    without. internal_control/parts/form_fields.html prints the form: its own fields, and below them the decision's.
    """

    decided_on = DayField(label="Beslutad den", required=False)
    decision_paragraph = forms.CharField(label="Paragraf", required=False, max_length=20)
    decision_reason = forms.CharField(
        label="Skäl",
        required=False,
        max_length=500,
        help_text="Varför planen ändras. Skrivs ut med ändringen.",
    )

    def __init__(self, *args: Any, plan: ControlPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if not plan.is_adopted:
            for name in _FIELDS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, paragraph = cleaned.get("decided_on"), cleaned.get("decision_paragraph")
        if day and not paragraph and "decision_paragraph" not in self.errors:
            self.add_error("decision_paragraph", "Skriv beslutets paragraf.")
        if paragraph and not day and "decided_on" not in self.errors:
            self.add_error("decided_on", "Skriv vilken dag ändringen beslutades.")
        return cleaned

    def decision(self) -> Decision | None:
        """The decision that was typed into a form that is valid; None where there is none."""
        typed = self.cleaned_data
        if not typed.get("decided_on"):
            return None
        return Decision(typed["decided_on"], typed["decision_paragraph"], typed["decision_reason"])

    @property
    def decision_fields(self) -> list[forms.BoundField]:
        """Those that the form has; none for a draft."""
        return [self[name] for name in _FIELDS if name in self.fields]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The visible fields besides those of the decision."""
        return [field for field in self.visible_fields() if field.name not in _FIELDS]


class DecisionForm(DecisionFormMixin):
    """The decision alone."""
