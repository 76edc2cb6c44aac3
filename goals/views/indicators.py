"""The list of indicators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from goals import indicator_list
from goals.indicator_choices import indicator_themes, years_with_values
from goals.indicator_filters import IndicatorFilterForm
from goals.measured import small_seen_by
from goals.models import Goal, Indicator
from organisation.access import committee_page, may, may_all
from organisation.addresses import whole_number
from organisation.models import Committee, Unit
from organisation.paging import page_of
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def indicators(request: HttpRequest, committee: Committee) -> HttpResponse:
    years = years_with_values(committee)
    year = years[0] if years else timezone.localdate().year
    units = list(Unit.objects.filter(committee=committee).in_order())
    root = next((unit for unit in units if unit.parent_id is None), None)
    asked = whole_number(request.GET.get("ar", ""))
    of_year = asked if asked in years else year
    form = IndicatorFilterForm(
        request.GET,
        year=year,
        years=years,
        themes=indicator_themes(committee),
        units=[unit for unit in units if unit != root],
        goals=Goal.objects.filter(committee=committee, year=of_year)
        .in_order()
        .only("code", "number", "text"),
    )
    chosen = form.cleaned_data
    found = indicator_list.chosen_indicators(
        user=request.user,
        committee=committee,
        year=form.year,
        search=chosen.get("sok", ""),
        theme=chosen.get("omrade", ""),
        unit=chosen.get("enhet", ""),
        goal=chosen.get("mal", ""),
        frequency=chosen.get("mats", ""),
        missing=chosen.get("saknas", False),
    )
    sort = chosen.get("sortera", "")
    page = page_of(request, indicator_list.with_standings(indicator_list.in_order(found, sort)))
    rows = (
        indicator_list.rows(list(page), root, form.year, small_seen_by(request.user, committee, [root]))
        if root
        else []
    )
    context = {
        "committee": committee,
        "year": form.year,
        "form": form,
        "page": page,
        "groups": [("", rows)] if sort else indicator_list.by_theme(rows),
        "sort": sort,
        "has_any": page.paginator.count or Indicator.objects.filter(committee=committee).exists(),
        "may_edit": may_all(request.user, Permission.EDIT_GOALS, committee),
        "may_enter": may(request.user, Permission.FOLLOW_UP, committee),
    }
    return render(request, "goals/indicators.html", context)
