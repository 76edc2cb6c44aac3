"""Forms of making a plan's documents."""

from typing import Any

from django import forms

from internal_control.models import ControlPlan, FollowUp
from organisation.periods import MONTHS
from reports.control_documents import template_choices
from reports.models import ReportKind


class PlanDocumentForm(forms.Form):
    template = forms.ChoiceField(label="Form")

    def __init__(self, data: Any = None, *, plan: ControlPlan, kind: ReportKind, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{kind.value}_%s", **kwargs)
        choices = template_choices(plan.committee, kind)
        field = self.fields["template"]
        field.choices = [(choice.slug, choice.name) for choice in choices]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = "Den mallen finns inte. Välj en i listan."


class FollowUpDocumentForm(PlanDocumentForm):
    month = forms.TypedChoiceField(
        label="Till och med",
        coerce=int,
        choices=[(number, name) for number, name in enumerate(MONTHS, 1)],
    )

    def __init__(self, data: Any = None, *, plan: ControlPlan, kind: ReportKind, **kwargs: Any) -> None:
        super().__init__(data, plan=plan, kind=kind, **kwargs)
        self.fields["month"].initial = _next_month(plan)


def _next_month(plan: ControlPlan) -> int:
    """The first month with occasions that no adopted follow-up has told of."""
    months = FollowUp.objects.filter(control__plan=plan, month__gt=plan.followed_up_through)
    return months.order_by("month").values_list("month", flat=True).first() or 12
