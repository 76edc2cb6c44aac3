"""The administration of report templates and reports."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organisation.addresses import whole_number
from organisation.admin_base import AuditedAdmin, ReadOnlyAdmin
from organisation.models import Committee
from reports.admin_forms import AdminReportForm, AdminTextForm, TemplateForm, refuse_adopted
from reports.building import build_from
from reports.forms import PictureForm
from reports.frozen import revisions
from reports.models import Document, Picture, Report, ReportTemplate, ReportText
from reports.template import TemplateError, parse


@admin.register(ReportTemplate)
class ReportTemplateAdmin(AuditedAdmin):
    form = TemplateForm
    change_form_template = "admin/reports/reporttemplate/change_form.html"
    list_display = ["name", "kind", "committee", "slug"]
    list_filter = ["kind", "committee"]
    list_select_related = ["committee__municipality"]
    search_fields = ["name", "slug", "committee__name", "committee__municipality__name"]
    autocomplete_fields = ["committee"]
    readonly_fields = ["name", "kind"]
    fields = ["committee", "slug", "name", "kind", "source"]
    ordering = ["committee__municipality__name", "name"]

    class Media:
        css = {"all": ["css/admin-reports.css"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A template stays with its committee: reports are built on it."""
        return [*self.readonly_fields, "committee"] if obj else [*self.readonly_fields]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for warning in form.warnings:
            messages.warning(request, str(warning))

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview)
        return [path("forhandsvisning/", preview, name="reports_reporttemplate_preview"), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        reports = Report.objects.select_related("committee__municipality")
        template = whole_number(object_id or "")
        if template is not None:
            reports = reports.filter(committee__report_templates=template)
        context = {"preview_reports": reports.order_by("-year", "-month", "title"), **(extra_context or {})}
        response: HttpResponse = super().changeform_view(request, object_id, form_url, context)
        return response

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The source that stands in the form, against the chosen report. Nothing is saved."""
        if not self.has_change_permission(request):
            return HttpResponse(status=403)
        chosen = whole_number(request.POST.get("preview_report", ""))
        if chosen is None:
            return render(
                request,
                "admin/reports/reporttemplate/preview_fault.html",
                {"fault": "Välj en rapport att visa."},
            )
        reports = Report.objects.select_related("committee__municipality", "template")
        report = get_object_or_404(reports, pk=chosen)
        try:
            contents = build_from(report, parse(request.POST.get("source", "")))
        except TemplateError as error:
            return render(request, "admin/reports/reporttemplate/preview_fault.html", {"fault": error})
        return render(
            request,
            "admin/reports/reporttemplate/preview.html",
            {"contents": contents, "for_print": False, "report": report},
        )


@admin.register(Report)
class ReportAdmin(AuditedAdmin):
    form = AdminReportForm
    list_display = ["title", "committee", "template", "year", "month", "adopted_on", "link"]
    list_filter = ["year", "template__kind", "committee"]
    list_select_related = ["committee__municipality", "template"]
    search_fields = [
        "title",
        "slug",
        "registration_number",
        "committee__name",
        "committee__municipality__name",
    ]
    autocomplete_fields = ["committee", "template"]
    # A report is adopted and withdrawn on its own pages, where its files are frozen.
    readonly_fields = ["adopted_on", "decision_paragraph"]
    ordering = ["-year", "-month", "title"]
    fieldsets = [
        (None, {"fields": ["committee", "template", "title", "subtitle", "slug", ("year", "month")]}),
        (
            "Dokumentuppgifter",
            {
                "fields": [
                    "registration_number",
                    "version",
                    ("adopted_on", "decision_paragraph"),
                    "responsible",
                ]
            },
        ),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or not obj.is_adopted) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What has been adopted, also if it was withdrawn, is kept."""
        may_go = obj is None or not (obj.is_adopted or revisions(obj).exists())
        return may_go and super().has_delete_permission(request, obj)

    @admin.display(description="visa")
    def link(self, obj: Any) -> SafeString:
        return format_html('<a href="{}">Läs</a>', reverse("report", args=[obj.committee.slug, obj.slug]))


class _OfReport(AuditedAdmin):
    """Rows that belong to a report."""

    def committee_of(self, obj: Any) -> Committee | None:
        found: Committee = obj.report.committee
        return found

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or not obj.report.is_adopted) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or not obj.report.is_adopted) and super().has_delete_permission(request, obj)


@admin.register(ReportText)
class ReportTextAdmin(_OfReport):
    form = AdminTextForm
    list_display = ["key", "unit", "report", "changed_by", "changed_at"]
    list_filter = ["report__committee", "report"]
    list_select_related = ["unit", "report"]
    search_fields = ["key", "text", "unit__name", "report__title"]
    autocomplete_fields = ["report", "unit"]
    ordering = ["-changed_at"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.changed_at, obj.changed_by = timezone.now(), str(request.user)[:150]
        super().save_model(request, obj, form, change)


class _AdminPictureForm(PictureForm):
    class Meta(PictureForm.Meta):
        fields = ("report", "key", *PictureForm.Meta.fields)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        refuse_adopted(self)
        return cleaned


@admin.register(Picture)
class PictureAdmin(_OfReport):
    form = _AdminPictureForm
    list_display = ["key", "report", "alt", "credit", "width", "height"]
    list_filter = ["report__committee", "report"]
    list_select_related = ["report"]
    search_fields = ["key", "alt", "caption", "credit", "report__title"]
    autocomplete_fields = ["report"]
    ordering = ["report__title", "key"]


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["report", "format", "made_at", "version", "job"]
    list_filter = ["format", "report__committee"]
    list_select_related = ["report", "job"]
    search_fields = ["report__title"]
    ordering = ["-made_at"]
