"""Carrying a year's goals over to the next: choose, look, do, and take back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goals.carrying_over import candidates, carry_over, copied_goals, preview, take_back
from goals.goal_checks import GoalRefused
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.EDIT_GOALS, whole=True)
def goals_carry_over(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """From year to the next. Posted once to see what will be done, and with gor=for-over to do it."""
    codes = request.POST.getlist("kod")
    refusal = ""
    if request.method == "POST" and request.POST.get("gor") == "for-over":
        try:
            copies = carry_over(committee=committee, from_year=year, codes=codes, by=request.user)
        except GoalRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{len(copies)} mål har förts över till {year + 1}.")
            return redirect("goals", committee.slug, year + 1)
    found = candidates(committee, year)
    if request.method == "POST" and not refusal and codes and request.POST.get("gor") != "valj":
        planned = preview(committee=committee, from_year=year, codes=codes)
        if planned.copied:
            context = {"committee": committee, "year": year, "next_year": year + 1, "planned": planned}
            return render(request, "goals/carry_over_preview.html", context)
    if request.method == "POST" and not refusal and request.POST.get("gor") != "valj":
        refusal = f"Välj minst ett mål som inte redan finns {year + 1}."
    context = {
        "committee": committee,
        "year": year,
        "next_year": year + 1,
        "candidates": found,
        "chosen": set(codes) if request.method == "POST" else {each.goal.code for each in found},
        "existing": [each for each in found if each.exists],
        "copied": copied_goals(committee, year + 1),
        "refusal": refusal,
    }
    return render(request, "goals/carry_over.html", context)


@committee_page(Permission.EDIT_GOALS, whole=True)
def goals_take_back(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """Delete the next year's copies of the year's goals, all or none."""
    if request.method == "POST":
        try:
            count = take_back(committee=committee, year=year + 1, by=request.user)
        except GoalRefused as refused:
            messages.error(request, str(refused))
            return redirect("goals_carry_over", committee.slug, year)
        messages.success(request, f"Överföringen är ångrad: {count} mål för {year + 1} har tagits bort.")
        return redirect("goals", committee.slug, year)
    context = {
        "committee": committee,
        "year": year,
        "next_year": year + 1,
        "copied": copied_goals(committee, year + 1),
    }
    return render(request, "goals/take_back.html", context)
