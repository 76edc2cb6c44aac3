"""A year's plan: its page, a new one, deleting a draft, and what was changed since it was adopted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from internal_control.copying import copy_preview
from internal_control.performers import performers_of
from internal_control.plan_changes import changes_of, told
from internal_control.plan_faults import findings_on
from internal_control.plan_page import chosen_risks, columns_of, control_rows, controls_in, with_counts
from internal_control.plan_scope import plan_or_404, plans_of
from internal_control.planning import create_plan, delete_plan, standing_in_the_way
from internal_control.refusing import ControlRefused
from internal_control.risk_scale import scale_of
from organisation.access import committee_page, may_all
from organisation.addresses import whole_number
from organisation.models import Committee
from organisation.paging import page_of
from organisation.permissions import Permission

# ?visa= of the plan's page, what is on it at a time, and all of it on one page, for paper.
FULL, RISKS = "full", "risker"
PER_PAGE, EVERYTHING = 50, 10_000
# The plain table's columns before those of the follow-up.
PLAIN_COLUMNS = 5
MOST_FINDINGS = 20
# ?fran= of a new plan that is no copy.
EMPTY = "tom"


@committee_page(Permission.VIEW)
def control_plan(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """?visa=full shows risk, value, result, analysis and measures beside each control, ?visa=risker the risks.

    &alla=1 shows all of it on one page, for paper.
    """
    plan = with_counts(plans_of(request.user, committee)).filter(year=year).first()
    if plan is None:
        # The page of the year says so, and what to do.
        return redirect("control_year", committee.slug, year)
    plan.committee = committee
    view = request.GET.get("visa", "")
    scale, performers = scale_of(plan), performers_of(committee)
    is_begun = plan.is_adopted or plan.has_results  # type: ignore[attr-defined]  # with_counts
    rows = chosen_risks(plan) if view == RISKS else controls_in(plan)
    page = page_of(request, rows, EVERYTHING if request.GET.get("alla") else PER_PAGE)
    may_edit = may_all(request.user, Permission.EDIT_CONTROL, committee) and not plan.is_over
    found = (
        findings_on(plan, steps=scale.steps, performers=performers)
        if may_edit and not plan.is_adopted
        else []
    )
    context = {
        "committee": committee,
        "year": year,
        "plan": plan,
        "view": view,
        "page": page,
        "scale": scale,
        "is_begun": is_begun,
        "findings": found[:MOST_FINDINGS],
        "more_findings": len(found[MOST_FINDINGS:]),
        "may_edit": may_edit,
    }
    if view != RISKS:
        columns = columns_of(plan) if is_begun else []
        context |= {
            "columns": columns,
            "width": PLAIN_COLUMNS + (max(len(columns), 1) if is_begun else 0),
            "rows": control_rows(
                plan,
                list(page),
                scale=scale,
                performers=performers,
                today=timezone.localdate(),
                with_measures=view == FULL,
            ),
        }
    return render(request, "internal_control/control_plan.html", context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_plan_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """A copy of the newest earlier plan, or of that of ?fran=2020, or with ?fran=tom of none."""
    plans = {plan.year: plan for plan in plans_of(request.user, committee).order_by("-year")}
    if year in plans:
        messages.info(request, f"Internkontrollplanen för {year} finns redan.")
        return redirect("control_plan", committee.slug, year)
    earlier = {of: plan for of, plan in plans.items() if of < year}
    asked = (request.POST if request.method == "POST" else request.GET).get("fran", "")
    newest = next(iter(earlier.values()), None)
    source = None if asked == EMPTY else earlier.get(whole_number(asked) or 0, newest)
    if source is not None:
        source.committee = committee
    refusal = ""
    if request.method == "POST":
        try:
            create_plan(committee=committee, year=year, copy_from=source, by=request.user)
        except ControlRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Internkontrollplanen för {year} är upplagd som utkast.")
            return redirect("control_plan", committee.slug, year)
    context = {
        "committee": committee,
        "year": year,
        "source": source,
        "preview": copy_preview(source, year) if source else None,
        "others": [plan for plan in earlier.values() if plan != source],
        "refusal": refusal,
    }
    return render(request, "internal_control/control_plan_new.html", context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_plan_delete(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    refusal = standing_in_the_way(plan)
    if request.method == "POST" and not refusal:
        try:
            delete_plan(plan=plan, by=request.user)
        except ControlRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Utkastet till internkontrollplan för {year} är borttaget.")
            return redirect("control_year", committee.slug, year)
    context = {
        "committee": committee,
        "year": year,
        "plan": plan,
        "refusal": refusal,
        "risks": plan.risks.count(),
        "controls": plan.controls.count(),
    }
    return render(request, "internal_control/control_plan_delete.html", context)


@committee_page(Permission.VIEW)
def control_plan_changes(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    page = page_of(request, changes_of(plan))
    context = {"committee": committee, "year": year, "plan": plan, "page": page, "changes": told(page)}
    return render(request, "internal_control/control_plan_changes.html", context)
