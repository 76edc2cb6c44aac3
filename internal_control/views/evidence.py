"""The evidence of an occasion: added, handed out to those who may see it, removed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from internal_control.evidence import EvidenceDamaged, evidence_data, remove_evidence
from internal_control.following_up import settled
from internal_control.models import Evidence
from internal_control.refusing import ControlRefused
from internal_control.uploads import limited_uploads
from internal_control.views.follow_up import (
    form_of,
    keep_files,
    no_occasion,
    occasion_of,
    page_of,
    show,
)
from organisation.access import committee_page, require
from organisation.models import Committee
from organisation.permissions import Permission


@limited_uploads
@committee_page(Permission.CARRY_OUT)
def evidence_add(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int
) -> HttpResponse:
    """Keep the files alone; what else was typed in the same form stays there, and is not saved yet."""
    found = occasion_of(request, committee, year, code, month)
    if found is None:
        return no_occasion(request, committee, year, code, month)
    there = redirect("control_follow_up", committee.slug, year, found.control.code, found.month)
    if request.method != "POST":
        return there
    require(request.user, Permission.CARRY_OUT, committee, found.control.unit)
    sent = len(request.FILES.getlist("files"))
    refusals = keep_files(request, found)
    if not sent and not refusals:
        refusals = ["Välj först en eller flera filer."]
    elif sent > len(refusals):
        messages.success(request, "Underlaget är tillagt.")
    page = page_of(request, committee, found)
    form = form_of(page, request.POST)
    if form.has_changed():
        return show(request, committee, page, form.as_typed(), refusals)
    for refusal in refusals:
        messages.error(request, refusal)
    return there


@require_safe
@committee_page(Permission.VIEW_EVIDENCE)
def evidence_file(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int, evidence: int
) -> HttpResponseBase:
    """The file, to be saved: never shown within the site."""
    found = _evidence_or_404(request, committee, year, code, month, evidence)
    require(request.user, Permission.VIEW_EVIDENCE, committee, found.follow_up.control.unit)
    etag = f'"{found.sha256}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(evidence_data(found), content_type=found.content_type)
        except EvidenceDamaged as damaged:
            context = {"committee": committee, "evidence": found, "error": damaged}
            return render(request, "internal_control/evidence_damaged.html", context, status=500)
        response["Content-Disposition"] = str(
            content_disposition_header(as_attachment=True, filename=found.name)
        )
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@committee_page(Permission.CARRY_OUT)
def evidence_remove(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int, evidence: int
) -> HttpResponse:
    found = _evidence_or_404(request, committee, year, code, month, evidence)
    require(request.user, Permission.CARRY_OUT, committee, found.follow_up.control.unit)
    refusal = settled(found.follow_up)
    if request.method == "POST" and not refusal:
        try:
            remove_evidence(evidence=found, by=request.user)
        except ControlRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"”{found.name}” är borttagen.")
            return redirect("control_follow_up", committee.slug, year, code, month)
    context = {
        "committee": committee,
        "evidence": found,
        "follow_up": found.follow_up,
        "control": found.follow_up.control,
        "year": year,
        "refusal": refusal,
    }
    page = "evidence_settled" if refusal else "evidence_remove"
    return render(request, f"internal_control/{page}.html", context)


def _evidence_or_404(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int, evidence: int
) -> Evidence:
    rows = Evidence.objects.for_user(request.user).filter(
        follow_up__control__plan__committee=committee,
        follow_up__control__plan__year=year,
        follow_up__control__code=code,
        follow_up__month=month,
    )
    return get_object_or_404(
        rows.select_related("follow_up__control__plan", "follow_up__control__unit"), pk=evidence
    )
