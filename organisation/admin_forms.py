"""Forms of the administration: what a row must agree with besides its own constraints."""

from typing import Any

from django import forms

from organisation.models import Committee, Membership, Role, Unit
from organisation.permissions import Permission
from organisation.structure import TreeError, check_place


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Unit
        fields = ["committee", "code", "name", "type", "parent", "position", "valid_from", "valid_to"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # A saved unit stays in its committee: the field is not in its form.
        committee: Committee | None = (
            self.instance.committee if self.instance.pk else cleaned.get("committee")
        )
        code: str | None = cleaned.get("code")
        parent: Unit | None = cleaned.get("parent")
        if committee is None or code is None or "parent" in self.errors:
            return cleaned
        if parent is not None and parent.committee_id != committee.pk:
            self.add_error("parent", "Den överordnade enheten hör till en annan nämnd.")
            return cleaned
        try:
            check_place(committee=committee, unit=self.instance, code=code, parent=parent)
        except TreeError as error:
            self.add_error("parent", str(error))
        return cleaned


def refuse_other_committee(form: forms.BaseForm, field: str, message: str) -> None:
    """Put the message at the field if what is chosen there belongs to another committee than the form's."""
    committee, chosen = form.cleaned_data.get("committee"), form.cleaned_data.get(field)
    if committee and chosen and chosen.committee_id != committee.pk:
        form.add_error(field, message)


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Membership
        fields = ["user", "committee", "role", "unit"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        refuse_other_committee(self, "unit", "Enheten hör till en annan nämnd.")
        return self.cleaned_data


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    permissions = forms.MultipleChoiceField(
        label="Behörigheter",
        choices=Permission.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Vad den som har rollen får göra i nämnden, eller i sin del av den.",
    )

    class Meta:
        model = Role
        fields = ["name", "code", "permissions"]
