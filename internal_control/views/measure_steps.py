"""The steps of a measure: how it goes, its effect, opened again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from internal_control.measure_forms import EffectForm, ProgressForm, ReopenMeasureForm
from internal_control.measure_scope import require_writing
from internal_control.measures import CLOSED, check_effect, reopen_measure, report_progress
from internal_control.refusing import ControlRefused
from internal_control.views.measure import measure_or_404, show
from organisation.access import committee_page
from organisation.meanwhile import now_beside
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse


@require_POST
@committee_page(Permission.VIEW)
def measure_progress(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = measure_or_404(request, committee, year, code)
    require_writing(request.user, found, committee)
    form, now = ProgressForm(request.POST, measure=found), list[tuple[str, str]]()
    if form.is_valid():
        try:
            saved = report_progress(measure=found, **form.cleaned_data, by=request.user)
        except ControlRefused as refused:
            refuse(form, refused)
            now = now_beside(form, ProgressForm(measure=measure_or_404(request, committee, year, code)))
        else:
            said = "är avslutad" if saved.status in CLOSED else "är sparad"
            messages.success(request, f"Åtgärden {found.code} {said}.")
            return redirect("measure", committee.slug, year, found.code)
    return show(request, committee, found, form, now)


@committee_page(Permission.VIEW)
def measure_effect(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = measure_or_404(request, committee, year, code)
    require_writing(request.user, found, committee)
    today, now = timezone.localdate(), list[tuple[str, str]]()
    form = EffectForm(request.POST or None, measure=found, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            check_effect(measure=found, **form.cleaned_data, by=request.user)
        except ControlRefused as refused:
            refuse(form, refused)
            stored = measure_or_404(request, committee, year, code)
            now = now_beside(form, EffectForm(measure=stored, today=today))
        else:
            messages.success(request, f"Effekten av åtgärden {found.code} är sparad.")
            return redirect("measure", committee.slug, year, found.code)
    context = {
        "committee": committee,
        "plan": found.plan,
        "year": year,
        "measure": found,
        "form": form,
        "now": now,
    }
    return render(request, "internal_control/measure_effect.html", context)


@committee_page(Permission.VIEW)
def measure_reopen(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    found = measure_or_404(request, committee, year, code)
    require_writing(request.user, found, committee)
    form = ReopenMeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_measure(measure=found, reason=form.cleaned_data["reason"], by=request.user)
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Åtgärden {found.code} pågår igen.")
            return redirect("measure", committee.slug, year, found.code)
    context = {"committee": committee, "year": year, "measure": found, "form": form}
    return render(request, "internal_control/measure_reopen.html", context)
