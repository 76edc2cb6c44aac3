"""The list of budget lines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budget.budget_rows import budget_rows, budget_totals, chosen_lines
from budget.choices import top_units, years_with_figures
from budget.forms import BudgetFilterForm
from budget.models import BudgetLine
from organisation.access import committee_page, may_all
from organisation.addresses import whole_number
from organisation.models import AuditEvent, Committee
from organisation.paging import page_of
from organisation.permissions import Permission


@committee_page(Permission.VIEW)
def budget_lines(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    _, units = top_units(request.user, committee)
    form = BudgetFilterForm(request.GET, units=units)
    chosen = form.cleaned_data
    lines = chosen_lines(
        user=request.user,
        committee=committee,
        year=year,
        units=units,
        search=chosen.get("sok", ""),
        under=chosen.get("enhet", ""),
        of_type=chosen.get("typ", ""),
    )
    rows = budget_rows(lines, chosen.get("sortera", ""))
    context = {
        "committee": committee,
        "year": year,
        "years": years_with_figures(committee),
        "form": form,
        "page": page_of(request, rows),
        "totals": budget_totals(lines),
        "months": range(1, 13),
        "types": dict(BudgetLine.Type.choices),
        "is_filtered": any(chosen.get(name) for name in ("sok", "enhet", "typ")),
        "sort": chosen.get("sortera", ""),
        "may_enter": may_all(request.user, Permission.ENTER_BUDGET, committee),
        "undoable": _undoable(request, committee),
    }
    return render(request, "budget/budget_lines.html", context)


def _undoable(request: HttpRequest, committee: Committee) -> AuditEvent | None:
    """The change that the user came from, to be undone if it was a slip."""
    number = whole_number(request.GET.get("andring", ""))
    if number is None:
        return None
    return AuditEvent.objects.filter(
        pk=number, committee_slug=committee.slug, actor_id=request.user.pk, changes_data=True
    ).first()
