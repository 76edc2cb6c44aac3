"""Indicators with their parts, targets and measurements."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from goals.indicator_editing import (
    IndicatorRefused,
    check_parts,
    check_parts_of_values,
    check_settings,
    check_uncovering,
    check_values,
    make_anew,
)
from goals.indicator_forms import wanted_parts
from goals.measured import Key, Measured, measured
from goals.models import Indicator, IndicatorPart, Measurement, Target
from goals.targets import shown_target
from organisation.admin_base import AuditedAdmin, ReadOnlyAdmin
from organisation.admin_forms import refuse_other_committee

# What is told of a measurement in the list and on its own page.
_COLUMNS = (
    "indicator",
    "unit",
    "part",
    "gender",
    "year",
    "span",
    "month",
    "value_in_words",
    "is_derived",
    "is_suppressed",
)


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an indicator is set to must agree with itself, with its committee, and with the values it has.

    user: who is asked.
    """

    user: Any = "administrationen"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refuse_other_committee(self, "scale", "Skalan hör till en annan nämnd.")
        committee = cleaned.get("committee")
        for field, said in (("units", "En av enheterna"), ("goals", "Ett av målen")):
            if committee and any(each.committee_id != committee.pk for each in cleaned.get(field) or ()):
                self.add_error(field, f"{said} hör till en annan nämnd.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the instance is complete only now
        if self.errors:
            return
        try:
            check_settings(self.instance)
            if before := Indicator.objects.filter(pk=self.instance.pk).first():
                check_values(before, self.instance)
                check_uncovering(before, self.instance, self.user)
        except IndicatorRefused as refused:
            self.add_error(refused.field, str(refused))


class PartFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        try:
            check_parts(wanted_parts(self))
            if self.instance.pk:
                check_parts_of_values(self.instance, wanted_parts(self))
        except IndicatorRefused as refused:
            raise forms.ValidationError(str(refused)) from None


class PartInline(admin.TabularInline):  # type: ignore[type-arg]
    model = IndicatorPart
    formset = PartFormSet
    ordering = ["position", "pk"]
    extra = 0


@admin.register(Indicator)
class IndicatorAdmin(AuditedAdmin):
    """One with values or targets is deleted on its own page, which says what goes with it."""

    form = IndicatorForm
    inlines = [PartInline]
    list_display = ["code", "name", "theme", "value_kind", "frequency", "people", "is_cleared", "committee"]
    list_filter = ["committee", "frequency", "value_kind", "people", "is_cleared"]
    list_select_related = ["committee__municipality"]
    search_fields = ["code", "name", "theme"]
    autocomplete_fields = ["committee"]
    filter_horizontal = ["units", "goals"]
    ordering = ["committee", "position", "code"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # type: ignore[attr-defined]  # the form is made for this request
        return form

    def changed(self, request: HttpRequest, before: Any, after: Any) -> None:
        if after is not None:
            make_anew(after)


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """Targets are set on the indicator's own page, where they are read as people write them."""

    list_display = ["indicator", "unit", "part", "year", "target", "note"]
    list_filter = ["indicator__committee", "year", "kind"]
    list_select_related = ["indicator", "unit"]
    search_fields = ["indicator__code", "indicator__name"]
    ordering = ["-year", "indicator", "part"]
    fields = ["indicator", "unit", "part", "year", "target", "note"]

    @admin.display(description="målvärde")
    def target(self, obj: Target) -> str:
        return shown_target(obj, obj.indicator)


def _key(row: Measurement) -> Key:
    return Key(row.indicator_id, row.unit_id, row.part, row.gender, row.year, row.span, row.month)


def _read(rows: list[Measurement], request: HttpRequest) -> dict[Key, Measured]:
    """The rows' values, as whoever asks may see them."""
    return measured(
        {row.indicator_id for row in rows},
        {row.year for row in rows},
        units={row.unit_id for row in rows},
        may_see_small=request.user.is_superuser,
    )


def _in_words(value: Measured) -> str:
    return f"{value.text} (visas inte utåt)" if value.is_suppressed and not value.is_hidden else value.text


class _MeasuredList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        known = _read(rows, request)
        for row in rows:
            row.in_words = _in_words(known[_key(row)])
        self.result_list = rows


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    """Values are entered on the committee's own pages; here they are looked at, through the same gate."""

    list_display = _COLUMNS
    list_filter = ["indicator__committee", "year", "span", "is_suppressed", "is_derived"]
    list_select_related = ["indicator", "unit"]
    list_per_page = 50
    search_fields = ["indicator__code", "indicator__name", "unit__code", "unit__name"]
    ordering = ["-id"]
    show_full_result_count = False
    fields = [*_COLUMNS, "seen_note", "version", "changed_at", "changed_by"]
    readonly_fields = ["value_in_words", "seen_note"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _MeasuredList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            value = _read([row], request)[_key(row)]
            row.in_words, row.seen_note = _in_words(value), value.note
        return row

    @admin.display(description="värde")
    def value_in_words(self, obj: Any) -> str:
        return str(obj.in_words)

    @admin.display(description="fotnot")
    def seen_note(self, obj: Any) -> str:
        """As the gate lets it through: the note of a hidden value may tell how few it is about."""
        return str(obj.seen_note)
