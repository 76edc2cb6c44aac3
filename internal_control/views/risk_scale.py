"""The scale that the year's risks are valued on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from internal_control.models import ControlPlan, RiskDecision
from internal_control.plan_scope import plan_or_404
from internal_control.refusing import ControlRefused
from internal_control.risk_matrix import matrix
from internal_control.risk_scale import ScaleRefused, save_scale, scale_of
from internal_control.risk_scale_forms import EVERY_SYMBOL, LevelFormSet, ScaleForm, level_initial
from internal_control.risk_values import RiskScale
from organisation.access import committee_page, may_all, require_all
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse


@committee_page(Permission.VIEW)
def risk_scale(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """What the numbers mean, for everybody; a form for who may change it. gor=visa draws what is typed."""
    plan = plan_or_404(request.user, committee, year)
    if request.method == "POST":
        require_all(request.user, Permission.EDIT_CONTROL, committee)
    elif plan.is_over or not may_all(request.user, Permission.EDIT_CONTROL, committee):
        return _shown(request, committee, plan)
    scale = scale_of(plan)
    now: RiskScale | None = None
    drawn = scale
    form = ScaleForm(request.POST or None, plan=plan, scale=scale)
    formset = LevelFormSet(request.POST or None, initial=[level_initial(level) for level in scale.levels])
    if request.method == "POST" and all([form.is_valid(), formset.is_valid()]):
        drawn = RiskScale(
            form.typed_steps("likelihood"),
            form.typed_steps("consequence"),
            tuple(sorted((row.level() for row in formset.rows()), key=lambda level: level.from_value)),
        )
        if request.POST.get("gor") != "visa":
            try:
                save_scale(
                    plan=plan,
                    likelihood=drawn.likelihood,
                    consequence=drawn.consequence,
                    levels=[row.level() for row in formset.rows()],
                    decision=form.decision(),
                    seen=form.cleaned_data["seen"] or None,
                    by=request.user,
                )
            except ScaleRefused as refused:
                formset.refuse(refused.by_level, "from_value")
                now = scale_of(plan) if form.is_stale else None
                form.knows_now()
            except ControlRefused as refused:
                refuse(form, refused)
            else:
                messages.success(request, "Skalan är sparad.")
                return redirect("risk_scale", committee.slug, year)
    context = {
        "committee": committee,
        "plan": plan,
        "year": year,
        "form": form,
        "formset": formset,
        "scale": scale,
        "matrix": matrix(drawn, ()),
        "now": now,
        "symbols": EVERY_SYMBOL,
    }
    return render(request, "internal_control/risk_scale_form.html", context)


def _shown(request: HttpRequest, committee: Committee, plan: ControlPlan) -> HttpResponse:
    scale = scale_of(plan)
    context = {
        "committee": committee,
        "plan": plan,
        "year": plan.year,
        "scale": scale,
        "levels": [
            (level, low, high, RiskDecision(level.decision).label) for level, low, high in scale.ranges()
        ],
        "matrix": matrix(scale, ()),
    }
    return render(request, "internal_control/risk_scale.html", context)
