"""What the administration of committees and units does to measurements."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from goals.models import Measurement
from goals.protecting import refresh_all
from goals.tasks import refresh_all as refresh_all_task
from organisation import jobs
from organisation.admin_base import AuditedAdmin
from organisation.models import Committee, Unit

# As many measurements as are worked through while somebody waits for the page.
AT_ONCE = 20_000


class _RefreshingAdmin(AuditedAdmin):
    """Beside what the page does already: what is suppressed and summed follows, before anything more is shown."""

    def changed(self, request: HttpRequest, before: Any, after: Any) -> None:
        super().changed(request, before, after)
        if before is not None and after is not None and _matters(before, after):
            _refresh(after if isinstance(after, Committee) else after.committee, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self._without([obj], request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        rows = list(queryset)
        super().delete_queryset(request, queryset)
        self._without(rows, request)

    def _without(self, rows: Iterable[Any], request: HttpRequest) -> None:
        """Units that are no longer waited for in sums. One that is added is in none: nothing is chosen of it yet."""
        for committee in {row.committee for row in rows if isinstance(row, Unit)}:
            _refresh(committee, by=request.user)


def _matters(before: Any, after: Any) -> bool:
    """A committee's threshold; where a unit stands and in which years."""
    names = (
        ("small_group_threshold",)
        if isinstance(after, Committee)
        else ("parent_id", "valid_from", "valid_to")
    )
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _refresh(committee: Committee, by: Any) -> None:
    if Measurement.objects.filter(indicator__committee=committee)[:AT_ONCE].count() < AT_ONCE:
        refresh_all(committee)
    else:
        jobs.start(
            task=refresh_all_task,
            kind="Skyddar små tal",
            subject=committee,
            by=by,
            committee=committee,
            committee_id=committee.pk,
        )


for _model in (Committee, Unit):
    # Other parts of the product have had their say about these pages; this is added to it.
    _registered = type(admin.site.get_model_admin(_model))
    admin.site.unregister(_model)
    admin.site.register(_model, type(_registered.__name__, (_RefreshingAdmin, _registered), {}))
