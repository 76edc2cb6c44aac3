"""The controls of a year, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from internal_control.control_forms import ControlForm, item_formset
from internal_control.control_list import ControlFilterForm, chosen, controls_of, listed
from internal_control.controlling import save_control
from internal_control.models import Control, ControlPlan
from internal_control.performers import left
from internal_control.plan_scope import plan_or_404, plans_of
from internal_control.refusing import ControlRefused
from organisation.access import committee_page, may_all
from organisation.models import Committee, Unit
from organisation.paging import page_of
from organisation.permissions import Permission
from organisation.refusing import refuse


@committee_page(Permission.VIEW)
def controls(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    may_edit = may_all(request.user, Permission.EDIT_CONTROL, committee)
    plan = plans_of(request.user, committee).filter(year=year).first()
    if plan is None:
        context = {"committee": committee, "year": year, "may_edit": may_edit}
        return render(request, "internal_control/controls_no_plan.html", context)
    plan.committee = committee
    today, gone = timezone.localdate(), left(plan)
    of_plan = controls_of(plan, request.user)
    units = list(Unit.objects.for_user(request.user).filter(committee=committee).in_order())
    form = ControlFilterForm(request.GET, plan=plan, units=units)
    page = page_of(request, chosen(of_plan, form, units=units, gone=gone, today=today))
    context = {
        "committee": committee,
        "year": year,
        "plan": plan,
        "form": form,
        "page": page,
        "rows": listed(plan, list(page), gone=gone, today=today),
        "has_any": of_plan.exists(),
        "sort": form.cleaned_data.get("sortera", ""),
        "may_edit": may_edit and not plan.is_over,
    }
    return render(request, "internal_control/controls.html", context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """With ?risk=r1 it is a control of that risk."""
    plan = plan_or_404(request.user, committee, year)
    formset = item_formset(request.POST or None, None)
    form = ControlForm(
        request.POST or None,
        plan=plan,
        control=None,
        units=units_of(request, committee, year),
        formset=formset,
        initial=_of_risk(plan, request.GET.get("risk", "")),
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_control(
                plan=plan, control=None, entry=form.entry(), decision=form.decision(), by=request.user
            )
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Kontrollen {saved.code} är införd.")
            return redirect("control", committee.slug, year, saved.code)
    return form_page(request, committee, plan, form, formset)


def units_of(
    request: HttpRequest, committee: Committee, year: int, control: Control | None = None
) -> list[Unit]:
    """Those that exist in the year, and the control's own."""
    units = Unit.objects.for_user(request.user).filter(committee=committee)
    own = control.unit_id if control else None
    return [unit for unit in units.in_order() if unit.is_valid_in(year) or unit.pk == own]


def form_page(
    request: HttpRequest, committee: Committee, plan: ControlPlan, form: Any, formset: Any, **context: Any
) -> HttpResponse:
    shown = {
        "committee": committee,
        "plan": plan,
        "year": plan.year,
        "form": form,
        "formset": formset,
        **context,
    }
    return render(request, "internal_control/control_form.html", shown)


def _of_risk(plan: ControlPlan, code: str) -> dict[str, Any]:
    """What a control of the risk begins with; nothing where there is no such risk."""
    risk = plan.risks.gathered().filter(code=code).first() if code else None
    return {"risk": risk, "process": risk.process, "unit": risk.unit_id} if risk else {}
