"""Plans, and what was changed in them. A plan is adopted with its document, on the committee's own pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from internal_control.admin.trying import refusal_of, tell
from internal_control.models import ControlPlan, PlanChange
from internal_control.planning import create_plan, delete_plan, standing_in_the_way
from organisation.admin_base import AuditedAdmin, ReadOnlyAdmin


class PlanAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    copy_from = forms.ModelChoiceField(
        label="Kopia av",
        queryset=ControlPlan.objects.order_by("committee__name", "-year").select_related("committee"),
        required=False,
        empty_label="Ingen: en tom plan med den vanliga skalan",
    )

    class Meta:
        model = ControlPlan
        fields = ["committee", "year"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "copy_from" in self.fields:
            field: Any = self.fields["copy_from"]
            field.label_from_instance = lambda plan: f"{plan.committee}, {plan.year}"

    def make(self, by: Any) -> ControlPlan:
        typed = self.cleaned_data
        return create_plan(
            committee=typed["committee"], year=typed["year"], copy_from=typed.get("copy_from"), by=by
        )

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance._state.adding:
            tell(self, refusal_of(lambda: self.make("administrationen")))


class PlanChangeInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows are only added, by the steps that change an adopted plan."""

    model = PlanChange
    fields = readonly_fields = ("decided_on", "decision_paragraph", "reason", "text", "made_at", "made_by")
    ordering = ["-decided_on", "-pk"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ControlPlan)
class ControlPlanAdmin(AuditedAdmin):
    form = PlanAdminForm
    list_display = ["year", "committee", "adopted_on", "decision_paragraph", "followed_up_through"]
    list_filter = ["committee", "year"]
    list_select_related = ["committee__municipality"]
    search_fields = ["year", "committee__name", "registration_number"]
    autocomplete_fields = ["committee"]
    ordering = ["committee", "-year"]
    list_per_page = 50

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        decided = ["adopted_on", "decision_paragraph", "registration_number", "followed_up_through"]
        return ["committee", "year", *(decided if obj else ["copy_from"])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a plan says is in its rows; how it stands is decided with its documents."""
        return self.get_fields(request, obj) if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [PlanChangeInline] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.row_before = obj if change else None
        if not change:
            obj.pk = form.make(request.user).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_plan(plan=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for plan in queryset.order_by("pk"):
            delete_plan(plan=plan, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What stands in the way does so with the sentence that says it; a draft's rows go with it."""
        rows, counts, _needed, _protected = super().get_deleted_objects(objs, request)
        return rows, counts, set(), [f"{each}: {why}" for each in objs if (why := standing_in_the_way(each))]

    def _record(self, request: HttpRequest, verb: str, obj: Any, **details: str) -> None:
        """The step that makes or deletes has written its event."""


@admin.register(PlanChange)
class PlanChangeAdmin(ReadOnlyAdmin):
    list_display = ["plan", "decided_on", "decision_paragraph", "text", "made_by"]
    list_filter = ["plan__committee", "plan__year"]
    list_select_related = ["plan"]
    search_fields = ["text", "reason", "decision_paragraph"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-id"]
