"""The administration of municipalities, committees, units, people and roles; and what there is to look at."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from organisation.admin_base import AuditedAdmin, ReadOnlyAdmin
from organisation.admin_forms import MembershipForm, RoleForm, UnitForm
from organisation.audit import record
from organisation.login_lock import release
from organisation.models import (
    AdoptedDocument,
    AdoptedFile,
    AuditEvent,
    ClosedMonth,
    Committee,
    Job,
    Membership,
    Municipality,
    Role,
    Unit,
    User,
)
from organisation.permissions import Permission
from organisation.structure import rebuild_paths

admin.site.site_header = "Socialnämnd – administration"
admin.site.site_title = "Socialnämnd"
admin.site.index_title = "Administration"
# What somebody may do is said by roles alone.
admin.site.unregister(Group)


@admin.register(Municipality)
class MunicipalityAdmin(AuditedAdmin):
    list_display = ["name", "code", "number_of_committees"]
    search_fields = ["name", "code"]
    ordering = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.annotate(committee_count=Count("committees"))  # type: ignore[no-any-return]

    @admin.display(description="nämnder", ordering="committee_count")
    def number_of_committees(self, obj: Any) -> int:
        return int(obj.committee_count)


@admin.register(Committee)
class CommitteeAdmin(AuditedAdmin):
    list_display = ["name", "municipality", "slug", "number_of_units", "number_of_people"]
    list_filter = ["municipality"]
    list_select_related = ["municipality"]
    search_fields = ["name", "slug", "municipality__name"]
    autocomplete_fields = ["municipality"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["municipality__name", "name"]
    fieldsets = [
        (None, {"fields": ["municipality", "name", "slug"]}),
        ("Sekretess", {"fields": ["small_group_threshold"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The log of events knows a committee by its address: with another it would have no history."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {**self.prepopulated_fields}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.annotate(  # type: ignore[no-any-return]
            unit_count=Count("units", distinct=True), people_count=Count("memberships__user", distinct=True)
        )

    @admin.display(description="enheter", ordering="unit_count")
    def number_of_units(self, obj: Any) -> int:
        return int(obj.unit_count)

    @admin.display(description="personer", ordering="people_count")
    def number_of_people(self, obj: Any) -> int:
        return int(obj.people_count)


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    form = UnitForm
    list_display = ["code", "name", "type", "parent", "committee", "valid_from", "valid_to"]
    list_filter = ["committee", "type"]
    list_select_related = ["committee__municipality", "parent"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["committee", "parent"]
    ordering = ["committee__municipality__name", "committee", "position", "code"]
    fieldsets = [
        (None, {"fields": ["committee", "code", "name", "type"]}),
        ("Plats i organisationen", {"fields": ["parent", "position"]}),
        (
            "Giltighet",
            {
                "fields": ["valid_from", "valid_to"],
                "description": "Tomt betyder att enheten alltid har funnits.",
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["committee"] if obj else []

    def changed(self, request: HttpRequest, before: Any, after: Any) -> None:
        rebuild_paths((after or before).committee)


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    form = MembershipForm
    autocomplete_fields = ["committee", "role", "unit"]
    extra = 0


@admin.register(User)
class PersonAdmin(AuditedAdmin, UserAdmin):  # type: ignore[type-arg]
    changes_data = False
    inlines = [MembershipInline]
    list_display = [
        "username",
        "last_name",
        "first_name",
        "title",
        "email",
        "is_active",
        "is_superuser",
        "last_login",
    ]
    list_filter = ["is_active", "is_superuser", "memberships__role", "memberships__committee"]
    search_fields = ["username", "first_name", "last_name", "email"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "title", "email"]}),
        (
            "Åtkomst",
            {
                "fields": ["is_active", "is_superuser"],
                "description": "Vad en person får göra i en nämnd bestäms av rollerna nedan.",
            },
        ),
        ("Tider", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["release_login"]

    @admin.action(description="Häv spärren av inloggning för de valda", permissions=["change"])
    def release_login(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset.order_by("pk"):
            forgotten = release(user=person, by=request.user)
            said = f"Spärren är hävd för {person}." if forgotten else f"{person} var inte spärrad."
            self.message_user(request, said)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        labels = {"is_superuser": "Administratör"}
        help_texts = {
            "is_superuser": "Kommer åt alla nämnder och administrationen.",
            "is_active": "Den som inte är aktiv kan inte logga in. Ta bort krysset i stället för personen.",
        }
        return super().get_form(request, obj, labels=labels, help_texts=help_texts, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.is_staff = obj.is_superuser
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            given = [*formset.new_objects, *(membership for membership, _ in formset.changed_objects)]
            for action, memberships in (("gav roll", given), ("tog bort roll", formset.deleted_objects)):
                for membership in memberships:
                    record(
                        by=request.user,
                        action=action,
                        committee=membership.committee,
                        subject=membership,
                        changes_data=False,
                    )


@admin.register(Role)
class RoleAdmin(AuditedAdmin):
    changes_data = False
    form = RoleForm
    list_display = ["name", "code", "what_it_allows"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"code": ["name"]}
    ordering = ["name"]

    @admin.display(description="behörigheter")
    def what_it_allows(self, obj: Role) -> str:
        return ", ".join(each.in_sentence for each in Permission if each.value in obj.permissions)


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    changes_data = False
    form = MembershipForm
    list_display = ["user", "role", "committee", "unit"]
    list_filter = ["role", "committee"]
    list_select_related = ["user", "role", "committee__municipality", "unit"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "committee__name", "unit__name"]
    autocomplete_fields = ["user", "committee", "role", "unit"]
    ordering = ["user__last_name", "user__first_name", "pk"]


@admin.register(ClosedMonth)
class ClosedMonthAdmin(ReadOnlyAdmin):
    """Months are closed and opened on the committee's own page, where a reason is asked for."""

    list_display = ["committee", "year", "month", "closed_at", "closed_by"]
    list_filter = ["committee", "year"]
    list_select_related = ["committee__municipality"]
    search_fields = ["closed_by", "committee__name"]
    ordering = ["-year", "-month"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "action", "subject", "committee_slug"]
    list_filter = ["committee_slug", "changes_data", "action"]
    search_fields = ["actor", "action", "subject"]
    date_hierarchy = "at"
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["kind", "subject", "state", "committee", "created_at", "created_by", "finished_at"]
    list_filter = ["state", "kind", "committee"]
    list_select_related = ["committee__municipality"]
    search_fields = ["kind", "subject", "created_by", "error"]
    ordering = ["-id"]


class AdoptedFileInline(admin.TabularInline):  # type: ignore[type-arg]
    """The files with their checksums; their bytes are not shown."""

    model = AdoptedFile
    fields = ["name", "label", "size", "sha256"]
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AdoptedDocument)
class AdoptedDocumentAdmin(ReadOnlyAdmin):
    inlines = [AdoptedFileInline]
    list_display = [
        "title",
        "revision",
        "committee",
        "meeting_on",
        "decision_paragraph",
        "adopted_by",
        "withdrawn_at",
    ]
    list_filter = ["committee", "kind"]
    list_select_related = ["committee__municipality"]
    search_fields = ["title", "key", "registration_number", "committee__name"]
    ordering = ["-adopted_at"]
