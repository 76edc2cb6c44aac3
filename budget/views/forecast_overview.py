"""Which units have made their forecast of a month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budget.choices import years_with_figures
from budget.forecast_state import forecast_states
from organisation.access import committee_page, may
from organisation.models import Committee
from organisation.periods import closed_months
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def forecast_overview(request: HttpRequest, committee: Committee, year: int, month: int) -> HttpResponse:
    states = forecast_states(user=request.user, committee=committee, year=year, month=month)
    done = [state for state in states if state.is_done]
    missing = [state for state in states if state.needed and not state.is_done]
    context = {
        "committee": committee,
        "year": year,
        "years": years_with_figures(committee),
        "month": month,
        "months": range(1, 13),
        "states": [
            (state, may(request.user, Permission.ENTER_FORECAST, committee, state.unit)) for state in states
        ],
        "done": len(done),
        "missing": len(missing),
        "is_closed": month in closed_months(committee, year),
    }
    return render(request, "budget/forecast_overview.html", context)
