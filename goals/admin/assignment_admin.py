"""Assignments with their notes, and assessments to look at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from goals.assigning import standing_in_the_way
from goals.assignment_forms import ASSIGNMENT_FIELDS, CheckedAssignmentForm
from goals.models import Assessment, Assignment, AssignmentNote, ReplacedAssessment
from organisation.admin_base import AuditedAdmin, ReadOnlyAdmin


class AssignmentAdminForm(CheckedAssignmentForm):
    class Meta:
        model = Assignment
        fields = (
            "committee",
            *ASSIGNMENT_FIELDS,
            "goals",
            "status",
            "closed_on",
            "closed_paragraph",
            "position",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        committee, goals = cleaned.get("committee"), cleaned.get("goals") or ()
        if committee and any(goal.committee_id != committee.pk for goal in goals):
            self.add_error("goals", "Målet hör till en annan nämnd.")
        return cleaned


class NoteAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = AssignmentNote
        fields = ["meeting_on", "decision_paragraph", "text"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision_paragraph") and not cleaned.get("meeting_on"):
            self.add_error("meeting_on", "Skriv vilket sammanträde paragrafen gäller.")
        return cleaned


class NoteInline(admin.StackedInline):  # type: ignore[type-arg]
    model = AssignmentNote
    form = NoteAdminForm
    ordering = ["-written_at", "-pk"]
    extra = 0


@admin.register(Assignment)
class AssignmentAdmin(AuditedAdmin):
    form = AssignmentAdminForm
    inlines = [NoteInline]
    list_display = ["code", "title", "giver", "decided_on", "status", "committee"]
    list_filter = ["committee", "status", "giver"]
    list_select_related = ["committee__municipality"]
    search_fields = ["code", "title", "registration_number", "responsible"]
    autocomplete_fields = ["committee", "units"]
    filter_horizontal = ["goals"]
    ordering = ["committee", "position", "code"]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for note in formset.save(commit=False):
            if note._state.adding:
                note.written_by = str(request.user)[:150]
            note.save()
        for note in formset.deleted_objects:
            note.delete()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What is written about stands in the way, with the sentence that says so."""
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        standing = [f"{each}: {why}" for each in objs if (why := standing_in_the_way(each))]
        # The sentence says more than that assessments are not deleted here.
        return rows, counts, set() if standing else needed, [*protected, *standing]


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    """Units write on their own page of follow-up."""

    list_display = ["year", "month", "unit", "goal", "assignment", "indicator", "level", "changed_at"]
    list_filter = ["unit__committee", "year", "month"]
    list_select_related = ["unit", "goal", "assignment", "indicator", "level"]
    search_fields = ["unit__code", "unit__name", "goal__text", "assignment__title", "indicator__name"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-id"]


@admin.register(ReplacedAssessment)
class ReplacedAssessmentAdmin(ReadOnlyAdmin):
    list_display = ["assessment", "version", "level", "changed_at", "changed_by"]
    list_filter = ["assessment__unit__committee"]
    list_select_related = ["assessment", "level"]
    search_fields = ["text", "changed_by"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-id"]
