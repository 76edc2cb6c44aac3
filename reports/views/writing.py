"""Writing a report's texts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organisation.access import committee_page
from organisation.markdown import as_html
from organisation.models import Committee, Unit
from organisation.permissions import Permission
from reports.forms import TextForm
from reports.labels import filled
from reports.models import Report, ReportText
from reports.scope import draft_or_404
from reports.sources import Sources
from reports.template import parse
from reports.views.refusing import drafts_only
from reports.writing import (
    Place,
    TextConflict,
    TextRefused,
    Written,
    fingerprint,
    places,
    save_text,
    writable,
)


def _places(request: HttpRequest, committee: Committee, report: Report) -> tuple[list[Place], list[Place]]:
    """All places of the report, and those where the user may write."""
    sources = Sources(report, [report.year])
    found = places(parse(report.template.source), report, sources.tree)
    units = Unit.objects.filter(committee=committee).order_by("pk")
    return found, writable(request.user, committee, found, units)


@require_safe
@committee_page(Permission.WRITE_TEXT)
@drafts_only
def report_texts(request: HttpRequest, committee: Committee, report: str) -> HttpResponse:
    found = draft_or_404(request.user, committee, report)
    _, mine = _places(request, committee, found)
    written = {(text.key, text.unit_id): text for text in ReportText.objects.filter(report=found)}
    rows = [(place, written.get((place.key, place.unit_id))) for place in mine]
    done = sum(bool(text and text.text) for _, text in rows)
    return render(
        request,
        "reports/texts.html",
        {"committee": committee, "report": found, "rows": rows, "done": done},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(Permission.WRITE_TEXT)
@drafts_only
def report_text(
    request: HttpRequest, committee: Committee, report: str, key: str, unit: str = ""
) -> HttpResponse:
    found = draft_or_404(request.user, committee, report)
    everywhere, mine = _places(request, committee, found)
    place = next((each for each in everywhere if (each.key, each.unit_code) == (key, unit)), None)
    if place is None:
        raise Http404
    if place not in mine:
        raise PermissionDenied("Du får skriva texter för dina egna enheter. Den här texten är någon annans.")
    of_unit = Unit.objects.get(pk=place.unit_id) if place.unit_id else None
    stored = ReportText.objects.filter(report=found, key=key, unit=of_unit).first()
    form = TextForm(
        request.POST or None,
        is_signed=place.text_place.is_signed,
        initial={
            "seen": fingerprint(stored),
            "text": stored.text if stored else filled(place.text_place.standard, found.year, found.month),
            "signed_name": stored.signed_name if stored else "",
            "signed_title": stored.signed_title if stored else "",
        },
    )
    context = {"committee": committee, "report": found, "place": place, "form": form, "stored": stored}
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/text.html", context)
    data = form.cleaned_data
    written = Written(data["text"], data.get("signed_name", ""), data.get("signed_title", ""))
    if "preview" in request.POST:
        return render(request, "reports/text.html", {**context, "preview": as_html(written.text)})
    try:
        save_text(report=found, key=key, unit=of_unit, written=written, seen=data["seen"], by=request.user)
    except TextConflict as conflict:
        theirs = conflict.stored
        again = TextForm(
            {**request.POST.dict(), "seen": fingerprint(theirs)}, is_signed=place.text_place.is_signed
        )
        return render(
            request,
            "reports/text.html",
            {**context, "form": again, "conflict": conflict, "theirs": theirs},
            status=409,
        )
    except TextRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"Texten ”{place.title}” är sparad.")
    return redirect("report_texts", committee=committee.slug, report=found.slug)
