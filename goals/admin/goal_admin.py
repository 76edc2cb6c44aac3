"""Goals, their levels and the scales they are assessed on."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from goals.admin.goal_admin_forms import (
    AssessmentLevelFormSet,
    GoalAdminForm,
    GoalLevelAdminForm,
    ScaleAdminForm,
)
from goals.models import AssessmentLevel, AssessmentScale, Goal, GoalLevel
from organisation.admin_base import AuditedAdmin

ASSESSED = "Målet är bedömt. Ta bort det på nämndens egen sida, så behåller händelseloggen bedömningarna."


class AssessmentLevelInline(admin.TabularInline):  # type: ignore[type-arg]
    model = AssessmentLevel
    formset = AssessmentLevelFormSet
    fields = ["position", "label", "plural", "code", "symbol", "colour", "meaning"]
    ordering = ["position"]
    extra = 0


@admin.register(AssessmentScale)
class AssessmentScaleAdmin(AuditedAdmin):
    form = ScaleAdminForm
    inlines = [AssessmentLevelInline]
    list_display = ["name", "use", "code", "committee"]
    list_filter = ["committee", "use"]
    list_select_related = ["committee__municipality"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["committee"]
    ordering = ["committee", "use", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["committee"] if obj else []


@admin.register(GoalLevel)
class GoalLevelAdmin(AuditedAdmin):
    form = GoalLevelAdminForm
    list_display = ["name", "position", "kind", "scale", "committee"]
    list_filter = ["committee", "kind"]
    list_select_related = ["scale", "committee__municipality"]
    search_fields = ["name", "plural"]
    autocomplete_fields = ["committee", "scale"]
    ordering = ["committee", "position"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["committee"] if obj else []


@admin.register(Goal)
class GoalAdmin(AuditedAdmin):
    """A goal stays in its committee and its year; the committee's own pages carry it over to another."""

    form = GoalAdminForm
    list_display = ["number", "text", "level", "year", "committee"]
    list_display_links = ["number", "text"]
    list_filter = ["committee", "year", "level__kind"]
    list_select_related = ["level", "committee__municipality"]
    search_fields = ["number", "text", "code"]
    autocomplete_fields = ["committee", "level", "parent", "predecessor", "units"]
    ordering = ["committee", "-year", "level__position", "position"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["committee", "year"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("level")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """A goal that has been assessed is deleted on its own page alone, where the log keeps what was written."""
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        assessed = Goal.objects.filter(pk__in=[goal.pk for goal in objs], assessments__isnull=False)
        protected = [*protected, *(f"{goal}: {ASSESSED}" for goal in assessed.distinct().in_order())]
        return rows, counts, set() if protected else needed, protected
