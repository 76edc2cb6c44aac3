"""The administration of accounts, ledger and investments; loads, recalculations and deviations to look at."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from budget.admin_filters import MonthFilter, YearFilter
from budget.admin_forms import AccountForm, AmountForm, CarryOverFormSet, InvestmentAmountFormSet, ProjectForm
from budget.batch_recalculation import order_recalculation
from budget.investing import periods_of
from budget.models import (
    Account,
    Actual,
    BudgetLine,
    CarryOverRequest,
    CostType,
    Deviation,
    Forecast,
    InvestmentAmount,
    InvestmentProject,
    Load,
    Recalculation,
)
from budget.recalculation import mark_changed, years_with_figures
from organisation.admin import UnitAdmin
from organisation.admin_base import AuditedAdmin, ReadOnlyAdmin
from organisation.figures import formatted
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, require_open


class LedgerUnitAdmin(UnitAdmin):
    """A unit that moves in the tree takes its figures along."""

    def changed(self, request: HttpRequest, before: Any, after: Any) -> None:
        super().changed(request, before, after)
        committee = (after or before).committee
        mark_changed(committee, years_with_figures(committee))


admin.site.unregister(Unit)
admin.site.register(Unit, LedgerUnitAdmin)


class ClassifyingAdmin(AuditedAdmin):
    """What figures are sorted by: a change concerns every year."""

    def changed(self, request: HttpRequest, before: Any, after: Any) -> None:
        committee = (after or before).committee
        mark_changed(committee, years_with_figures(committee))


@admin.register(CostType)
class CostTypeAdmin(ClassifyingAdmin):
    list_display = ["name", "kind", "committee", "position", "number_of_accounts"]
    list_filter = ["committee", "kind"]
    list_select_related = ["committee__municipality"]
    search_fields = ["name"]
    autocomplete_fields = ["committee"]
    ordering = ["committee", "-kind", "position", "name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(account_count=Count("accounts"))
        return counted

    @admin.display(description="konton", ordering="account_count")
    def number_of_accounts(self, obj: Any) -> int:
        return int(obj.account_count)


@admin.register(Account)
class AccountAdmin(ClassifyingAdmin):
    form = AccountForm
    list_display = ["code", "name", "cost_type", "kind", "committee"]
    list_filter = ["committee", "cost_type__kind"]
    list_select_related = ["cost_type", "committee__municipality"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["committee", "cost_type"]
    ordering = ["committee", "code"]

    @admin.display(description="slag", ordering="cost_type__kind")
    def kind(self, obj: Account) -> str:
        return obj.cost_type.get_kind_display()


class AmountAdmin(AuditedAdmin):
    """Rows of the ledger. In a closed month they are neither changed nor deleted."""

    form = AmountForm
    fields = ["unit", "account", "year", "month", "amount"]
    list_display = ["unit", "account", "year", "month", "kronor", "load"]
    list_filter = [YearFilter, MonthFilter, "unit__committee"]
    list_select_related = ["unit", "account", "load"]
    list_per_page = 50
    search_fields = ["unit__code", "unit__name", "account__code", "account__name"]
    autocomplete_fields = ["unit", "account"]
    ordering = ["-id"]
    show_full_result_count = False

    @admin.display(description="belopp", ordering="amount")
    def kronor(self, obj: Any) -> str:
        return formatted(obj.amount, 2)

    def committee_of(self, obj: Any) -> Committee:
        committee: Committee = obj.unit.committee
        return committee

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # A row that is changed by hand is no longer the file's.
        if form.has_changed():
            obj.load = None
        super().save_model(request, obj, form, change)

    def changed(self, request: HttpRequest, before: Any, after: Any) -> None:
        years: dict[Committee, set[int]] = {}
        for row in filter(None, (before, after)):
            years.setdefault(row.unit.committee, set()).add(row.year)
        for committee, of_committee in years.items():
            mark_changed(committee, of_committee)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Rows in closed months are among those that stand in the way, with the sentence that says why."""
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        for row in objs:
            try:
                require_open(row.unit.committee, [(row.year, row.month)])
            except MonthClosed as closed:
                protected = [*protected, f"{row.unit}, {row.account}: {closed}"]
        return rows, counts, needed, protected


@admin.register(BudgetLine)
class BudgetLineAdmin(AmountAdmin):
    fields = ["unit", "account", "year", "month", "type", "amount"]
    list_display = ["unit", "account", "type", "year", "month", "kronor", "load"]
    list_filter = [YearFilter, MonthFilter, "type", "unit__committee"]


@admin.register(Actual)
class ActualAdmin(AmountAdmin):
    pass


@admin.register(Forecast)
class ForecastAdmin(AmountAdmin):
    pass


class InvestmentAmountInline(admin.TabularInline):  # type: ignore[type-arg]
    model = InvestmentAmount
    formset = InvestmentAmountFormSet
    ordering = ["-year", "type", "month"]
    extra = 0


class CarryOverInline(admin.StackedInline):  # type: ignore[type-arg]
    model = CarryOverRequest
    formset = CarryOverFormSet
    ordering = ["-year"]
    extra = 0


@admin.register(InvestmentProject)
class InvestmentProjectAdmin(AuditedAdmin):
    form = ProjectForm
    inlines = [InvestmentAmountInline, CarryOverInline]
    list_display = ["code", "name", "group", "unit", "committee", "position"]
    list_filter = ["committee", "group"]
    list_select_related = ["unit", "committee__municipality"]
    search_fields = ["code", "name", "group"]
    autocomplete_fields = ["committee", "unit"]
    ordering = ["committee", "position", "code"]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        for project in objs:
            try:
                require_open(project.committee, periods_of(project))
            except MonthClosed as closed:
                protected = [*protected, f"{project}: {closed}"]
        return rows, counts, needed, protected


@admin.register(Load)
class LoadAdmin(ReadOnlyAdmin):
    """Files are loaded and undone on the committee's own page."""

    list_display = [
        "name",
        "committee",
        "state",
        "rows",
        "created_at",
        "created_by",
        "applied_at",
        "undone_at",
    ]
    list_filter = ["state", "committee"]
    list_select_related = ["committee__municipality"]
    search_fields = ["name", "created_by"]
    ordering = ["-id"]


@admin.register(Recalculation)
class RecalculationAdmin(ReadOnlyAdmin):
    list_display = ["committee", "year", "is_fresh", "calculated_at"]
    list_filter = ["committee", "year"]
    list_select_related = ["committee__municipality"]
    search_fields = ["committee__name", "committee__municipality__name"]
    ordering = ["committee", "-year"]
    actions = ["recalculate"]

    @admin.display(description="aktuell", boolean=True)
    def is_fresh(self, obj: Recalculation) -> bool:
        return not obj.is_stale

    @admin.action(description="Räkna om alla år för de valda nämnderna", permissions=["view"])
    def recalculate(self, request: HttpRequest, queryset: QuerySet[Recalculation]) -> None:
        committees = Committee.objects.filter(pk__in=queryset.values("committee"))
        for committee in committees.select_related("municipality").order_by("pk"):
            job = order_recalculation(by=request.user, committee=committee)
            link = format_html('<a href="{}">Följ hur det går</a>', reverse("job", args=[job.pk]))
            said = format_html("Omräkningen av {} är beställd. {}.", committee, link)
            self.message_user(request, said, messages.SUCCESS)


@admin.register(Deviation)
class DeviationAdmin(ReadOnlyAdmin):
    list_display = ["unit", "cost_type", "year", "month", "budget", "actual", "deviation", "forecast"]
    list_filter = [YearFilter, MonthFilter, "unit__committee"]
    list_select_related = ["unit", "cost_type"]
    list_per_page = 50
    search_fields = ["unit__code", "unit__name", "cost_type__name"]
    ordering = ["-id"]
    show_full_result_count = False
