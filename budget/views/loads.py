"""Ledger files: the list of them, handing one in, and the page of one with its preview or its faults."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from budget import load_preview, loading
from budget.load_forms import LoadForm
from budget.models import Load
from organisation.access import committee_page
from organisation.models import Committee
from organisation.paging import page_of
from organisation.permissions import Permission


@committee_page(Permission.LOAD_LEDGER, whole=True)
def loads(request: HttpRequest, committee: Committee) -> HttpResponse:
    found = Load.objects.for_user(request.user).filter(committee=committee).select_related("job")
    page = page_of(request, found.order_by("-pk"), per_page=25)
    return render(request, "budget/loads.html", {"committee": committee, "page": page})


@committee_page(Permission.LOAD_LEDGER, whole=True)
@require_http_methods(["GET", "POST"])
def load_new(request: HttpRequest, committee: Committee) -> HttpResponse:
    form = LoadForm(request.POST, request.FILES) if request.method == "POST" else LoadForm()
    if request.method == "POST" and form.is_valid():
        try:
            received = loading.receive(committee=committee, file=form.cleaned_data["fil"], by=request.user)
        except loading.LoadingError as error:
            form.add_error("fil", str(error))
        else:
            return redirect("job", received.job_id)
    return render(request, "budget/load_new.html", {"committee": committee, "form": form})


@committee_page(Permission.LOAD_LEDGER, whole=True)
def load(request: HttpRequest, committee: Committee, pk: int) -> HttpResponse:
    found = load_or_404(request, committee, pk)
    return render(
        request,
        "budget/load.html",
        {"committee": committee, "load": found, "changes": load_preview.from_json(found.preview)},
    )


def load_or_404(request: HttpRequest, committee: Committee, pk: int) -> Load:
    mine = Load.objects.for_user(request.user).filter(committee=committee)
    return get_object_or_404(mine.select_related("job", "committee"), pk=pk)


def refused(request: HttpRequest, found: Load, error: Exception) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("load", found.committee.slug, found.pk)
