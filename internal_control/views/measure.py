"""One measure: its page, changing it, and deleting what was entered by mistake."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from internal_control.measure_forms import MeasureForm, ProgressForm
from internal_control.measure_list import row_of
from internal_control.measure_scope import (
    may_write_for,
    measures_of,
    require_writing,
    writable_units,
)
from internal_control.measures import CLOSED, delete_measure, save_measure, standing_in_the_way
from internal_control.models import Measure
from internal_control.refusing import ControlRefused
from internal_control.results import RESULTS
from organisation.access import committee_page, may_all
from organisation.meanwhile import now_beside
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse
from organisation.typed_about import gone, is_gone, row_or_404


def measure_or_404(request: HttpRequest, committee: Committee, year: int, code: str) -> Measure:
    rows = measures_of(request.user, committee).filter(plan__year=year)
    found = row_or_404(request, rows, code)
    found.plan.committee = committee
    return found


@committee_page(Permission.VIEW)
def measure(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = measure_or_404(request, committee, year, code)
    return show(request, committee, found, ProgressForm(measure=found))


def show(
    request: HttpRequest,
    committee: Committee,
    found: Measure,
    form: ProgressForm,
    now: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The measure's page, with the form of how it goes as it is."""
    writes = may_write_for(request.user, committee, found.unit)
    context = {
        "committee": committee,
        "plan": found.plan,
        "year": found.plan.year,
        "measure": found,
        "row": row_of(found, timezone.localdate()),
        "result": RESULTS[found.follow_up.result] if found.follow_up else None,
        "form": form,
        "now": now,
        "is_closed": found.status in CLOSED,
        "may_write": writes,
        "may_edit": writes and not found.plan.is_over,
        "may_delete": may_all(request.user, Permission.EDIT_CONTROL, committee)
        and not standing_in_the_way(found),
    }
    return render(request, "internal_control/measure.html", context)


@committee_page(Permission.VIEW)
def measure_edit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    units = writable_units(request.user, committee)
    if is_gone(request, measures_of(request.user, committee)):
        form = MeasureForm(request.POST, committee=committee, units=units)
        form.add_error(None, gone("Åtgärden"))
        context = {"committee": committee, "year": year, "form": form, "measure": None, "is_gone": True}
        return render(request, "internal_control/measure_form.html", context)
    found = measure_or_404(request, committee, year, code)
    require_writing(request.user, found, committee)
    units = units if found.unit in units else [*units, found.unit]
    shown_code, text, now = found.code, found.text, list[tuple[str, str]]()
    form = MeasureForm(request.POST or None, committee=committee, units=units, measure=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_measure(
                plan=found.plan,
                measure=found,
                entry=form.entry(follow_up=found.follow_up, risk=found.risk),
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except ControlRefused as refused:
            refuse(form, refused)
            stored = measure_or_404(request, committee, year, code)
            now = now_beside(form, MeasureForm(committee=committee, units=units, measure=stored))
        else:
            messages.success(request, f"Åtgärden {saved.code} är sparad.")
            return redirect("measure", committee.slug, year, saved.code)
    context = {
        "committee": committee,
        "plan": found.plan,
        "year": year,
        "form": form,
        "measure": found,
        "code": shown_code,
        "text": text,
        "now": now,
        "follow_up": found.follow_up,
        "risk": found.risk,
    }
    return render(request, "internal_control/measure_form.html", context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def measure_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = measure_or_404(request, committee, year, code)
    refusal = standing_in_the_way(found)
    if request.method == "POST" and not refusal:
        try:
            delete_measure(measure=found, by=request.user)
        except ControlRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Åtgärden {found.code} är borttagen.")
            return redirect("measures", committee.slug, year)
    context = {
        "committee": committee,
        "plan": found.plan,
        "year": year,
        "measure": found,
        "refusal": refusal,
    }
    return render(request, "internal_control/measure_delete.html", context)
