"""Which risks are in the plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from internal_control.models import Risk
from internal_control.plan_scope import plan_or_404
from internal_control.refusing import ControlRefused
from internal_control.risk_editing import choose_risks, chosen_fingerprint
from internal_control.risk_forms import ChoiceForm
from internal_control.risk_list import by_value
from internal_control.risk_scale import scale_of
from organisation.access import committee_page
from organisation.addresses import whole_number
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risks_choose(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    risks = by_value(Risk.objects.for_user(request.user).filter(plan=plan).gathered().select_related("unit"))
    form = ChoiceForm(request.POST or None, plan=plan, risks=risks, seen=chosen_fingerprint(plan))
    ticked = {risk.pk for risk in risks if risk.is_chosen}
    stored = set(ticked)
    if request.method == "POST":
        ticked = {key for each in request.POST.getlist("chosen") if (key := whole_number(each)) is not None}
        if form.is_valid():
            try:
                choose_risks(
                    plan=plan,
                    chosen=form.cleaned_data["chosen"],
                    decision=form.decision(),
                    seen=form.cleaned_data["seen"] or None,
                    by=request.user,
                )
            except ControlRefused as refused:
                refuse(form, refused)
                form.knows_now()
            else:
                messages.success(request, "Valet av risker till planen är sparat.")
                return redirect("risks", committee.slug, year)
    context = {
        "committee": committee,
        "plan": plan,
        "year": year,
        "form": form,
        "scale": scale_of(plan),
        "rows": [(risk, risk.pk in ticked, (risk.pk in ticked) != (risk.pk in stored)) for risk in risks],
    }
    return render(request, "internal_control/risks_choose.html", context)
