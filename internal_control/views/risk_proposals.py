"""Risks that units propose: handed in, taken up, declined, taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from internal_control.models import ControlPlan, Risk
from internal_control.plan_scope import plan_or_404
from internal_control.refusing import ControlRefused
from internal_control.risk_forms import DeclineForm, ProposalForm
from internal_control.risk_list import in_use
from internal_control.risk_proposals import decline, propose_risk, take_back, take_up
from internal_control.views.risk import risk_or_404
from organisation.access import committee_page, may, require
from organisation.models import Committee, Unit
from organisation.permissions import Permission
from organisation.refusing import refuse


@committee_page(Permission.CARRY_OUT)
def risk_propose(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """For the units for which one may carry out controls."""
    plan = plan_or_404(request.user, committee, year)
    valid = Unit.objects.for_user(request.user).filter(committee=committee).valid_in(year)
    own = [unit.pk for unit in valid if may(request.user, Permission.CARRY_OUT, committee, unit)]
    form = ProposalForm(request.POST or None, units=valid.filter(pk__in=own).in_order())
    if request.method == "POST" and form.is_valid():
        try:
            risk = propose_risk(plan=plan, entry=form.entry(), by=request.user)
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(
                request, f"Risken är föreslagen, som {risk.code}. Sekreteraren tar ställning till den."
            )
            return redirect("risk", committee.slug, year, risk.code)
    processes, categories = in_use(plan)
    context = {
        "committee": committee,
        "plan": plan,
        "year": year,
        "form": form,
        "processes": processes,
        "categories": categories,
    }
    return render(request, "internal_control/risk_propose.html", context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_take_up(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    """Asks nothing: it is a button on the risk's page, and what is taken up can be worked on at once."""
    plan = plan_or_404(request.user, committee, year)
    found = _proposal_or_404(request, plan, code)
    if request.method == "POST":
        try:
            risk = take_up(risk=found, by=request.user)
        except ControlRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{risk.code} är nu en av årets risker. Fyll i det som saknas.")
            return redirect("risk_edit", committee.slug, year, risk.code)
    return redirect("risk", committee.slug, year, code)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risk_decline(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    found = _proposal_or_404(request, plan, code)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline(risk=found, because=form.cleaned_data["because"], by=request.user)
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Förslaget {found.code} är avböjt. Det kan tas upp senare.")
            return redirect("risk", committee.slug, year, found.code)
    context = {"committee": committee, "year": year, "risk": found, "form": form}
    return render(request, "internal_control/risk_decline.html", context)


@committee_page(Permission.CARRY_OUT)
def risk_take_back(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    found = _proposal_or_404(request, plan, code)
    require(request.user, Permission.CARRY_OUT, committee, found.unit)
    if request.method == "POST":
        try:
            take_back(risk=found, by=request.user)
        except ControlRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Förslaget är tillbakataget.")
        return redirect("risks", committee.slug, year)
    context = {"committee": committee, "year": year, "risk": found}
    return render(request, "internal_control/risk_take_back.html", context)


def _proposal_or_404(request: HttpRequest, plan: ControlPlan, code: str) -> Risk:
    """A risk that was taken up meanwhile is refused by the step, with a sentence; one that never was proposed is not
    found.
    """
    found = risk_or_404(request, plan, code)
    if not found.is_proposal and not found.proposed_by:
        raise Http404(code)
    return found
