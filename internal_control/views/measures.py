"""The measures of a year, and a new one: for a deviation, for a risk, or for neither."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from internal_control.codes import next_code
from internal_control.measure_forms import MeasureFilterForm, MeasureForm, plan_is_over
from internal_control.measure_list import chosen, listed
from internal_control.measure_scope import may_write_for, may_write_some, measures_of, writable_units
from internal_control.measures import save_measure
from internal_control.models import WHOLE_YEAR, FollowUp, Risk
from internal_control.plan_scope import plan_or_404, plans_of
from internal_control.refusing import ControlRefused
from organisation.access import committee_page
from organisation.addresses import whole_number
from organisation.models import Committee, Unit
from organisation.paging import page_of
from organisation.permissions import Permission
from organisation.refusing import refuse


@committee_page(Permission.VIEW)
def measures(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    today = timezone.localdate()
    plan = plan_or_404(request.user, committee, year)
    of_year = measures_of(request.user, committee).of_year(plan.committee_id, plan.year)
    units = list(Unit.objects.for_user(request.user).filter(committee=committee).in_order())
    form = MeasureFilterForm(request.GET, units=units)
    page: Any = page_of(request, chosen(of_year, form, units=units, user=request.user, today=today))
    context = {
        "committee": committee,
        "plan": plan,
        "year": year,
        "form": form,
        "page": page,
        "rows": listed(page.object_list, today),
        "has_any": bool(page.paginator.count) or of_year.exists(),
        "today": today,
        "sort": form.cleaned_data.get("sortera", ""),
        "may_add": may_write_some(request.user, committee) and not plan.is_over,
    }
    return render(request, "internal_control/measures.html", context)


@committee_page(Permission.VIEW)
def measure_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    """With ?kontroll=k1&manad=5 for that deviation (of an earlier year with &ar=2020), with ?risk=r1 for that risk."""
    if not may_write_some(request.user, committee):
        raise PermissionDenied("Din roll omfattar inte att lägga till åtgärder.")
    plan = plan_or_404(request.user, committee, year)
    follow_up, risk = _deviation(request, committee, year), _risk(request, committee, year)
    if plan.is_over:
        later = plans_of(request.user, committee).filter(year__gt=year, followed_up_through__lt=WHOLE_YEAR)
        if (to := later.order_by("year").first()) is None or risk is not None:
            messages.error(request, plan_is_over(plan))
            return redirect("control_year", committee.slug, year)
        query = request.GET.copy()
        query.setdefault("ar", str(year))
        response = redirect("measure_new", committee.slug, to.year)
        response["Location"] += f"?{query.urlencode()}"
        return response
    about = follow_up.control if follow_up else risk
    if about is not None and not may_write_for(request.user, committee, about.unit):
        raise PermissionDenied(
            f"Åtgärder för det som gäller {about.unit} läggs till av dem som svarar för enheten."
        )
    form = MeasureForm(
        request.POST or None,
        committee=committee,
        units=writable_units(request.user, committee),
        initial={
            "code": next_code("a", plan.measures.values_list("code", flat=True)),
            "unit": about.unit_id if about else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_measure(
                plan=plan, measure=None, entry=form.entry(follow_up=follow_up, risk=risk), by=request.user
            )
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Åtgärden {saved.code} är tillagd.")
            return redirect("measure", committee.slug, year, saved.code)
    context = {
        "committee": committee,
        "plan": plan,
        "year": year,
        "form": form,
        "measure": None,
        "follow_up": follow_up,
        "risk": risk,
    }
    return render(request, "internal_control/measure_form.html", context)


def _deviation(request: HttpRequest, committee: Committee, year: int) -> FollowUp | None:
    code, month = request.GET.get("kontroll", ""), request.GET.get("manad", "")
    if not code:
        return None
    of_year = request.GET.get("ar", "") or str(year)
    rows = FollowUp.objects.for_user(request.user).filter(control__plan__committee=committee)
    return get_object_or_404(
        rows.select_related("control__plan", "control__unit"),
        control__plan__year=whole_number(of_year) or 0,
        control__code=code,
        month=whole_number(month) or 0,
    )


def _risk(request: HttpRequest, committee: Committee, year: int) -> Risk | None:
    if not (code := request.GET.get("risk", "")):
        return None
    rows = Risk.objects.for_user(request.user).filter(plan__committee=committee, plan__year=year)
    return get_object_or_404(rows.select_related("unit"), code=code)
