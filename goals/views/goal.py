"""One goal: to read, to set up, to change and to delete."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from goals import goal_page
from goals.editing import delete_goal, losses, save_goal
from goals.goal_checks import GoalRefused
from goals.goal_choices import period_of, units_to_choose
from goals.goal_forms import GoalForm
from goals.goal_indicators import indicator_lines
from goals.models import Goal
from goals.overview import goal_levels
from organisation.access import committee_page, may_all
from organisation.meanwhile import stored_otherwise
from organisation.models import Committee
from organisation.periods import MonthClosed
from organisation.permissions import Permission
from organisation.typed_about import gone, is_gone, row_or_404


def _goals_of(request: HttpRequest, committee: Committee, year: int) -> QuerySet[Goal]:
    return Goal.objects.for_user(request.user).filter(committee=committee, year=year)


def goal_or_404(request: HttpRequest, committee: Committee, year: int, code: str) -> Goal:
    goals = _goals_of(request, committee, year).select_related(
        "level", "parent__level", "committee__municipality"
    )
    return row_or_404(request, goals, code)


@committee_page(Permission.VIEW)
def goal(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = goal_or_404(request, committee, year, code)
    units = goal_page.units_of(found, request.user)
    assessments = goal_page.assessments_of(found, request.user)
    months = goal_page.months_of(found, assessments)
    month = period_of(year, months, [each.month for each in assessments], timezone.localdate())
    unassessed = goal_page.unassessed_level(found)
    rows = goal_page.mark_rows(months, units, assessments, unassessed)
    may_edit = may_all(request.user, Permission.EDIT_GOALS, committee)
    context = {
        "committee": committee,
        "year": year,
        "goal": found,
        "units": units,
        "months": months,
        "month": month,
        "periods": goal_page.periods(months, units, assessments),
        "rows": rows,
        "latest": rows[0].marks[months.index(month)],
        "children": goal_page.children_of(found, month),
        "assignments": goal_page.assignments_of(found, month),
        "indicators": indicator_lines(
            committee=committee,
            year=year,
            month=month,
            goals=[found.pk],
            may_see_small=may_all(request.user, Permission.VIEW_SMALL, committee),
        ).get(found.pk, []),
        "history": goal_page.history(found),
        "may_edit": may_edit,
        "may_have_children": may_edit and goal_page.may_have_children(found),
    }
    return render(request, "goals/goal.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def goal_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """?under=<code> puts the new goal under another, on the level below it."""
    levels = goal_levels(committee).levels
    if not levels:
        messages.info(request, "Lägg upp målnivåerna först: varje mål ligger på en nivå.")
        return redirect("goal_levels", committee.slug)
    new = Goal(committee=committee, year=year)
    parent = Goal.objects.filter(committee=committee, year=year, code=request.GET.get("under", ""))
    new.parent = parent.select_related("level").first()
    lower = [level for level in levels if new.parent and level.position > new.parent.level.position]
    if lower:
        new.level = lower[0]
    return _goal_form(request, committee, new)


@committee_page(Permission.EDIT_GOALS, whole=True)
def goal_edit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    if is_gone(request, _goals_of(request, committee, year)):
        return _goal_form(request, committee, Goal(committee=committee, year=year), was_deleted=True)
    return _goal_form(request, committee, goal_or_404(request, committee, year, code))


def _goal_form(
    request: HttpRequest, committee: Committee, goal: Goal, *, was_deleted: bool = False
) -> HttpResponse:
    is_new, name, code = goal._state.adding, str(goal), goal.code
    units, levels = units_to_choose(request.user, goal), goal_levels(committee).levels
    form = GoalForm(request.POST or None, instance=goal, units=units, levels=levels)
    now: list[tuple[str, str]] = []
    if was_deleted:
        form.add_error(None, gone("Målet"))
        form.knows_now()
    elif request.method == "POST" and form.is_valid():
        try:
            saved = save_goal(
                goal=form.instance,
                units=list(form.cleaned_data["units"]),
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
            )
        except GoalRefused as refused:
            for field, message in refused.by_field.items():
                form.add_error(field or None, message)
            stored = _goals_of(request, committee, goal.year).filter(pk=goal.pk).first()
            if form.is_stale and stored is not None:
                now = stored_otherwise(form, GoalForm(instance=stored, units=units, levels=levels))
            form.knows_now()
        else:
            messages.success(request, f"Målet ”{saved}” är {'upplagt' if is_new else 'sparat'}.")
            return redirect("goal", committee.slug, goal.year, saved.code)
    context = {
        "committee": committee,
        "year": goal.year,
        "form": form,
        "is_new": is_new,
        "is_gone": was_deleted,
        "name": name,
        "code": code,
        "now": now,
    }
    return render(request, "goals/goal_form.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def goal_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = goal_or_404(request, committee, year, code)
    if request.method == "POST":
        name = str(found)
        try:
            delete_goal(goal=found, by=request.user)
        except (GoalRefused, MonthClosed) as refused:
            messages.error(request, str(refused))
            return redirect("goal", committee.slug, year, code)
        messages.success(request, f"Målet ”{name}” är borttaget.")
        return redirect("goals", committee.slug, year)
    context = {"committee": committee, "year": year, "goal": found, "losses": losses(found)}
    return render(request, "goals/goal_delete.html", context)
