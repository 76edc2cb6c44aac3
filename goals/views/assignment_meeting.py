"""Assignments at a meeting of the committee: the lists, and notes about several at once."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from goals import assignment_lists as lists
from goals.assigning import AssignmentRefused, NotesRefused, write_notes
from goals.assignment_forms import MeetingDayForm, MeetingForm
from goals.assignment_meeting import meeting_lists, previous_meeting, sheet, typed
from goals.assignment_register import assignments_of, late_among
from goals.assignment_scope import may_write
from organisation.access import committee_page, may
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def assignments_for_meeting(request: HttpRequest, committee: Committee) -> HttpResponse:
    form = _form(request, committee)
    of_meeting = meeting_lists(
        assignments_of(request.user, committee), meeting=form.meeting, previous=form.previous
    )
    context = {
        "committee": committee,
        "form": form,
        "lists": of_meeting,
        "late": {each.pk for of_list in of_meeting if of_list.key == "forsenade" for each in of_list.rows},
        "has_any": assignments_of(request.user, committee).exists(),
        "may_write": may(request.user, Permission.FOLLOW_UP, committee),
    }
    return render(request, "goals/assignments_for_meeting.html", context)


@committee_page(Permission.FOLLOW_UP)
def meeting_notes(request: HttpRequest, committee: Committee) -> HttpResponse:
    """A sheet of the assignments that the user may write about: all that is filled in is saved, or nothing."""
    of_committee = lists.with_last_note(lists.with_last_reported(assignments_of(request.user, committee)))
    chosen = _form(request, committee)
    form = MeetingDayForm(request.POST or None, initial={"datum": chosen.meeting})
    entries = typed(request.POST)
    errors: dict[int, AssignmentRefused] = {}
    rows = [each for each in lists.not_closed(of_committee).in_order() if may_write(request.user, each)]
    listed = {each.pk for each in rows}
    # Closed since the page was opened: it stays, with what was typed.
    rows += list(of_committee.filter(pk__in=entries.keys() - listed).in_order())
    if not all(may_write(request.user, each) for each in rows):
        raise PermissionDenied("Du skriver om uppdrag som din enhet ansvarar för.")
    if request.method == "POST" and form.is_valid():
        try:
            written = write_notes(
                committee=committee,
                entries=list(entries.values()),
                meeting_on=form.cleaned_data["datum"],
                by=request.user,
            )
        except NotesRefused as refused:
            errors = refused.errors
            form.add_error(None, str(refused))
            for gone in errors.keys() - {each.pk for each in rows}:
                form.add_error(None, f"{errors[gone]} Du skrev: {entries[gone].text}")
        except AssignmentRefused as refused:
            form.add_error(None, str(refused))
        else:
            many = "anteckning är sparad" if len(written) == 1 else "anteckningar är sparade"
            messages.success(request, f"{len(written)} {many}.")
            query = urlencode({"datum": form.cleaned_data["datum"]})
            return redirect(f"{reverse('assignments_for_meeting', args=[committee.slug])}?{query}")
    context = {
        "committee": committee,
        "form": form,
        "rows": sheet(rows, entries, errors),
        "errors": len(errors),
        "late": late_among(rows, timezone.localdate()),
        "meeting": chosen.meeting,
    }
    return render(request, "goals/meeting_notes.html", context)


def _form(request: HttpRequest, committee: Committee) -> MeetingForm:
    return MeetingForm(
        request.GET, today=timezone.localdate(), previous_of=partial(previous_meeting, committee)
    )
