"""One assignment: its page, changing it, and deleting what was entered by mistake."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from goals.assigning import AssignmentRefused, delete_assignment, save_assignment, standing_in_the_way
from goals.assignment_forms import AssignmentForm, NoteForm
from goals.assignment_page import assessed_periods, goals_by_year, log
from goals.assignment_register import assignments_of, late_among
from goals.assignment_scope import may_write
from goals.models import Assignment
from organisation.access import committee_page, may_all
from organisation.meanwhile import stored_otherwise
from organisation.models import Committee, Unit
from organisation.permissions import Permission
from organisation.typed_about import gone, is_gone, row_or_404


def assignment_or_404(request: HttpRequest, committee: Committee, code: str) -> Assignment:
    rows = assignments_of(request.user, committee).select_related("committee__municipality", "scale")
    return row_or_404(request, rows, code)


@committee_page(Permission.VIEW)
def assignment(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    return show(request, committee, assignment_or_404(request, committee, code), NoteForm())


def show(request: HttpRequest, committee: Committee, found: Assignment, form: NoteForm) -> HttpResponse:
    """The assignment's page, with the form of a note as it is."""
    today = timezone.localdate()
    context = {
        "committee": committee,
        "assignment": found,
        "late": late_among([found], today),
        "log": log(found),
        "periods": assessed_periods(found, request.user),
        "goals": goals_by_year(found),
        "year": today.year,
        "form": form,
        "may_edit": may_all(request.user, Permission.EDIT_GOALS, committee),
        "may_write": may_write(request.user, found) and found.status != Assignment.Status.CLOSED,
    }
    return render(request, "goals/assignment.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def assignment_edit(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    units = Unit.objects.for_user(request.user).filter(committee=committee).in_order()
    if is_gone(request, assignments_of(request.user, committee)):
        return _gone(request, committee, units)
    found = assignment_or_404(request, committee, code)
    code, title = found.code, found.title
    now: list[tuple[str, str]] = []
    form = AssignmentForm(request.POST or None, instance=found, committee=committee, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_assignment(
                assignment=form.instance,
                units=form.cleaned_data["units"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except AssignmentRefused as refused:
            form.add_error(None, str(refused))
            if form.is_stale:
                stored = assignment_or_404(request, committee, code)
                now = stored_otherwise(
                    form, AssignmentForm(instance=stored, committee=committee, units=units)
                )
            form.knows_now()
        else:
            messages.success(request, f"Uppdraget {saved.code} är sparat.")
            return redirect("assignment", committee.slug, saved.code)
    context: dict[str, Any] = {
        "committee": committee,
        "form": form,
        "assignment": found,
        "code": code,
        "title": title,
        "now": now,
    }
    return render(request, "goals/assignment_form.html", context)


def _gone(request: HttpRequest, committee: Committee, units: QuerySet[Unit]) -> HttpResponse:
    """What was typed about an assignment that somebody has deleted since, to be entered as a new one."""
    form = AssignmentForm(
        request.POST, instance=Assignment(committee=committee), committee=committee, units=units
    )
    form.add_error(None, gone("Uppdraget"))
    form.knows_now()
    context = {"committee": committee, "form": form, "assignment": None, "goal": None, "is_gone": True}
    return render(request, "goals/assignment_form.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def assignment_delete(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    found = assignment_or_404(request, committee, code)
    refusal = standing_in_the_way(found)
    if request.method == "POST" and not refusal:
        try:
            delete_assignment(assignment=found, by=request.user)
        except AssignmentRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Uppdraget {found.code} är borttaget.")
            return redirect("assignments", committee.slug)
    context = {"committee": committee, "assignment": found, "refusal": refusal}
    return render(request, "goals/assignment_delete.html", context)
