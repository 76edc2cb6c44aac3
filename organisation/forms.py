"""Forms of the organisation's own pages, and fields that other forms have, too."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from organisation.addresses import whole_number
from organisation.models import AuditEvent, Committee


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "input_formats": ["%Y-%m-%d"],
                "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                "error_messages": {
                    "invalid": "Skriv dagen som 2021-05-12.",
                    **kwargs.pop("error_messages", {}),
                },
                **kwargs,
            }
        )


class QuickSelect(forms.Select):
    """A select without groups, put together here: Django's own includes a template for each of its options."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(str(key))}"{" selected" if str(key) == chosen else ""}>{escape(str(label))}</option>'
            for key, label in self.choices
        )
        about = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return mark_safe(f"<select{about}>{options}</select>")  # noqa: S308


class FilterForm(forms.Form):
    """What a list is narrowed to, by GET. What is wrong is no filter: cleaned_data has what is right."""

    # Fields that do not narrow: the order, and what else of the address is to be kept.
    KEPT: ClassVar[tuple[str, ...]] = ("sortera",)

    def __init__(self, data: Any, *, choices: Mapping[str, Iterable[tuple[Any, str]]]) -> None:
        """choices are of the fields that have none of their own, without that for all."""
        super().__init__(data)
        for name, of_field in choices.items():
            self.fields[name].choices = [("", "Alla"), *of_field]  # type: ignore[attr-defined]
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if is_select else "form-control")
        self.is_valid()

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name not in self.KEPT)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Rows that are ticked. A key that no row can have is refused as one that no row has."""

    def clean(self, value: Any) -> Any:
        if any(whole_number(str(key)) is None for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class QuickInput(forms.widgets.Input):
    """An input put together here, for rows of which a page has many: Django's own is a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        about = self.get_context(name, value, attrs)["widget"]
        typed = "" if about["value"] is None else format_html(' value="{}"', about["value"])
        return format_html(
            '<input type="{}" name="{}"{}{}>', about["type"], about["name"], typed, flatatt(about["attrs"])
        )


class QuickText(QuickInput, forms.TextInput):
    pass


class QuickNumber(QuickInput, forms.NumberInput):
    pass


class QuickHidden(QuickInput, forms.HiddenInput):
    pass


class QuickCheckbox(QuickInput, forms.CheckboxInput):
    pass


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Varför öppnas månaden?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skälet sparas i händelseloggen.",
        error_messages={"required": "Skriv varför månaden öppnas."},
    )


class AuditFilterForm(forms.Form):
    """What the log of events is narrowed to; every field may be empty."""

    sok = forms.CharField(label="Sök", required=False, max_length=100)
    person = forms.ChoiceField(label="Person", required=False)
    handelse = forms.ChoiceField(label="Händelse", required=False)
    fran = forms.DateField(
        label="Från", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    till = forms.DateField(
        label="Till och med",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = AuditEvent.objects.of(committee)
        for name, column, everything in (("person", "actor", "Alla"), ("handelse", "action", "Alla")):
            found = events.order_by(column).values_list(column, flat=True).distinct()
            self.fields[name].choices = [("", everything), *((each, each) for each in found)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first: date | None = cleaned.get("fran")
        last: date | None = cleaned.get("till")
        if first and last and last < first:
            self.add_error("till", "Slutdatum är före startdatum.")
        return cleaned
