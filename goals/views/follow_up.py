"""Which units have written what after a period."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goals.follow_up_periods import follow_up_months, followed_up_years, period_name
from goals.follow_up_state import unit_states
from organisation.access import committee_page, may_all
from organisation.models import Committee, Unit
from organisation.periods import closed_months
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def follow_up(request: HttpRequest, committee: Committee, year: int, month: int) -> HttpResponse:
    units = Unit.objects.for_user(request.user).filter(committee=committee).order_by("path")
    states = unit_states(committee, list(units), year, month)
    context = {
        "committee": committee,
        "year": year,
        "month": month,
        "months": sorted({*follow_up_months(committee, year), month}),
        "years": followed_up_years(committee, year),
        "period": period_name(year, month),
        "left": [state for state in states if not state.is_done],
        "done": [state for state in states if state.is_done],
        "total": len(states),
        "is_closed": month in closed_months(committee, year),
        "may_set_up": may_all(request.user, Permission.EDIT_GOALS, committee),
    }
    return render(request, "goals/follow_up.html", context)
