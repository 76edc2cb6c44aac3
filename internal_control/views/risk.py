"""A risk's page, changing it, and deleting what was entered by mistake."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from internal_control.codes import next_code
from internal_control.decision_forms import DecisionForm
from internal_control.models import ControlPlan, Risk, RiskQuerySet
from internal_control.plan_scope import plan_or_404
from internal_control.refusing import ControlRefused
from internal_control.risk_editing import delete_risk, save_risk, standing_in_the_way
from internal_control.risk_forms import RiskForm
from internal_control.risk_list import in_use
from internal_control.risk_page import history, of_year, standing, through_the_years
from internal_control.risk_scale import scale_of
from organisation.access import committee_page, may, may_all
from organisation.meanwhile import now_beside
from organisation.models import Committee, Unit
from organisation.permissions import Permission
from organisation.refusing import refuse
from organisation.typed_about import gone, is_gone, row_or_404


def risks_of(request: HttpRequest, plan: ControlPlan) -> RiskQuerySet:
    return Risk.objects.for_user(request.user).filter(plan=plan).select_related("unit")


def risk_or_404(request: HttpRequest, plan: ControlPlan, code: str) -> Risk:
    found: Risk = row_or_404(request, risks_of(request, plan), code)
    found.plan = plan
    return found


@committee_page(Permission.VIEW)
def risk(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    found = risk_or_404(request, plan, code)
    scale = scale_of(plan)
    years = through_the_years(found, plan)
    is_open = not plan.is_over
    context = {
        "committee": committee,
        "plan": plan,
        "year": year,
        "risk": found,
        "scale": scale,
        "before": standing(found, scale, after=False),
        "after": standing(found, scale, after=True),
        "history": history(found, scale),
        "years": years,
        "this_year": of_year(years, year),
        "controls": found.controls.in_order(),
        "measures": found.measures.in_order(),
        "may_edit": is_open and may_all(request.user, Permission.EDIT_CONTROL, committee),
        "may_carry_out": is_open and may(request.user, Permission.CARRY_OUT, committee, found.unit),
    }
    return render(request, "internal_control/risk.html", context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    units, scale = _units(request, committee, year), scale_of(plan)
    form = RiskForm(
        request.POST or None,
        plan=plan,
        risk=None,
        scale=scale,
        units=units,
        initial={
            "code": next_code("r", plan.risks.values_list("code", flat=True)),
            "unit": units.filter(parent=None).first(),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_risk(
                plan=plan, risk=None, entry=form.entry(), decision=form.decision(), by=request.user
            )
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Risken {saved.code} är införd.")
            return redirect("risk", committee.slug, year, saved.code)
    return _form_page(request, committee, plan, form, scale=scale)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_edit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    about: dict[str, Any] = {
        "plan": plan,
        "scale": scale_of(plan),
        "units": _units(request, committee, year),
    }
    if is_gone(request, risks_of(request, plan)):
        form = RiskForm(request.POST, risk=None, **about)
        form.add_error(None, gone("Risken"))
        form.knows_now()
        return _form_page(request, committee, plan, form, scale=about["scale"], is_gone=True)
    found = risk_or_404(request, plan, code)
    now: list[tuple[str, str]] = []
    form = RiskForm(request.POST or None, risk=found, **about)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_risk(
                plan=plan,
                risk=found,
                entry=form.entry(),
                decision=form.decision(),
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
            )
        except ControlRefused as refused:
            refuse(form, refused)
            now = now_beside(form, RiskForm(risk=risk_or_404(request, plan, code), **about))
        else:
            messages.success(request, f"Risken {saved.code} är sparad.")
            return redirect("risk", committee.slug, year, saved.code)
    return _form_page(request, committee, plan, form, scale=about["scale"], risk=found, now=now)


def _form_page(
    request: HttpRequest, committee: Committee, plan: ControlPlan, form: RiskForm, **context: Any
) -> HttpResponse:
    processes, categories = in_use(plan)
    shown = {
        "committee": committee,
        "plan": plan,
        "year": plan.year,
        "form": form,
        "processes": processes,
        "categories": categories,
        **context,
    }
    return render(request, "internal_control/risk_form.html", shown)


def _units(request: HttpRequest, committee: Committee, year: int) -> QuerySet[Unit]:
    return Unit.objects.for_user(request.user).filter(committee=committee).valid_in(year).in_order()


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    found = risk_or_404(request, plan, code)
    refusal = standing_in_the_way(found)
    form = DecisionForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            delete_risk(risk=found, decision=form.decision(), by=request.user)
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Risken {found.code} är borttagen.")
            return redirect("risks", committee.slug, year)
    context = {"committee": committee, "plan": plan, "year": year, "risk": found, "form": form}
    return render(request, "internal_control/risk_delete.html", {**context, "refusal": refusal})
