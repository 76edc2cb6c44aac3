"""Setting up an indicator, changing it, and deleting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goals.indicator_choices import indicator_themes
from goals.indicator_editing import IndicatorRefused, delete_indicator, save_indicator, what_goes_with
from goals.indicator_forms import (
    DeleteIndicatorForm,
    IndicatorForm,
    PartFormSet,
    wanted_parts,
    without_lost_parts,
)
from goals.indicator_list import with_standings
from goals.models import Indicator, IndicatorPart, IndicatorQuerySet
from organisation.access import committee_page
from organisation.meanwhile import stored_otherwise
from organisation.models import Committee
from organisation.periods import MonthClosed
from organisation.permissions import Permission
from organisation.typed_about import gone, is_gone, row_or_404


def _indicators_of(request: HttpRequest, committee: Committee) -> IndicatorQuerySet:
    return Indicator.objects.for_user(request.user).filter(committee=committee)


def indicator_or_404(request: HttpRequest, committee: Committee, code: str) -> Indicator:
    indicators = _indicators_of(request, committee).select_related("committee")
    return row_or_404(request, with_standings(indicators), code)


@committee_page(Permission.EDIT_GOALS, whole=True)
def indicator_new(request: HttpRequest, committee: Committee) -> HttpResponse:
    return _form_page(request, committee, Indicator(committee=committee))


@committee_page(Permission.EDIT_GOALS, whole=True)
def indicator_edit(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    if is_gone(request, _indicators_of(request, committee)):
        return _form_page(request, committee, Indicator(committee=committee), was_deleted=True)
    return _form_page(request, committee, indicator_or_404(request, committee, code))


def _form_page(
    request: HttpRequest, committee: Committee, indicator: Indicator, *, was_deleted: bool = False
) -> HttpResponse:
    stored = Indicator.objects.filter(pk=indicator.pk).first() if indicator.pk else None
    posted = without_lost_parts(request.POST, indicator) if request.method == "POST" else None
    now: list[tuple[str, str]] = []
    form = IndicatorForm(posted, instance=indicator)
    parts = PartFormSet(posted, instance=indicator, queryset=IndicatorPart.objects.order_by("position", "pk"))
    if was_deleted:
        form.add_error(None, gone("Måttet"))
        form.knows_now()
    elif posted is not None and form.is_valid() & parts.is_valid():
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
        "is_gone": was_deleted,
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
