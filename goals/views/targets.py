"""An indicator's targets, year by year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from goals import target_sheet
from goals.indicator_choices import reporting_units
from goals.indicator_outcomes import parts_of
from goals.measured import measured
from goals.models import Direction, Measurement, Target
from goals.views.indicator_edit import indicator_or_404
from organisation.access import committee_page
from organisation.models import YEAR_MAX, YEAR_MIN, Committee, Unit
from organisation.permissions import Permission

MOST_YEARS = 12


@committee_page(Permission.EDIT_GOALS, whole=True)
def targets(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    indicator = indicator_or_404(request, committee, code)
    every = list(Unit.objects.filter(committee=committee).in_order())
    reporting = {unit.pk for unit in reporting_units(indicator, every)}
    units = [unit for unit in every if unit.parent_id is None or unit.pk in reporting]
    asked = request.GET.get("enhet", "")
    unit = next((each for each in units if each.code == asked), None if asked else units[0])
    if unit is None:
        raise PermissionDenied("Enheten lämnar inga värden för måttet.")
    stored = list(Target.objects.filter(indicator=indicator, unit=unit))
    years = _years(indicator.pk, indicator.valid_from, indicator.valid_to, [each.year for each in stored])
    outcomes = measured([indicator.pk], years, units=[unit.pk], spans=["year"])
    before = target_sheet.rows_of(indicator, parts_of(indicator), years, stored, outcomes, unit)
    rows, count = before, 0
    if request.method == "POST":
        rows = target_sheet.filled(before, request.POST)
        try:
            if refused := target_sheet.overtaken(before, rows, request.POST):
                raise refused
            saved = target_sheet.save_targets(
                indicator=indicator, unit=unit, before=before, after=rows, by=request.user
            )
        except target_sheet.TargetsRefused as refused:
            rows, count = target_sheet.marked(rows, refused), len(refused.errors)
        else:
            said = "Målvärdet är sparat." if saved == 1 else f"{saved} målvärden är sparade."
            messages.success(request, said if saved else "Ingenting var ändrat.")
            here = reverse("targets", args=[committee.slug, indicator.code])
            return redirect(f"{here}?enhet={unit.code}" if asked else here)
    context = {
        "committee": committee,
        "indicator": indicator,
        "units": units,
        "unit": unit,
        "rows": rows,
        "seen": target_sheet.seen_text(before),
        "count": count,
        "has_direction": indicator.direction != Direction.NONE,
    }
    return render(request, "goals/indicator_targets.html", context)


def _years(indicator: int, first: int | None, last: int | None, of_targets: list[int]) -> list[int]:
    """The years to set targets for, newest first: those with values or targets, this year and the next."""
    this = timezone.localdate().year
    of_values = Measurement.objects.filter(indicator=indicator).values_list("year", flat=True).distinct()
    known = {*of_targets, *of_values, this - 1, this + 1}
    least, most = max(min(known), first or YEAR_MIN), min(max(known), last or YEAR_MAX)
    return list(range(most, least - 1, -1))[:MOST_YEARS]
