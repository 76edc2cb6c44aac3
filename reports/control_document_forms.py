"""Forms of making a plan's documents."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from django import forms

from internal_control.models import ControlPlan, FollowUp
from organisation.periods import MONTHS
from reports.control_documents import TemplateChoice
from reports.models import ReportKind

Templates: TypeAlias = Mapping[ReportKind, Sequence[TemplateChoice]]


class PlanDocumentForm(forms.Form):
    """templates are those of reports.control_documents.template_choices."""

    template = forms.ChoiceField(label="Form")

    def __init__(
        self, data: Any = None, *, plan: ControlPlan, kind: ReportKind, templates: Templates
    ) -> None:
        super().__init__(data, auto_id=f"{kind.value}_%s")
        choices = templates[kind]
        field = self.fields["template"]
        field.choices = [(choice.slug, choice.name) for choice in choices]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = "Den mallen finns inte. Välj en i listan."


class FollowUpDocumentForm(PlanDocumentForm):
    month = forms.TypedChoiceField(
        label="Till och med",
        coerce=int,
        choices=[(number, name) for number, name in enumerate(MONTHS, 1)],
    )

    def __init__(
        self, data: Any = None, *, plan: ControlPlan, kind: ReportKind, templates: Templates
    ) -> None:
        super().__init__(data, plan=plan, kind=kind, templates=templates)
        self.fields["month"].initial = _next_month(plan)


def _next_month(plan: ControlPlan) -> int:
    """The first month with occasions that no adopted follow-up has told of."""
    months = FollowUp.objects.filter(control__plan=plan, month__gt=plan.followed_up_through)
    return months.order_by("month").values_list("month", flat=True).first() or 12
