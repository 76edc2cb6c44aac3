"""Evidence in the administration: seen, handed out and removed. It is added on the page of its occasion alone, which
checks what it is.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from internal_control.evidence import remove_evidence
from internal_control.following_up import settled
from internal_control.models import Evidence
from organisation.admin_base import ReadOnlyAdmin


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["name", "follow_up", "content_type", "size", "added_at", "added_by"]
    list_filter = ["follow_up__control__plan__committee", "follow_up__control__plan__year", "content_type"]
    list_select_related = ["follow_up__control__plan"]
    search_fields = ["name", "sha256", "follow_up__control__title", "added_by"]
    fields = [
        *("name", "follow_up", "the_file", "content_type", "size", "sha256", "added_at", "added_by"),
        "occasion",
    ]
    readonly_fields = ["the_file", "occasion"]
    ordering = ["-added_at", "-pk"]
    list_per_page = 50

    @admin.display(description="fil")
    def the_file(self, evidence: Evidence) -> SafeString:
        address = reverse("evidence_file", args=[*_place(evidence), evidence.pk])
        return format_html('<a href="{}">Hämta filen</a>', address)

    @admin.display(description="lägg till fler")
    def occasion(self, evidence: Evidence) -> SafeString:
        return format_html(
            '<a href="{}">Kontrollens sida</a>', reverse("control_follow_up", args=_place(evidence))
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("internal_control.delete_evidence")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_evidence(evidence=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for each in queryset.select_related("follow_up__control__plan").order_by("pk"):
            remove_evidence(evidence=each, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Evidence of what is settled stays, with the sentence that says so."""
        rows, counts, needed, _protected = super().get_deleted_objects(objs, request)
        standing = [f"{each}: {why}" for each in objs if (why := settled(each.follow_up))]
        return rows, counts, needed, standing


def _place(evidence: Evidence) -> list[Any]:
    """Committee, year, code and month, as the addresses have them."""
    control = evidence.follow_up.control
    return [control.plan.committee.slug, control.plan.year, control.code, evidence.follow_up.month]
