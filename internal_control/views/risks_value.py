"""The sheet where many risks are valued at one sitting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from internal_control.decision_forms import DecisionForm
from internal_control.models import ControlPlan, Risk, RiskDecision
from internal_control.plan_scope import plan_or_404
from internal_control.refusing import ControlRefused
from internal_control.risk_forms import SheetFilterForm
from internal_control.risk_list import in_use, to_value
from internal_control.risk_scale import scale_of
from internal_control.risk_sheet import STAGES, read, refuse, rows_of, typed_rows
from internal_control.risk_valuing import ValuesRefused, value_faults, value_risks
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse as refuse_form


@committee_page(Permission.EDIT_CONTROL, whole=True)
def risks_value(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """?skede=efter: the values after measures. ?kod=r1: that risk alone; ?process= and ?visa=ovarderade choose more."""
    plan = plan_or_404(request.user, committee, year)
    asked = SheetFilterForm(request.GET, processes=in_use(plan)[0])
    stage = STAGES.get(asked.cleaned_data.get("skede", ""), STAGES[""])
    form = DecisionForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST":
        return _save(request, committee, plan, asked, stage, form)
    of_plan = Risk.objects.for_user(request.user).filter(plan=plan).gathered().select_related("unit")
    rows = rows_of(to_value(of_plan, asked.cleaned_data, stage), stage)
    return _sheet(request, committee, plan, asked, stage, form, rows, has_any=of_plan.exists())


def _save(
    request: HttpRequest,
    committee: Committee,
    plan: ControlPlan,
    asked: SheetFilterForm,
    stage: str,
    form: DecisionForm,
) -> HttpResponse:
    rows, gone = typed_rows(plan, request.POST, stage)
    values = read(rows, scale_of(plan))
    if not form.is_valid() or any(row.errors for row in rows):
        # All that is wrong is told at once.
        refuse(rows, value_faults(plan, values, stage), stage)
    else:
        try:
            saved = value_risks(
                plan=plan, values=values, stage=stage, decision=form.decision(), by=request.user
            )
        except ValuesRefused as refused:
            refuse(rows, refused.by_risk, stage)
        except ControlRefused as refused:
            refuse_form(form, refused)
        else:
            count = len(saved)
            said = "1 risk är värderad." if count == 1 else f"{count} risker är värderade."
            messages.success(request, said if count else "Ingen risk hade fått ett nytt värde.")
            if alone := asked.cleaned_data.get("kod"):
                return redirect("risk", committee.slug, plan.year, alone)
            return redirect("risks", committee.slug, plan.year)
    return _sheet(request, committee, plan, asked, stage, form, rows, has_any=True, gone=gone)


def _sheet(
    request: HttpRequest,
    committee: Committee,
    plan: ControlPlan,
    asked: SheetFilterForm,
    stage: str,
    form: DecisionForm,
    rows: Any,
    **context: Any,
) -> HttpResponse:
    shown = {
        "committee": committee,
        "plan": plan,
        "year": plan.year,
        "asked": asked,
        "is_after": stage == STAGES["efter"],
        "form": form,
        "rows": rows,
        "wrong": [row.risk for row in rows if row.errors],
        "scale": scale_of(plan),
        "decisions": RiskDecision.choices,
        **context,
    }
    return render(request, "internal_control/risks_value.html", shown)
