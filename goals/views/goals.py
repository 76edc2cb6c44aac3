"""A year's goals, and the order they stand in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from goals.editing import move_goal
from goals.follow_up_periods import months_of
from goals.goal_checks import GoalRefused, goal_records
from goals.goal_choices import first_steps, period_of, units_with_goals, working_year
from goals.goal_forms import OverviewForm
from goals.goal_tree import in_tree_order
from goals.models import Goal
from goals.overview import assessed_months, goal_levels, goals_of, overview
from organisation.access import committee_page, may_all
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def latest_goals(request: HttpRequest, committee: Committee) -> HttpResponse:
    today = timezone.localdate()
    return redirect("goals", committee.slug, working_year(committee, today) or today.year)


@committee_page(Permission.VIEW)
def goals(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    may_edit = may_all(request.user, Permission.EDIT_GOALS, committee)
    levels, of_year = goal_levels(committee), goals_of(committee, year)
    context = {"committee": committee, "year": year, "may_edit": may_edit}
    if not of_year:
        return render(
            request, "goals/goals_empty.html", context | {"steps": first_steps(committee, year, levels)}
        )
    assessed = assessed_months(committee, year)
    months = sorted(
        {*assessed, *months_of((goal.follow_up_months, goal.follow_up_times) for goal in of_year)}
    )
    form = OverviewForm(
        request.GET,
        months=months,
        month=period_of(year, months, assessed, timezone.localdate()),
        levels=levels.levels,
        units=list(units_with_goals(request.user, committee, year)),
    )
    context |= {
        "form": form,
        "month": form.month,
        "choice": form.choice,
        "levels": levels.levels,
        "overview": overview(
            committee=committee,
            goals=of_year,
            levels=levels,
            year=year,
            month=form.month,
            choice=form.choice,
            may_see_small=may_all(request.user, Permission.VIEW_SMALL, committee),
        ),
    }
    return render(request, "goals/goals.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def goals_order(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """Each goal with a button up and down, in one form that works without a script."""
    if request.method == "POST":
        up = "upp" in request.POST
        code = request.POST.get("upp" if up else "ner", "")
        goal = get_object_or_404(
            Goal.objects.for_user(request.user).filter(committee=committee, year=year), code=code
        )
        try:
            is_moved = move_goal(goal=goal, up=up, by=request.user)
        except GoalRefused as refused:
            messages.error(request, str(refused))
            return redirect("goals_order", committee.slug, year)
        if is_moved:
            messages.success(request, f"”{goal}” är flyttat {'upp' if up else 'ner'}.")
        else:
            messages.info(request, f"”{goal}” står redan {'först' if up else 'sist'} på sin plats i trädet.")
        return redirect(reverse("goals_order", args=[committee.slug, year]) + f"#mal-{goal.pk}")
    context = {
        "committee": committee,
        "year": year,
        "branches": in_tree_order(goal_records(committee, year)),
        "levels": {level.position: level for level in goal_levels(committee).levels},
    }
    return render(request, "goals/goals_order.html", context)
