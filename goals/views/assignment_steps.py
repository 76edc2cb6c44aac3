"""The steps of an assignment: noted on, closed, opened again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from goals import assigning
from goals.assignment_forms import CloseForm, ContinueForm, NoteForm
from goals.assignment_scope import may_write
from goals.views.assignment import assignment_or_404, show
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse


@require_POST
@committee_page(Permission.FOLLOW_UP)
def assignment_note(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    found = assignment_or_404(request, committee, code)
    if not may_write(request.user, found):
        raise PermissionDenied("Du skriver om uppdrag som din enhet ansvarar för.")
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            assigning.note(assignment=found, **form.cleaned_data, by=request.user)
        except assigning.AssignmentRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Anteckningen är sparad.")
            return redirect("assignment", committee.slug, found.code)
    return show(request, committee, found, form)


@committee_page(Permission.EDIT_GOALS, whole=True)
def assignment_close(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    found = assignment_or_404(request, committee, code)
    form = CloseForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            assigning.close(assignment=found, **form.cleaned_data, by=request.user)
        except assigning.AssignmentRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Uppdraget {found.code} är avslutat.")
            return redirect("assignment", committee.slug, found.code)
    context = {"committee": committee, "assignment": found, "form": form}
    return render(request, "goals/assignment_close.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def assignment_reopen(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    """Also where a proposal to close is taken back."""
    found = assignment_or_404(request, committee, code)
    form = ContinueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assigning.reopen(assignment=found, reason=form.cleaned_data["reason"], by=request.user)
        except assigning.AssignmentRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Uppdraget {found.code} pågår igen.")
            return redirect("assignment", committee.slug, found.code)
    context = {"committee": committee, "assignment": found, "form": form}
    return render(request, "goals/assignment_reopen.html", context)
