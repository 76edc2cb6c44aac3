"""Taking back what was recorded at an occasion, after a question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from internal_control.refusing import ControlRefused
from internal_control.results import RESULTS
from internal_control.setting_back import set_back, set_back_words, standing_in_the_way
from internal_control.views.follow_up import no_occasion, occasion_of
from organisation.access import committee_page, require
from organisation.addresses import whole_number
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.CARRY_OUT)
def control_follow_up_undo(
    request: HttpRequest, committee: Committee, year: int, code: str, month: int
) -> HttpResponse:
    found, refused = occasion_of(request, committee, year, code, month), ""
    if found is not None:
        require(request.user, Permission.CARRY_OUT, committee, found.control.unit)
    if found is not None and request.method == "POST":
        version = whole_number(request.POST.get("version", "")) or 0
        try:
            undone = set_back(follow_up=found, version=version, by=request.user)
        except ControlRefused as refusal:
            refused = str(refusal)
            # Somebody else has been here: the question is asked about what stands now.
            found = occasion_of(request, committee, year, code, month)
        else:
            messages.success(request, set_back_words(undone))
            return redirect("control_follow_up", committee.slug, year, undone.control.code, undone.month)
    if found is None:
        return no_occasion(request, committee, year, code, month)
    context = {
        "committee": committee,
        "year": year,
        "control": found.control,
        "follow_up": found,
        "mark": RESULTS[found.result],
        "in_the_way": standing_in_the_way(found),
        "refused": refused,
    }
    return render(request, "internal_control/follow_up_undo.html", context)
