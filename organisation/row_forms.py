"""Rows of a form that are ordered, added and removed together; templates/parts/row_fields.html prints one."""

from collections.abc import Mapping
from typing import Any

from django import forms

from organisation.forms import QuickCheckbox, QuickNumber


def _styled(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        if isinstance(field.widget, forms.Select):
            field.widget.attrs["class"] = "form-select"
        elif isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs["class"] = "form-check-input"
        elif not isinstance(field.widget, forms.HiddenInput):
            field.widget.attrs["class"] = "form-control"


class RowFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Rows in the order of their numbers, or without can_order as they stand; a row that is left empty is not there,
    one marked for it goes away.
    """

    ordering_widget = QuickNumber
    deletion_widget = QuickCheckbox

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.can_order:
            form.fields["ORDER"].label = "Ordning"
        form.fields["DELETE"].label = "Ta bort"
        _styled(form)

    def rows(self) -> list[Any]:
        """The forms that make the whole, in order. The set has been validated."""
        gone = set(map(id, self.deleted_forms))
        there = (
            self.ordered_forms
            if self.can_order
            else [form for form in self.forms if form.initial or form.has_changed()]
        )
        return [form for form in there if id(form) not in gone]

    def refuse(self, by_row: Mapping[int | None, str], field: str) -> None:
        """Put what a step refused at the row that it is about, or above them all."""
        rows = self.rows()
        for place, message in by_row.items():
            if place is None:
                self._non_form_errors.append(message)  # type: ignore[attr-defined]
            else:
                rows[place].add_error(field, message)
