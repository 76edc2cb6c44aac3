"""The page of the person who carries out a control: one occasion of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from internal_control.evidence import add_evidence
from internal_control.evidence_checks import ACCEPT, ALLOWED, MOST_BYTES, EvidenceRefused
from internal_control.follow_up_forms import FollowUpForm, differences
from internal_control.follow_up_page import FollowUpPage, follow_up_page, occasions_of
from internal_control.following_up import FollowUpConflict, record_follow_up
from internal_control.measure_scope import may_write_for
from internal_control.models import Control, FollowUp
from internal_control.refusing import ControlRefused
from internal_control.uploads import MOST_AT_ONCE, left_out, limited_uploads
from organisation.access import committee_page, may_all, require
from organisation.models import Committee
from organisation.periods import month_name
from organisation.permissions import Permission
from organisation.refusing import refuse
from organisation.typed_about import typed_about


@limited_uploads
@committee_page(Permission.VIEW)
def control_follow_up(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int
) -> HttpResponse:
    found = occasion_of(request, committee, year, code, month)
    if found is None:
        return no_occasion(request, committee, year, code, month)
    page = page_of(request, committee, found)
    if request.method != "POST":
        return show(request, committee, page, form_of(page))
    require(request.user, Permission.CARRY_OUT, committee, found.control.unit)
    form = form_of(page, request.POST)
    refusals = keep_files(request, found)
    theirs = None
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            record_follow_up(follow_up=found, entry=form.entry(), version=version, by=request.user)
        except FollowUpConflict as conflict:
            theirs = conflict.current
            form.knows(theirs.version)
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Kontrollen är sparad.")
            for refusal in refusals:
                messages.error(request, refusal)
            return redirect("control_follow_up", committee.slug, year, found.control.code, found.month)
    # The files that were good are kept, and somebody else may have written: the page as it stands now.
    now = occasion_of(request, committee, year, code, month)
    if now is None:
        return no_occasion(request, committee, year, code, month)
    page = page_of(request, committee, now)
    return show(request, committee, page, form, refusals, theirs)


def occasion_of(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int
) -> FollowUp | None:
    """The occasion; that which what is posted was typed about, whatever code its control has been given since."""
    rows = occasions_of(request.user, committee).filter(control__plan__year=year)
    if (key := typed_about(request)) is not None:
        return rows.filter(pk=key).first()
    return rows.filter(control__code=code, month=month).first()


def no_occasion(request: HttpRequest, committee: Committee, year: int, code: str, month: int) -> HttpResponse:
    """A month that the control does not have, or has no more; what was typed is shown, to be copied."""
    controls = Control.objects.for_user(request.user).filter(plan__committee=committee, plan__year=year)
    control = get_object_or_404(controls, code=code)
    context = {
        "committee": committee,
        "year": year,
        "control": control,
        "period": month_name(year, month),
        "month": month,
        "months": control.follow_ups.order_by("month").values_list("month", flat=True),
        "typed": [text for name in ("text", "reason") if (text := request.POST.get(name, "").strip())],
    }
    return render(request, "internal_control/no_occasion.html", context, status=404)


def page_of(request: HttpRequest, committee: Committee, found: FollowUp) -> FollowUpPage:
    return follow_up_page(user=request.user, committee=committee, follow_up=found, today=timezone.localdate())


def form_of(page: FollowUpPage, data: Any = None) -> FollowUpForm:
    return FollowUpForm(data, follow_up=page.follow_up, counts=page.counts, today=timezone.localdate())


def keep_files(request: HttpRequest, found: FollowUp) -> list[str]:
    """Keep each file that was sent; why, of those that are not kept."""
    refusals = left_out(request)
    for file in request.FILES.getlist("files"):
        try:
            add_evidence(follow_up=found, name=file.name or "", data=file.read(), by=request.user)
        except (EvidenceRefused, ControlRefused) as refused:
            refusals.append(str(refused))
    return refusals


def show(
    request: HttpRequest,
    committee: Committee,
    page: FollowUpPage,
    form: FollowUpForm,
    refusals: list[str] | None = None,
    theirs: FollowUp | None = None,
) -> HttpResponse:
    """theirs is what somebody else has recorded since the form was opened."""
    context = {
        "committee": committee,
        "year": page.control.plan.year,
        "page": page,
        "control": page.control,
        "follow_up": page.follow_up,
        "form": form,
        "refusals": refusals or [],
        "theirs": theirs,
        # Beside what somebody has set back there is nothing to compare with.
        "differences": differences(form, form_of(page)) if theirs and not theirs.is_pending else [],
        "may_add_measure": page.may_have_measures
        and may_write_for(request.user, committee, page.control.unit),
        "may_choose": may_all(request.user, Permission.EDIT_CONTROL, committee),
        "accept": ACCEPT,
        "allowed": ALLOWED,
        "most_bytes": MOST_BYTES,
        "most_megabytes": MOST_BYTES // 1024**2,
        "most_files": MOST_AT_ONCE,
    }
    return render(request, "internal_control/follow_up.html", context)
