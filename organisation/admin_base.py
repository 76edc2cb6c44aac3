"""What every page of the administration has in common: a change is an event in the log."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.decorators import method_decorator

from organisation.addresses import WRONG_SLUG
from organisation.audit import record
from organisation.models import Committee


# An action on many rows is one transaction, as adding and changing one row are already.
@method_decorator(transaction.atomic, name="response_action")
class AuditedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Adding, changing and deleting write events, and call the hook `changed`, in the change's own transaction.

    A refusal belongs in the form: what `changed` raises is an error to the user.
    """

    # Whether the rows are part of the committee's data, which reports are made from.
    changes_data = True

    def committee_of(self, obj: Any) -> Committee | None:
        """Whose log the event belongs to; None for what belongs to no committee."""
        return obj if isinstance(obj, Committee) else getattr(obj, "committee", None)

    def changed(self, request: HttpRequest, before: Any, after: Any) -> None:
        """Called when a row has been added (before is None), changed, or deleted (after is None)."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.SlugField):
            field.error_messages["invalid"] = WRONG_SLUG
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.row_before = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            self.changed(request, form.row_before, form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        pk = obj.pk
        super().delete_model(request, obj)
        obj.pk = pk
        self.changed(request, obj, None)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        rows = list(queryset)
        super().delete_queryset(request, queryset)
        for row in rows:
            self.changed(request, row, None)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        self._record(request, "lade till", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        if message:
            self._record(request, "ändrade", obj, change=_in_words(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            self._record(request, "tog bort", obj)
        return super().log_deletions(request, queryset)

    def _record(self, request: HttpRequest, verb: str, obj: Any, **details: str) -> None:
        record(
            by=request.user,
            action=f"{verb} {obj._meta.verbose_name}",
            committee=self.committee_of(obj),
            subject=obj,
            changes_data=self.changes_data,
            **details,
        )


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that processes write and nobody edits."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _in_words(message: Any) -> str:
    """Django's own description of a change: 'Ändrade Namn.'"""
    return str(
        LogEntry(
            change_message=json.dumps(message) if isinstance(message, list) else message
        ).get_change_message()
    )
