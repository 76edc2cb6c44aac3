"""One indicator: what it is, its values by year, month and unit, and what they propose."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from goals import indicator_page
from goals.indicator_choices import reporting_count, units_to_enter, units_to_show
from goals.indicator_list import proposed_level
from goals.indicator_outcomes import Values, parts_of, standings, targets_of
from goals.indicator_words import settings_in_words
from goals.measured import SmallSeen, measured, small_seen_by
from goals.measured_periods import YEAR, Period, periods_of
from goals.measurement_entries import spans_of
from goals.models import Indicator, Measurement
from goals.views.indicator_edit import indicator_or_404
from organisation.access import committee_page, may_all
from organisation.addresses import whole_number
from organisation.models import Committee, Unit
from organisation.permissions import Permission

MOST_YEARS = 10
YEARS_OF_UNITS = 4


@committee_page(Permission.VIEW)
def indicator(request: HttpRequest, committee: Committee, code: str) -> HttpResponse:
    found = indicator_or_404(request, committee, code)
    units = list(units_to_show(request.user, committee))
    years = _years(found)
    seen = small_seen_by(request.user, committee, units)
    context: dict[str, Any] = {
        "committee": committee,
        "indicator": found,
        "goals": found.goals.order_by("-year", "level__position", "position"),
        "may_edit": may_all(request.user, Permission.EDIT_GOALS, committee),
        "settings": settings_in_words(
            found,
            parts=[part for part in parts_of(found) if part],
            units=reporting_count(found),
            threshold=committee.small_group_threshold,
        ),
        "year": years[0] if years else timezone.localdate().year,
        "has_periods": any(span != YEAR for span in spans_of(found)),
        "assessments": indicator_page.newest_assessments(found, request.user, seen),
    }
    if years and units:
        context |= _figures(request, found, units, years, seen)
    context["may_enter"] = bool(units_to_enter(request.user, committee, context["year"]))
    return render(request, "goals/indicator.html", context)


def _years(found: Indicator) -> list[int]:
    """The years with values or targets, newest first."""
    of_values = Measurement.objects.filter(indicator=found).values_list("year", flat=True).distinct()
    of_targets = found.targets.values_list("year", flat=True).distinct()
    return sorted({*of_values, *of_targets}, reverse=True)[:MOST_YEARS]


def _figures(
    request: HttpRequest, found: Indicator, units: list[Unit], years: list[int], seen: SmallSeen
) -> dict[str, Any]:
    """The tables, the chart and the newest standing. units begin with the one that stands for the committee."""
    root = next(unit for unit in units if unit.parent_id is None)
    values = measured([found.pk], years, may_see_small=seen)
    targets = targets_of([found.pk], years)
    asked = whole_number(request.GET.get("ar", ""))
    newest = max((key.year for key in values), default=years[0])
    year = asked if asked in years else newest
    whole_years = [Period(each) for each in years]
    shorter = [span for span in spans_of(found) if span != YEAR]
    periods = [period for period in periods_of(year) if period.span in shorter]
    drawn = periods or sorted(whole_years)
    standing = standings([found], root, newest, seen).get(found.pk)
    return {
        "year": year,
        "years": years,
        "standing": standing,
        "level": proposed_level(found, standing),
        "period_title": f"Utfall {year}",
        "by_year": indicator_page.table_of_periods(
            found, root, whole_years, values, targets=targets, of_units=values
        ),
        "by_period": indicator_page.table_of_periods(found, root, periods, values) if periods else None,
        "by_unit": _by_unit(found, units, values, years),
        "chart": indicator_page.chart_of(found, root, drawn, values),
    }


def _by_unit(
    found: Indicator, units: list[Unit], values: Values, years: list[int]
) -> indicator_page.Table | None:
    """The units that enter values, or have done so, over the newest years."""
    own = {key.unit_id for key in values}
    below = [unit for unit in units if unit.parent_id is not None and unit.pk in own]
    if not found.is_by_unit or not below:
        return None
    periods = sorted(Period(year) for year in years[:YEARS_OF_UNITS])
    return indicator_page.table_of_units(found, below, periods, values)
