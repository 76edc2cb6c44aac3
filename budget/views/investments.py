"""The committee's investments in a year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from budget.choices import last_month_of_investments, projects_for, years_with_investments
from budget.forms import ResultForm
from budget.investment_rows import in_all, project_groups
from budget.result_tables import DECIMALS
from organisation.access import committee_page, may_all
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def investments(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    years = years_with_investments(committee)
    form = ResultForm(request.GET, years=years, year=year, last=last_month_of_investments(committee, year))
    if form.other_year is not None:
        return redirect(reverse("investments", args=[committee.slug, form.other_year]) + form.query(till=""))
    projects = list(projects_for(request.user, committee))
    groups = project_groups(committee=committee, projects=projects, year=year, month=form.month)
    context = {
        "committee": committee,
        "year": year,
        "month": form.month,
        "form": form,
        "scale": form.scale,
        "decimals": DECIMALS[form.scale],
        "groups": groups,
        "total": in_all(group.amounts for group in groups),
        "next_year": year + 1,
        "with_reasons": [row for group in groups for row in group.rows if row.reason],
        "may_enter": may_all(request.user, Permission.ENTER_BUDGET, committee),
    }
    return render(request, "budget/investments.html", context)
