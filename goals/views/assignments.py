"""The register of assignments, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from goals.assigning import AssignmentRefused, enter_assignment
from goals.assignment_forms import AssignmentForm, RegisterForm
from goals.assignment_register import (
    assignments_of,
    chosen,
    goals_with_assignments,
    late_among,
    levels_of,
    next_code,
    years_of,
)
from goals.models import Assignment, Goal
from organisation.access import committee_page, may_all
from organisation.addresses import whole_number
from organisation.models import Committee, Unit
from organisation.paging import page_of
from organisation.permissions import Permission
from organisation.refusing import refuse
from organisation.typed_about import row_or_404

# All on one page, for paper.
EVERYTHING = 10_000


@committee_page(Permission.VIEW)
def assignments(request: HttpRequest, committee: Committee) -> HttpResponse:
    today = timezone.localdate()
    of_committee = assignments_of(request.user, committee)
    units = list(Unit.objects.for_user(request.user).filter(committee=committee).in_order())
    form = RegisterForm(
        request.GET, units=units, goals=goals_with_assignments(committee), years=years_of(of_committee)
    )
    for_paper = request.GET.get("visa") == "alla"
    page = page_of(
        request,
        chosen(of_committee, form, units=units, today=today),
        per_page=EVERYTHING if for_paper else 50,
    )
    context = {
        "committee": committee,
        "form": form,
        "page": page,
        "late": late_among(page, today),
        "levels": levels_of(page),
        "today": today,
        "has_any": of_committee.exists(),
        "sort": form.cleaned_data.get("sortera", ""),
        "may_edit": may_all(request.user, Permission.EDIT_GOALS, committee),
    }
    return render(request, "goals/assignments.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def assignment_new(request: HttpRequest, committee: Committee) -> HttpResponse:
    """With ?mal=2021/kf-1 it is put under that goal."""
    of_year, _, code = request.GET.get("mal", "").partition("/")
    year = whole_number(of_year)
    goals = Goal.objects.for_user(request.user).filter(committee=committee)
    goal = None if year is None else row_or_404(request, goals.filter(year=year), code)
    new = Assignment(committee=committee)
    form = AssignmentForm(
        request.POST or None,
        instance=new,
        committee=committee,
        units=Unit.objects.for_user(request.user).filter(committee=committee).in_order(),
        initial={"code": next_code(committee), "units": goal.units.all() if goal else []},
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = enter_assignment(
                assignment=form.instance, units=form.cleaned_data["units"], goal=goal, by=request.user
            )
        except AssignmentRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Uppdraget {saved.code} är infört.")
            return redirect("assignment", committee.slug, saved.code)
    context = {"committee": committee, "form": form, "goal": goal, "assignment": None}
    return render(request, "goals/assignment_form.html", context)
