"""One budget line: entered, changed, deleted, and undone."""

import re
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from budget import entry, spreading
from budget.forecast_sheet import typed_text
from budget.forms import BudgetLineForm, KeyForm
from budget.models import Account, BudgetLine
from organisation.access import committee_page, unit_or_404
from organisation.figures import formatted
from organisation.models import AuditEvent, Committee, Unit
from organisation.periods import MonthClosed, closed_months
from organisation.permissions import Permission


@committee_page(Permission.ENTER_BUDGET, whole=True)
def budget_line_new(request: HttpRequest, committee: Committee, year: int) -> HttpResponse:
    units = Unit.objects.for_user(request.user).filter(committee=committee).valid_in(year).in_order()
    accounts = Account.objects.filter(committee=committee).select_related("cost_type").order_by("code")
    if not (units.exists() and accounts.exists()):
        return render(request, "budget/budget_line_too_early.html", {"committee": committee, "year": year})
    posted = request.POST or None
    initial = {"enhet": request.GET.get("enhet"), "konto": request.GET.get("konto")}
    key, form = KeyForm(posted, units=units, accounts=accounts, initial=initial), BudgetLineForm(posted)
    if posted and key.is_valid() & form.is_valid():
        chosen = key.cleaned_data
        line = {"unit": chosen["enhet"], "account": chosen["konto"], "year": year, "type": chosen["typ"]}
        if entry.budget_months(**line):
            key.add_error("konto", "Budgetraden finns redan. Öppna den i listan och ändra den där.")
        elif saved := _save(request, form, line, seen={}):
            return saved
    context = {"committee": committee, "year": year, "key": key, "form": form, "accounts": accounts}
    return render(request, "budget/budget_line.html", context)


@committee_page(Permission.ENTER_BUDGET, whole=True)
def budget_line_edit(
    request: HttpRequest, committee: Committee, year: int, code: str, account: str, type: str
) -> HttpResponse:
    line = _line_or_404(request, committee, year, code, account, type)
    stored = entry.budget_months(**line)
    form = BudgetLineForm(request.POST or None, initial=_initial(line["account"].cost_type.kind, stored))
    if (
        request.method == "POST"
        and form.is_valid()
        and (saved := _save(request, form, line, seen=_seen(request.POST.get("sett", ""))))
    ):
        return saved
    context = {
        "committee": committee,
        "form": form,
        "stored": stored,
        "seen": ";".join(f"{month}={amount}" for month, amount in stored.items()),
        "type_label": BudgetLine.Type(type).label,
        "closed": sorted(closed_months(committee, year)),
        **line,
    }
    return render(request, "budget/budget_line.html", context)


@committee_page(Permission.ENTER_BUDGET, whole=True)
def budget_line_delete(
    request: HttpRequest, committee: Committee, year: int, code: str, account: str, type: str
) -> HttpResponse:
    line = _line_or_404(request, committee, year, code, account, type)
    stored = entry.budget_months(**line)
    refusal = ""
    if request.method == "POST":
        try:
            event = entry.delete_budget(**line, by=request.user)
        except (entry.EntryRefused, MonthClosed) as error:
            refusal = str(error)
        else:
            messages.success(request, f"Budgeten för {line['unit']}, {line['account']} är borttagen.")
            return _to_list(committee, year, event)
    context = {
        "committee": committee,
        "refusal": refusal,
        "total": entry.year_total(line["account"].cost_type.kind, stored.values()) if stored else None,
        "type_label": BudgetLine.Type(type).label,
        **line,
    }
    return render(request, "budget/budget_line_delete.html", context)


@require_POST
@committee_page(Permission.ENTER_BUDGET, whole=True)
def budget_line_undo(request: HttpRequest, committee: Committee, year: int, event: int) -> HttpResponse:
    change = get_object_or_404(AuditEvent, pk=event, committee_slug=committee.slug)
    try:
        undone = entry.undo(event=change, committee=committee, by=request.user)
    except (entry.EntryRefused, MonthClosed) as error:
        messages.error(request, str(error))
        return redirect("budget_lines", committee.slug, year)
    messages.success(request, f"Ändringen är ångrad: {change.subject}.")
    return _to_list(committee, year, undone)


def _line_or_404(
    request: HttpRequest, committee: Committee, year: int, code: str, account: str, type: str
) -> dict[str, Any]:
    found = get_object_or_404(Account.objects.select_related("cost_type"), committee=committee, code=account)
    if type not in BudgetLine.Type:
        raise Http404
    return {"unit": unit_or_404(request.user, committee, code), "account": found, "year": year, "type": type}


def _initial(kind: str, stored: dict[int, Decimal]) -> dict[str, str]:
    """The stored months as the form shows them: as an even year if that is what they are."""
    if not stored:
        return {}
    months = {month: entry.own_sign(kind, amount) for month, amount in stored.items()}
    total = entry.year_total(kind, stored.values())
    even = list(spreading.evenly(total)) == [months.get(month) for month in range(1, 13)]
    shown = {f"m{month}": typed_text(amount) for month, amount in months.items()}
    return {
        **shown,
        "helar": typed_text(total),
        "satt": BudgetLineForm.EVENLY if even else BudgetLineForm.MONTHLY,
    }


def _seen(text: str) -> dict[int, Decimal]:
    """What the page showed as stored: '1=-100.00;2=…'. Illegible text is nothing, which saving then refuses."""
    pairs = re.findall(r"(\d{1,2})=(-?\d{1,13}\.\d\d)(?:;|$)", text)
    return {int(month): Decimal(amount) for month, amount in pairs}


def _save(
    request: HttpRequest, form: BudgetLineForm, line: dict[str, Any], seen: dict[int, Decimal]
) -> HttpResponse | None:
    """Save what was typed and go to the list; None if it was refused, and then the form says why."""
    kind = line["account"].cost_type.kind
    typed = form.cleaned_data
    try:
        if typed["satt"] == BudgetLineForm.MONTHLY:
            months = [entry.own_sign(kind, amount or Decimal(0)) for amount in form.months()]
        else:
            amount = entry.own_sign(kind, typed["helar"])
            months = list(
                spreading.evenly(amount)
                if typed["satt"] == BudgetLineForm.EVENLY
                else entry.spread_like_last_year(
                    unit=line["unit"], account=line["account"], year=line["year"], amount=amount
                )
            )
        event = entry.save_budget(**line, months=months, by=request.user, seen=seen)
    except (entry.EntryRefused, MonthClosed) as error:
        form.add_error(None, str(error))
        return None
    total = formatted(entry.year_total(kind, months), 2)
    messages.success(
        request, f"Budgeten är sparad: {line['unit']}, {line['account']}, {total} kr för {line['year']}."
    )
    return _to_list(line["unit"].committee, line["year"], event)


def _to_list(committee: Committee, year: int, event: AuditEvent) -> HttpResponse:
    return redirect(f"{reverse('budget_lines', args=[committee.slug, year])}?andring={event.pk}")
