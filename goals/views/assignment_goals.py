"""Which goals an assignment serves, and which assignments stand under a goal: one link, made from either side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goals.assigning import AssignmentRefused, link_assignments, link_goals
from goals.assignment_forms import AssignmentsForm, GoalsForm
from goals.assignment_lists import not_closed
from goals.assignment_register import assignments_of
from goals.models import Assignment, Goal
from goals.views.assignment import assignment_or_404
from goals.views.goal import goal_or_404
from organisation.access import committee_page
from organisation.meanwhile import now_beside
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse


@committee_page(Permission.EDIT_GOALS, whole=True)
def assignment_goals(request: HttpRequest, committee: Committee, code: str, year: int) -> HttpResponse:
    found = assignment_or_404(request, committee, code)
    goals = Goal.objects.for_user(request.user).filter(committee=committee, year=year)
    linked, now = list(found.goals.filter(year=year)), list[tuple[str, str]]()
    form = GoalsForm(request.POST or None, goals=goals.in_order(), linked=linked)
    if request.method == "POST" and form.is_valid():
        try:
            link_goals(
                assignment=found,
                year=year,
                goals=form.cleaned_data["goals"],
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
            )
        except AssignmentRefused as refused:
            refuse(form, refused)
            now = now_beside(form, GoalsForm(goals=goals.in_order(), linked=linked))
        else:
            messages.success(request, f"Målen för {year} är sparade.")
            return redirect("assignment", committee.slug, found.code)
    context = {
        "committee": committee,
        "assignment": found,
        "year": year,
        "form": form,
        "now": now,
        "has_goals": goals.exists(),
    }
    return render(request, "goals/assignment_goals.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def goal_assignments(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    """Offers what is not closed, and what stands under the goal already."""
    goal = goal_or_404(request, committee, year, code)
    linked, now = list(goal.assignments.all()), list[tuple[str, str]]()
    of_committee = assignments_of(request.user, committee)
    offered = not_closed(of_committee) | of_committee.filter(pk__in=[each.pk for each in linked])
    offered = offered.prefetch_related(None).in_order()
    form = AssignmentsForm(request.POST or None, assignments=offered, linked=linked)
    if request.method == "POST" and form.is_valid():
        try:
            link_assignments(
                goal=goal,
                assignments=form.cleaned_data["assignments"],
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
            )
        except AssignmentRefused as refused:
            refuse(form, refused)
            now = now_beside(form, AssignmentsForm(assignments=offered, linked=linked))
        else:
            messages.success(request, f"Uppdragen under {goal} är sparade.")
            return redirect("goal", committee.slug, year, goal.code)
    context = {
        "committee": committee,
        "goal": goal,
        "year": year,
        "form": form,
        "now": now,
        "has_assignments": Assignment.objects.filter(committee=committee).exists(),
    }
    return render(request, "goals/goal_assignments.html", context)
