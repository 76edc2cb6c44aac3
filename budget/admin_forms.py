"""Forms of the administration of the ledger: what closed months refuse is said at the form."""

from typing import Any

from django import forms

from budget.forms import AmountField
from budget.investing import period_of_request
from budget.models import Account, CarryOverRequest, InvestmentAmount, InvestmentProject
from organisation.admin_forms import refuse_other_committee
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, require_open

Periods = list[tuple[int, int]]


def refuse_closed(form: forms.BaseForm, committee: Committee, periods: Periods) -> None:
    """Add the sentence of a closed month to the form."""
    try:
        require_open(committee, periods)
    except MonthClosed as closed:
        form.add_error(None, str(closed))


class AmountForm(forms.ModelForm):  # type: ignore[type-arg]
    """A budget line, an actual or a forecast. Neither the month it is in nor the one it moves to may be closed."""

    amount = AmountField(
        label="Belopp",
        required=True,
        help_text="Kronor. Intäkter med minus, kostnader utan, som i huvudboken.",
        error_messages={"required": "Skriv beloppet i kronor."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unit: Unit | None = cleaned.get("unit")
        account: Account | None = cleaned.get("account")
        if unit is None or account is None or not cleaned.get("year") or not cleaned.get("month"):
            return cleaned
        if unit.committee_id != account.committee_id:
            self.add_error("account", "Kontot hör till en annan nämnd än enheten.")
            return cleaned
        periods: Periods = [(cleaned["year"], cleaned["month"])]
        if self.instance.pk:
            before = type(self.instance).objects.select_related("unit__committee").get(pk=self.instance.pk)
            refuse_closed(self, before.unit.committee, [(before.year, before.month)])
        if not self.non_field_errors():
            refuse_closed(self, unit.committee, periods)
        return cleaned


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Account
        fields = ["committee", "code", "name", "cost_type"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        refuse_other_committee(self, "cost_type", "Kostnadsslaget hör till en annan nämnd.")
        return self.cleaned_data


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = InvestmentProject
        fields = ["committee", "code", "name", "group", "unit", "position"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        refuse_other_committee(self, "unit", "Enheten hör till en annan nämnd.")
        return self.cleaned_data


class _ClosedFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of a project that are added, changed or deleted must be in open months, before and after."""

    def clean(self) -> None:
        super().clean()
        committee = getattr(self.instance, "committee", None)
        if committee is None or any(self.errors):
            return
        periods: Periods = []
        for form in self.forms:
            if not form.has_changed() and not form.cleaned_data.get("DELETE"):
                continue
            if form.instance.pk:
                periods.append(self.period(type(form.instance).objects.get(pk=form.instance.pk)))
            if not form.cleaned_data.get("DELETE"):
                periods.append(self.period(form.instance))
        try:
            require_open(committee, periods)
        except MonthClosed as closed:
            raise forms.ValidationError(str(closed)) from closed

    @staticmethod
    def period(row: Any) -> tuple[int, int]:
        raise NotImplementedError


class InvestmentAmountFormSet(_ClosedFormSet):
    @staticmethod
    def period(row: InvestmentAmount) -> tuple[int, int]:
        return row.year, row.month


class CarryOverFormSet(_ClosedFormSet):
    @staticmethod
    def period(row: CarryOverRequest) -> tuple[int, int]:
        return period_of_request(row.year)
