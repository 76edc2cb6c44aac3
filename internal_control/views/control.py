"""One control: its page, changing it, and the steps that strike and delete it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from internal_control import controlling
from internal_control.control_entries import stored_items
from internal_control.control_forms import (
    ControlForm,
    PerformerForm,
    StrikeForm,
    item_entries,
    item_formset,
)
from internal_control.control_page import control_page
from internal_control.control_words import item_words
from internal_control.decision_forms import DecisionForm
from internal_control.models import Control, ControlPlan, ControlQuerySet
from internal_control.performers import candidates, left
from internal_control.plan_scope import plan_or_404
from internal_control.refusing import ControlRefused
from internal_control.risk_scale import scale_of
from internal_control.views.controls import form_page, units_of
from organisation.access import committee_page, may, may_all
from organisation.meanwhile import changed_meanwhile, stored_otherwise
from organisation.models import Committee
from organisation.permissions import Permission
from organisation.refusing import refuse
from organisation.typed_about import gone, is_gone, row_or_404


def control_or_404(request: HttpRequest, plan: ControlPlan, code: str) -> Control:
    found: Control = row_or_404(request, _rows(request, plan), code)
    # The page has them already.
    found.plan = plan
    return found


def _rows(request: HttpRequest, plan: ControlPlan) -> ControlQuerySet:
    rows = Control.objects.for_user(request.user).filter(plan=plan)
    return rows.select_related("risk", "unit", "performer")


@committee_page(Permission.VIEW)
def control(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    found = control_or_404(request, plan, code)
    is_editor = may_all(request.user, Permission.EDIT_CONTROL, committee)
    context = {
        "committee": committee,
        "year": year,
        "plan": plan,
        "control": found,
        "page": control_page(found, request.user, timezone.localdate()),
        "level": scale_of(plan).level_of(found.risk.value) if found.risk else None,
        "has_left": found.pk in left(plan),
        "may_edit": is_editor and not plan.is_over,
        "may_carry_out": may(request.user, Permission.CARRY_OUT, committee, found.unit),
    }
    return render(request, "internal_control/control.html", context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_edit(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    if is_gone(request, _rows(request, plan)):
        return _gone(request, committee, plan)
    found = control_or_404(request, plan, code)
    units = units_of(request, committee, year, found)
    formset = item_formset(request.POST or None, found)
    form = ControlForm(request.POST or None, plan=plan, control=found, units=units, formset=formset)
    now: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = controlling.save_control(
                plan=plan,
                control=found,
                entry=form.entry(),
                decision=form.decision(),
                seen=form.cleaned_data["seen"] or None,
                by=request.user,
            )
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Kontrollen {saved.code} är sparad.")
            return redirect("control", committee.slug, year, saved.code)
    if request.method == "POST" and form.is_stale:
        stored = ControlForm(plan=plan, control=found, units=units)
        now = [*stored_otherwise(form, stored), *_items_otherwise(found, formset)]
        if not form.non_field_errors():
            form.add_error(None, changed_meanwhile("kontrollen"))
    if request.method == "POST":
        form.knows_now()
    return form_page(request, committee, plan, form, formset, control=found, now=now)


def _items_otherwise(control: Control, formset: Any) -> list[tuple[str, str]]:
    stored = item_words(stored_items(control))
    typed = item_words(item_entries(formset)) if formset.is_valid() else ""
    return [] if stored == typed else [("Det som räknas", stored or "tomt")]


def _gone(request: HttpRequest, committee: Committee, plan: ControlPlan) -> HttpResponse:
    """What was typed about a control that somebody has deleted since, to be entered as a new one."""
    formset = item_formset(request.POST, None)
    units = units_of(request, committee, plan.year)
    form = ControlForm(request.POST, plan=plan, control=None, units=units, formset=formset)
    form.add_error(None, gone("Kontrollen"))
    form.knows_now()
    return form_page(request, committee, plan, form, formset, is_gone=True)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_performer(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    """Who carries it out is no part of what the committee has decided."""
    plan = plan_or_404(request.user, committee, year)
    found = control_or_404(request, plan, code)
    units = units_of(request, committee, year, found)
    people = [each for each in candidates(committee, units) if each.may(found.unit)]
    form = PerformerForm(_posted(request), people=people, initial={"performer": found.performer_id})
    if request.method == "POST" and form.is_valid():
        try:
            controlling.set_performer(
                control=found, performer=form.cleaned_data["performer"], by=request.user
            )
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(
                request, f"Kontrollen {found.code} utförs av {form.cleaned_data['performer'] or 'ingen'}."
            )
            return redirect("control", committee.slug, year, found.code)
    context = {"has_left": found.pk in left(plan), "form": form}
    return _step(request, committee, found, "internal_control/control_performer.html", **context)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_strike(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    """Let the control not be carried out any more; of one that is struck, let it be carried out again."""
    plan = plan_or_404(request.user, committee, year)
    found = control_or_404(request, plan, code)
    is_struck = found.struck_on is not None
    if is_struck and "on" in request.POST:
        # Sent twice, or by two: what asks for a day is never an answer to whether it is to be carried out again.
        messages.info(request, f"Kontrollen {found.code} utgår från {found.struck_on}.")
        return redirect("control", committee.slug, year, found.code)
    form: Any = (DecisionForm if is_struck else StrikeForm)(_posted(request), plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            if is_struck:
                controlling.resume_control(control=found, decision=form.decision(), by=request.user)
            else:
                controlling.strike_control(
                    control=found, on=form.cleaned_data["on"], decision=form.decision(), by=request.user
                )
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            said = "gäller igen" if is_struck else f"utgår från {form.cleaned_data['on']}"
            messages.success(request, f"Kontrollen {found.code} {said}.")
            return redirect("control", committee.slug, year, found.code)
    return _step(request, committee, found, "internal_control/control_strike.html", form=form)


@committee_page(Permission.EDIT_CONTROL, whole=True)
def control_delete(request: HttpRequest, committee: Committee, year: int, code: str) -> HttpResponse:
    plan = plan_or_404(request.user, committee, year)
    found = control_or_404(request, plan, code)
    refusal = controlling.standing_in_the_way(found)
    form = DecisionForm(_posted(request), plan=plan)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            controlling.delete_control(control=found, decision=form.decision(), by=request.user)
        except ControlRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Kontrollen {found.code} är borttagen.")
            return redirect("controls", committee.slug, year)
    template = "internal_control/control_delete.html"
    return _step(request, committee, found, template, form=form, refusal=refusal)


def _posted(request: HttpRequest) -> Any:
    """What was posted, also where nothing but the token was."""
    return request.POST if request.method == "POST" else None


def _step(
    request: HttpRequest, committee: Committee, found: Control, template: str, **context: Any
) -> HttpResponse:
    shown = {
        "committee": committee,
        "year": found.plan.year,
        "plan": found.plan,
        "control": found,
        **context,
    }
    return render(request, template, shown)
