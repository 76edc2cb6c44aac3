"""The year's risks as a list or a matrix."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from internal_control.models import ControlPlan, Risk
from internal_control.plan_scope import plans_of
from internal_control.risk_forms import RiskFilterForm
from internal_control.risk_list import chosen, count, in_use
from internal_control.risk_matrix import matrix
from internal_control.risk_scale import scale_of
from organisation.access import committee_page, may, may_all
from organisation.models import Committee, Unit
from organisation.paging import page_of
from organisation.permissions import Permission

# All on one page, for paper.
EVERYTHING = 10_000


@committee_page(Permission.VIEW)
def risks(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """?visa=matris shows the matrix, with ?skede=efter that after measures; ?visa=alla the list on one page."""
    plan = plans_of(request.user, committee).filter(year=year).first()
    may_edit = may_all(request.user, Permission.EDIT_CONTROL, committee)
    if plan is None:
        context = {"committee": committee, "year": year, "may_edit": may_edit}
        return render(request, "internal_control/risks_no_plan.html", context)
    return _of_plan(request, committee, plan, may_edit=may_edit)


def _of_plan(
    request: HttpRequest, committee: Committee, plan: ControlPlan, *, may_edit: bool
) -> HttpResponse:
    of_plan = Risk.objects.for_user(request.user).filter(plan=plan).select_related("unit")
    units = list(Unit.objects.filter(committee=committee).valid_in(plan.year).in_order())
    scale = scale_of(plan)
    processes, categories = in_use(plan)
    form = RiskFilterForm(request.GET, units=units, processes=processes, categories=categories, scale=scale)
    every, waiting = count(of_plan)
    rows = chosen(of_plan, form, units=units, scale=scale)
    asked = form.cleaned_data.get("visa", "")
    is_after = form.cleaned_data.get("skede") == "efter"
    context = {
        "committee": committee,
        "plan": plan,
        "year": plan.year,
        "scale": scale,
        "form": form,
        "sort": form.cleaned_data.get("sortera", ""),
        "has_any": every,
        "waiting": waiting,
        "is_after": is_after,
        "may_edit": may_edit and not plan.is_over,
        "may_propose": may(request.user, Permission.CARRY_OUT, committee) and not plan.is_over,
    }
    if asked == "matris":
        context["matrix"] = matrix(scale, rows, after=is_after)
        return render(request, "internal_control/risk_matrix.html", context)
    context["page"] = page_of(request, rows, per_page=EVERYTHING if asked == "alla" else 50)
    return render(request, "internal_control/risks.html", context)
