"""The occasions of controls: what was found is recorded as on the page of whoever carries the control out."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from internal_control.admin.trying import refusal_of, tell
from internal_control.counted import counts_of, small_seen_by
from internal_control.follow_up_forms import FollowUpForm
from internal_control.following_up import record_follow_up
from internal_control.models import FollowUp
from organisation.admin_base import AuditedAdmin
from organisation.models import Committee


class OccasionAdminForm(FollowUpForm):
    """As the administration asks for a form: with the row that it is about. user: who is asked."""

    user: Any = None

    def __init__(self, data: Any = None, files: Any = None, *, instance: FollowUp, **kwargs: Any) -> None:
        control = instance.control
        sees = small_seen_by(self.user, control.plan.committee, [control.unit])
        counts = counts_of([instance], may_see_small=sees)[instance.pk]
        kwargs.pop("initial", None)
        super().__init__(data, follow_up=instance, counts=counts, today=timezone.localdate(), **kwargs)
        self.instance = instance

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            tell(self, refusal_of(lambda: self.save_as(self.user)))
        return cleaned

    def save_as(self, by: Any) -> FollowUp:
        version = self.cleaned_data["version"]
        return record_follow_up(follow_up=self.instance, entry=self.entry(), version=version, by=by)

    def save(self, commit: bool = True) -> FollowUp:
        """The administration saves with save_as."""
        return self.instance

    def save_m2m(self) -> None:
        """Nothing is tied to many."""


@admin.register(FollowUp)
class OccasionAdmin(AuditedAdmin):
    """Occasions come and go with the months of their control. Numbers are shown as on the committee's own page."""

    list_display = ["control", "month", "result", "done_on", "done_by", "year"]
    list_filter = ["control__plan__committee", "control__plan__year", "result", "month"]
    list_select_related = ["control__plan"]
    search_fields = ["control__code", "control__title", "done_by"]
    ordering = ["-control__plan__year", "control__position", "control__code", "month"]
    list_per_page = 50

    @admin.display(description="år")
    def year(self, follow_up: FollowUp) -> int:
        return follow_up.control.plan.year

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("control__plan__committee", "control__unit")

    def committee_of(self, obj: Any) -> Committee:
        return obj.control.plan.committee  # type: ignore[no-any-return]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look but not record would see the numbers as they are stored: then the list is all."""
        if obj is not None and not self.has_change_permission(request, obj):
            return False
        return super().has_view_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return type("OccasionForm", (OccasionAdminForm,), {"user": request.user})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        names = list(self.get_form(request, obj)(instance=obj).fields) if obj else []
        return [(None, {"fields": names})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.row_before = FollowUp.objects.filter(pk=obj.pk).first()
        form.save_as(request.user)

    def _record(self, request: HttpRequest, verb: str, obj: Any, **details: str) -> None:
        """The step that records has written its event."""
