"""The steps of a load, each a button: check again, load, undo, discard."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from budget import load_preview, loading
from budget.views.loads import load_or_404, refused
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission


@committee_page(Permission.LOAD_LEDGER, whole=True)
@require_POST
def load_check(request: HttpRequest, committee: Committee, pk: int) -> HttpResponse:
    found = load_or_404(request, committee, pk)
    try:
        job = loading.start_check(load=found, by=request.user)
    except loading.LoadingError as error:
        return refused(request, found, error)
    return redirect("job", job.pk)


@committee_page(Permission.LOAD_LEDGER, whole=True)
@require_POST
def load_apply(request: HttpRequest, committee: Committee, pk: int) -> HttpResponse:
    found = load_or_404(request, committee, pk)
    try:
        job = loading.start_apply(load=found, by=request.user)
    except loading.LoadingError as error:
        return refused(request, found, error)
    return redirect("job", job.pk)


@committee_page(Permission.LOAD_LEDGER, whole=True)
@require_http_methods(["GET", "POST"])
def load_undo(request: HttpRequest, committee: Committee, pk: int) -> HttpResponse:
    found = load_or_404(request, committee, pk)
    if request.method == "POST":
        try:
            job = loading.start_undo(load=found, by=request.user)
        except loading.LoadingError as error:
            return refused(request, found, error)
        return redirect("job", job.pk)
    changes = load_preview.from_json(found.preview)
    return render(
        request, "budget/load_undo.html", {"committee": committee, "load": found, "changes": changes}
    )


@committee_page(Permission.LOAD_LEDGER, whole=True)
@require_POST
def load_discard(request: HttpRequest, committee: Committee, pk: int) -> HttpResponse:
    found = load_or_404(request, committee, pk)
    try:
        loading.discard(load=found, by=request.user)
    except loading.LoadingError as error:
        return refused(request, found, error)
    messages.success(request, f"”{found}” är förkastad. Inga siffror har ändrats.")
    return redirect("loads", committee.slug)
