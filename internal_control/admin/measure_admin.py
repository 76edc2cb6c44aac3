"""Measures in the administration: refused as their own pages refuse, in the same words."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from internal_control.measure_faults import faults
from internal_control.measures import only_progress, standing_in_the_way
from internal_control.models import Measure
from organisation.admin_base import AuditedAdmin
from organisation.models import Committee

# What may be written about a measure when its year is over.
STATE = frozenset({"status", "closed_on", "progress", "effect", "effect_on", "effect_text"})


class MeasureAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Measure
        fields = [
            "plan",
            "code",
            "follow_up",
            "risk",
            "text",
            "unit",
            "responsible",
            "performer",
            "due_on",
            "effect_due_on",
            "status",
            "closed_on",
            "progress",
            "effect",
            "effect_on",
            "effect_text",
        ]

    def _get_validation_exclusions(self) -> set[str]:
        # The plan is no field of a saved measure's form, but the code is unique within it.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"plan"}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the instance is complete only now
        measure: Measure = self.instance
        if self.errors:
            return
        if measure.plan.is_over and set(self.changed_data) - STATE:
            self.add_error(None, only_progress(measure.plan))
        for field, sentence in faults(measure, checks_performer="performer" in self.changed_data):
            self.add_error(field if field in self.fields else None, sentence)


@admin.register(Measure)
class MeasureAdmin(AuditedAdmin):
    form = MeasureAdminForm
    list_display = ["code", "text", "responsible", "due_on", "status", "effect", "plan"]
    list_filter = ["plan__committee", "plan__year", "status", "effect"]
    list_select_related = ["plan"]
    search_fields = ["code", "text", "responsible"]
    autocomplete_fields = ["unit", "performer"]
    raw_id_fields = ["plan", "follow_up", "risk"]
    ordering = ["-plan__year", "due_on", "code"]

    def committee_of(self, obj: Any) -> Committee | None:
        committee: Committee = obj.plan.committee
        return committee

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A measure stays in the year in which it was decided."""
        return ["plan"] if obj else []

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What has been begun stands in the way, with the sentence that says so."""
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        standing = [f"{each}: {why}" for each in objs if (why := standing_in_the_way(each))]
        return rows, counts, set() if standing else needed, [*protected, *standing]
