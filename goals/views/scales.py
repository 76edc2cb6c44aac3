"""The committee's assessment scales."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from goals.models import AssessmentLevel, AssessmentScale
from goals.scale_forms import EVERY_SYMBOL, LevelFormSet, ScaleForm, level_initial
from goals.scales import ScaleRefused, delete_scale, save_scale, scales_in_order, users_of
from goals.standard_scales import STANDARD_SCALES, add_standard_scale, unused_standards
from organisation.access import committee_page, may_all
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def scales(request: HttpRequest, committee: Committee) -> HttpResponse:
    found = scales_in_order(committee)
    context = {
        "committee": committee,
        "scales": found,
        "standards": unused_standards(found),
        "may_edit": may_all(request.user, Permission.EDIT_GOALS, committee),
    }
    return render(request, "goals/scales.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def scale_new(request: HttpRequest, committee: Committee) -> HttpResponse:
    """An empty scale, or with ?mall= one of the standard scales; posting mall adds that one as it is."""
    if request.method == "POST" and "mall" in request.POST:
        return _add_standard(request, committee, request.POST["mall"])
    return _scale_form(request, committee, AssessmentScale(committee=committee))


def _add_standard(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    if code not in {each.code for each in STANDARD_SCALES}:
        raise Http404(code)
    if AssessmentScale.objects.filter(committee=committee, code=code).exists():
        messages.info(request, "Skalan finns redan.")
        return redirect("scale", committee.slug, code)
    scale = add_standard_scale(committee=committee, code=code, by=request.user)
    messages.success(request, f"Skalan ”{scale}” är tillagd. Ändra orden så att de blir nämndens egna.")
    return redirect("scale", committee.slug, scale.code)


@committee_page(Permission.EDIT_GOALS, whole=True)
def scale(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    return _scale_form(request, committee, _scale_or_404(request, committee, code))


def _scale_or_404(request: HttpRequest, committee: Committee, code: str) -> AssessmentScale:
    found = AssessmentScale.objects.for_user(request.user).filter(committee=committee)
    return get_object_or_404(found, code=code)


def _scale_form(request: HttpRequest, committee: Committee, scale: AssessmentScale) -> HttpResponse:
    """gor=visa draws the levels as they are typed, without saving."""
    is_new, name, code = scale._state.adding, str(scale), scale.code
    now: list[AssessmentLevel] = []
    levels = [] if is_new else list(scale.levels.order_by("position"))
    form = ScaleForm(request.POST or None, instance=scale, initial={"use": scale.use or "goal"})
    formset = LevelFormSet(request.POST or None, initial=[level_initial(level) for level in levels])
    if request.method == "POST" and all([form.is_valid(), formset.is_valid()]):
        entries = [row.entry() for row in formset.rows()]
        if request.POST.get("gor") != "visa":
            try:
                saved = save_scale(
                    scale=form.instance,
                    levels=entries,
                    seen=form.cleaned_data["seen"] or None,
                    by=request.user,
                )
            except ScaleRefused as refused:
                formset.refuse(refused.by_row, "label")
                now = levels if form.is_stale else []
                form.knows_now()
            else:
                messages.success(request, f"Skalan ”{saved}” är sparad.")
                return redirect("scales", committee.slug)
    context = {
        "committee": committee,
        "form": form,
        "formset": formset,
        "is_new": is_new,
        "now": now,
        "name": name,
        "code": code,
        "users": [] if is_new else users_of(scale),
        "symbols": EVERY_SYMBOL,
    }
    return render(request, "goals/scale.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def scale_delete(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    found = _scale_or_404(request, committee, code)
    if request.method == "POST":
        name = str(found)
        try:
            delete_scale(scale=found, by=request.user)
        except ScaleRefused as refused:
            messages.error(request, str(refused))
            return redirect("scale", committee.slug, code)
        messages.success(request, f"Skalan ”{name}” är borttagen.")
        return redirect("scales", committee.slug)
    return render(request, "goals/scale_delete.html", {"committee": committee, "scale": found})
