"""The levels of the committee's goals: how many, what they are called, and the scale of each."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goals.levelling import LevelsRefused, fingerprint, levels_with_counts, save_levels
from goals.models import AssessmentScale, GoalLevel
from goals.scale_forms import GoalLevelFormSet
from organisation.access import committee_page, may_all
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def goal_levels(request: HttpRequest, committee: Committee) -> HttpResponse:
    stored = levels_with_counts(committee)
    context = {"committee": committee, "levels": stored}
    if not may_all(request.user, Permission.EDIT_GOALS, committee):
        return render(request, "goals/goal_levels.html", context)
    return _edit(request, committee, stored, context)


def _edit(
    request: HttpRequest, committee: Committee, stored: Sequence[GoalLevel], context: dict[str, object]
) -> HttpResponse:
    scales = AssessmentScale.objects.filter(committee=committee).order_by("use", "name")
    initial = [
        {"pk": each.pk, "name": each.name, "plural": each.plural, "kind": each.kind, "scale": each.scale_id}
        for each in stored
    ]
    formset = GoalLevelFormSet(request.POST or None, initial=initial, form_kwargs={"scales": scales})
    seen = request.POST.get("seen") or fingerprint(committee)
    now: Sequence[GoalLevel] = ()
    if request.method == "POST" and formset.is_valid():
        rows = [form.row() for form in formset.rows()]
        try:
            save_levels(committee=committee, rows=rows, seen=seen, by=request.user)
        except LevelsRefused as refused:
            formset.refuse(refused.by_row, "name")
            now, seen = (stored if seen != fingerprint(committee) else ()), fingerprint(committee)
        else:
            messages.success(request, "Målnivåerna är sparade.")
            return redirect("goal_levels", committee.slug)
    context = {**context, "formset": formset, "scales": scales, "seen": seen, "now": now}
    return render(request, "goals/goal_levels.html", context)
