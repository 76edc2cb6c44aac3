"""One investment project: its facts, its amounts, the request to carry money over, and deleting it."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from budget import investing, investment_sheet
from budget.choices import projects_for
from budget.forms import CarryOverForm, ProjectForm
from budget.models import CarryOverRequest, InvestmentProject
from organisation.access import committee_page
from organisation.figures import formatted
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, closed_months
from organisation.permissions import Permission


def _project_or_404(request: HttpRequest, committee: Committee, code: str) -> InvestmentProject:
    return get_object_or_404(projects_for(request.user, committee), code=code)


@committee_page(Permission.ENTER_BUDGET, whole=True)
def investment_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    return _project_form(request, committee, year, InvestmentProject(committee=committee))


@committee_page(Permission.ENTER_BUDGET, whole=True)
def investment(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    return _project_form(request, committee, year, _project_or_404(request, committee, code))


def _project_form(
    request: HttpRequest, committee: Committee, year: int, project: InvestmentProject
) -> HttpResponse:
    units = Unit.objects.for_user(request.user).filter(committee=committee).in_order()
    is_new, name = project.pk is None, str(project)
    form = ProjectForm(request.POST or None, instance=project, units=units)
    if request.method == "POST" and form.is_valid():
        saved = investing.save_project(project=form.instance, by=request.user)
        if is_new:
            messages.success(request, f"Projektet {saved} är upplagt. För in dess belopp.")
            return redirect("investment_amounts", committee.slug, year, saved.code)
        messages.success(request, f"Projektet {saved} är sparat.")
        return redirect("investments", committee.slug, year)
    context = {
        "committee": committee,
        "year": year,
        "form": form,
        "project": None if is_new else project,
        "heading": "Nytt investeringsprojekt" if is_new else name,
    }
    return render(request, "budget/investment.html", context)


@committee_page(Permission.ENTER_BUDGET, whole=True)
def investment_amounts(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    project = _project_or_404(request, committee, code)
    texts = investment_sheet.texts_of(investing.stored_amounts(project=project, year=year))
    errors: dict[str, str] = {}
    refusal = ""
    if request.method == "POST":
        texts = {name: request.POST.get(name, "") for name in investment_sheet.field_names()}
        amounts, errors = investment_sheet.read(texts)
        if not errors:
            try:
                investing.save_amounts(project=project, year=year, amounts=amounts, by=request.user)
            except MonthClosed as closed:
                refusal = str(closed)
            else:
                messages.success(request, f"Beloppen för {project} {year} är sparade.")
                return redirect("investments", committee.slug, year)
    context = {
        "committee": committee,
        "year": year,
        "project": project,
        "refusal": refusal,
        "errors": len(errors),
        "types": investment_sheet.TYPES,
        "table": investment_sheet.months(texts, errors, closed_months(committee, year)),
    }
    return render(request, "budget/investment_amounts.html", context)


@committee_page(Permission.ENTER_BUDGET, whole=True)
def carry_over(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    """Ask for unused money in the next year. More than is left is asked for a second time, knowingly."""
    project = _project_or_404(request, committee, code)
    left = investing.left(project=project, year=year)
    stored = CarryOverRequest.objects.filter(project=project, year=year).first()
    initial = {"belopp": formatted(stored.amount, 2), "skal": stored.reason} if stored else {}
    form = CarryOverForm(request.POST or None, initial=initial)
    above: Decimal | None = None
    if request.method == "POST" and request.POST.get("gor") == "ater":
        return _withdraw(request, committee, project, year)
    if request.method == "POST" and form.is_valid():
        amount = form.cleaned_data["belopp"]
        above = investing.beyond(amount, left)
        if above is None or request.POST.get("gor") == "anda":
            try:
                investing.request_carry_over(
                    project=project,
                    year=year,
                    amount=amount,
                    reason=form.cleaned_data["skal"],
                    by=request.user,
                )
            except (investing.InvestmentRefused, MonthClosed) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(
                    request, f"Begäran att ombudgetera {formatted(amount, 0)} kr för {project} är sparad."
                )
                return redirect("investments", committee.slug, year)
    context = {
        "committee": committee,
        "year": year,
        "next_year": year + 1,
        "project": project,
        "form": form,
        "left": left,
        "above": above,
        "stored": stored,
    }
    return render(request, "budget/carry_over.html", context)


def _withdraw(
    request: HttpRequest, committee: Committee, project: InvestmentProject, year: int
) -> HttpResponse:
    try:
        investing.withdraw_carry_over(project=project, year=year, by=request.user)
    except (investing.InvestmentRefused, MonthClosed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Begäran om ombudgetering för {project} är återtagen.")
    return redirect("investments", committee.slug, year)


@committee_page(Permission.ENTER_BUDGET, whole=True)
def investment_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    project = _project_or_404(request, committee, code)
    if request.method == "POST":
        try:
            investing.delete_project(project=project, by=request.user)
        except MonthClosed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Projektet {project} är borttaget.")
        return redirect("investments", committee.slug, year)
    context = {"committee": committee, "year": year, "project": project}
    return render(request, "budget/investment_delete.html", context)
