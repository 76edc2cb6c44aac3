"""The committee's log of events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisation.access import committee_page
from organisation.audit import narrowed
from organisation.forms import AuditFilterForm
from organisation.models import AuditEvent, Committee
from organisation.paging import page_of
from organisation.permissions import Permission


@committee_page(Permission.VIEW_AUDIT, whole=True)
def audit(request: HttpRequest, committee: Committee) -> HttpResponse:
    form = AuditFilterForm(request.GET, committee=committee)
    events = AuditEvent.objects.of(committee)
    if form.is_valid():
        events = narrowed(
            events,
            text=form.cleaned_data["sok"],
            actor=form.cleaned_data["person"],
            action=form.cleaned_data["handelse"],
            first=form.cleaned_data["fran"],
            last=form.cleaned_data["till"],
        )
    return render(
        request,
        "organisation/audit.html",
        {
            "committee": committee,
            "form": form,
            "page": page_of(request, events.newest_first()),
            "is_narrowed": any(form.data.get(name) for name in form.fields),
        },
    )
