"""Risks, the values they have been given, and the scales that these stand on."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from internal_control.admin.deciding import DecidedAdminForm
from internal_control.models import ControlPlan, Risk, RiskLevel, RiskValuation, ScaleStep
from internal_control.refusing import ControlRefused
from internal_control.risk_editing import (
    FACTS,
    RiskEntry,
    delete_risk,
    require_risk_changeable,
    save_risk,
    standing_in_the_way,
)
from internal_control.risk_faults import risk_faults
from internal_control.risk_scale import level_faults, scale_of
from internal_control.risk_values import Level
from organisation.admin_base import AuditedAdmin, ReadOnlyAdmin
from organisation.models import Committee
from organisation.refusing import refuse
from organisation.typed_texts import tidied


class RiskAdminForm(DecidedAdminForm):
    """A risk, checked and saved as its page saves it."""

    value_reason = forms.CharField(label="Skäl till nytt värde", required=False, max_length=500)

    class Meta:
        model = Risk
        fields = ["plan", *FACTS]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        risk: Risk = self.instance
        if self.errors or risk.plan_id is None:
            return
        for name in FACTS:
            if isinstance(value := getattr(risk, name), str):
                setattr(risk, name, tidied(value))
        for field, sentence in risk_faults(risk, scale_of(risk.plan)):
            self.add_error(field if field in self.fields else None, sentence)
        before = Risk.objects.filter(pk=risk.pk).first() if risk.pk else None
        try:
            require_risk_changeable(risk.plan, before, risk, self.change_decision())
        except ControlRefused as refused:
            refuse(self, refused)


@admin.register(Risk)
class RiskAdmin(AuditedAdmin):
    form = RiskAdminForm
    list_display = ["code", "description", "process", "value", "decision", "is_chosen", "is_proposal", "plan"]
    list_filter = ["plan__committee", "plan__year", "decision", "is_chosen", "is_proposal"]
    list_select_related = ["plan"]
    search_fields = ["code", "description", "process", "owner"]
    autocomplete_fields = ["unit"]
    readonly_fields = ["is_proposal", "proposed_by", "declined_because"]
    ordering = ["plan", "position", "code"]
    list_per_page = 50

    @admin.display(description="riskvärde")
    def value(self, risk: Risk) -> int | None:
        return risk.value

    def committee_of(self, obj: Any) -> Committee | None:
        return obj.plan.committee  # type: ignore[no-any-return]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A risk stays in its year; next year's is another row."""
        return [*self.readonly_fields, *(["plan"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = Risk.objects.filter(pk=obj.pk).first() if change else None
        form.row_before = before
        saved = save_risk(
            plan=obj.plan,
            risk=before,
            entry=RiskEntry(
                **{name: getattr(obj, name) for name in FACTS}, value_reason=form.cleaned_data["value_reason"]
            ),
            decision=form.change_decision(),
            by=request.user,
        )
        obj.pk, obj.position = saved.pk, saved.position

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_risk(risk=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for risk in queryset.order_by("pk"):
            delete_risk(risk=risk, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What stands in the way does so with the sentence that says it; its values go with a risk."""
        rows, counts, _needed, _protected = super().get_deleted_objects(objs, request)
        return rows, counts, set(), [f"{each}: {why}" for each in objs if (why := _stands(each))]

    def _record(self, request: HttpRequest, verb: str, obj: Any, **details: str) -> None:
        """The step that saves or deletes has written its event."""


def _stands(risk: Risk) -> str:
    if why := standing_in_the_way(risk):
        return why
    if risk.plan.is_over or (risk.plan.is_adopted and risk.is_chosen):
        return "Planen är fastställd. Ta bort risken på dess egen sida, med beslutet."
    return ""


class ScaleAdmin(AuditedAdmin):
    """Rows of a draft's scale; an adopted plan's is changed on its page, by a decision."""

    list_filter = ["plan__committee", "plan__year"]
    list_select_related = ["plan"]
    list_per_page = 50

    def committee_of(self, obj: Any) -> Committee | None:
        return obj.plan.committee  # type: ignore[no-any-return]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.plan.is_adopted)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not obj.plan.is_adopted)


@admin.register(ScaleStep)
class ScaleStepAdmin(ScaleAdmin):
    """What the steps are called. How many there are is changed on the scale's page, which sees to the values."""

    fields = ["plan", "axis", "value", "label", "description"]
    readonly_fields = ["plan", "axis", "value"]
    list_display = ["value", "label", "axis", "plan"]
    search_fields = ["label", "description"]
    ordering = ["plan", "axis", "value"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RiskLevelAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = RiskLevel
        fields = ["plan", "from_value", "label", "symbol", "colour", "decision"]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        level: RiskLevel = self.instance
        if self.errors or level.plan_id is None:
            return
        if level.plan.is_adopted:
            self.add_error("plan", "Planen är fastställd. Ändra skalan på dess egen sida, med beslutet.")
            return
        others = RiskLevel.objects.filter(plan=level.plan).exclude(pk=level.pk).order_by("from_value")
        for sentence in _faults(level.plan, [*others, level]):
            self.add_error(None, sentence)


@admin.register(RiskLevel)
class RiskLevelAdmin(ScaleAdmin):
    form = RiskLevelAdminForm
    list_display = ["from_value", "label", "symbol", "colour", "decision", "plan"]
    search_fields = ["label"]
    ordering = ["plan", "from_value"]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Levels that are needed stay, with the sentence that says why."""
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        standing = list(protected)
        for plan in {level.plan for level in objs}:
            if plan.is_adopted:
                standing.append(f"{plan} är fastställd. Ändra skalan på dess egen sida, med beslutet.")
            left = RiskLevel.objects.filter(plan=plan).exclude(pk__in=[each.pk for each in objs])
            standing += _faults(plan, list(left.order_by("from_value")))
        return rows, counts, set() if standing else needed, standing


def _faults(plan: ControlPlan, levels: list[RiskLevel]) -> list[str]:
    entries = [Level(each.from_value, each.label, each.symbol, each.colour, each.decision) for each in levels]
    return list(level_faults(entries, scale_of(plan).steps).values())


@admin.register(RiskValuation)
class RiskValuationAdmin(ReadOnlyAdmin):
    """Values are given on the sheet and on the risk's page."""

    list_display = ["risk", "stage", "likelihood", "consequence", "reason", "valued_at", "valued_by"]
    list_filter = ["risk__plan__committee", "risk__plan__year", "stage"]
    list_select_related = ["risk"]
    search_fields = ["risk__code", "risk__description", "valued_by", "reason"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-id"]
