"""Setting up an indicator, changing it, and deleting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from goals.indicator_choices import indicator_themes
from goals.indicator_editing import IndicatorRefused, delete_indicator, save_indicator, what_goes_with
from goals.indicator_forms import DeleteIndicatorForm, IndicatorForm, PartFormSet, wanted_parts
from goals.indicator_list import with_standings
from goals.models import Indicator, IndicatorPart
from organisation.access import committee_page
from organisation.meanwhile import stored_otherwise
from organisation.models import Committee
from organisation.periods import MonthClosed
from organisation.permissions import Permission


def indicator_or_404(request: HttpRequest, committee: Committee, code: str) -> Indicator:
    indicators = Indicator.objects.for_user(request.user).filter(committee=committee)
    return get_object_or_404(with_standings(indicators.select_related("committee")), code=code)


@committee_page(Permission.EDIT_GOALS, whole=True)
def indicator_new(request: HttpRequest, committee: Committee) -> HttpResponse:
    return _form_page(request, committee, Indicator(committee=committee))


@committee_page(Permission.EDIT_GOALS, whole=True)
def indicator_edit(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    return _form_page(request, committee, indicator_or_404(request, committee, code))


def _form_page(request: HttpRequest, committee: Committee, indicator: Indicator) -> HttpResponse:
    stored = Indicator.objects.filter(pk=indicator.pk).first() if indicator.pk else None
    posted = request.POST if request.method == "POST" else None
    now: list[tuple[str, str]] = []
    form = IndicatorForm(posted, instance=indicator)
    parts = PartFormSet(posted, instance=indicator, queryset=IndicatorPart.objects.order_by("position", "pk"))
    if posted is not None and form.is_valid() & parts.is_valid():
        try:
            save_indicator(
                indicator=form.instance,
                units=form.cleaned_data["units"],
                goals=form.cleaned_data["goals"],
                parts=wanted_parts(parts),
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
            )
        except IndicatorRefused as refused:
            form.add_error(refused.field, str(refused))
            if form.is_stale and stored is not None:
                now = stored_otherwise(form, IndicatorForm(instance=stored))
                if labels := [str(part) for part in stored.parts.order_by("position", "pk")]:
                    now.append(("Delar", ", ".join(labels)))
            form.knows_now()
        else:
            messages.success(request, f"Måttet ”{form.instance}” är sparat.")
            return redirect("indicator", committee.slug, form.instance.code)
    context = {
        "committee": committee,
        "stored": stored,
        "form": form,
        "now": now,
        "parts": parts,
        "has_parts": parts.is_bound or parts.initial_form_count(),
        "themes": indicator_themes(committee),
    }
    return render(request, "goals/indicator_form.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def indicator_delete(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    indicator = indicator_or_404(request, committee, code)
    counts = what_goes_with(indicator)
    has_values = bool(counts["measurements"] or counts["assessments"])
    posted = request.POST if request.method == "POST" else None
    form = DeleteIndicatorForm(posted) if has_values else None
    refusal = ""
    if posted is not None and (form is None or form.is_valid()):
        try:
            delete_indicator(indicator=indicator, by=request.user, with_values=form is not None)
        except (IndicatorRefused, MonthClosed) as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Måttet ”{indicator}” är borttaget.")
            return redirect("indicators", committee.slug)
    context = {
        "committee": committee,
        "indicator": indicator,
        "counts": counts,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "goals/indicator_delete.html", context)
