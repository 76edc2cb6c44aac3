"""Adopting a report and withdrawing it, and the files of what has been adopted."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from organisation.access import committee_page
from organisation.adoption import AdoptionRefused
from organisation.models import AdoptedDocument, AdoptedFile, Committee
from organisation.permissions import Permission
from reports.adopting import Decision, missing, withdraw_report
from reports.adoption_forms import AdoptForm, WithdrawForm
from reports.building import build
from reports.control_adoption import control_faults
from reports.frozen import KIND
from reports.ordering import order_adoption
from reports.scope import report_or_404, unfrozen_or_404
from reports.template import TemplateError
from reports.views.frozen_files import file_response
from reports.views.refusing import drafts_only

methods = require_http_methods(["GET", "HEAD", "POST"])


@methods
@committee_page(Permission.ADOPT, whole=True)
@drafts_only
def report_adopt(request: HttpRequest, committee: Committee, report: str) -> HttpResponse:
    found = unfrozen_or_404(request.user, committee, report)
    try:
        lacks = missing(build(found, fresh=False))
    except TemplateError as error:
        return render(
            request,
            "reports/broken_template.html",
            {"committee": committee, "report": found, "error": error},
            status=409,
        )
    form = AdoptForm(request.POST or None, report=found, must_confirm=bool(lacks))
    faults = control_faults(found)
    if request.method == "POST" and form.is_valid() and not faults:
        data = form.cleaned_data
        decision = Decision(data["meeting_on"], data["decision_paragraph"], data["registration_number"])
        job = order_adoption(report=found, decision=decision, by=request.user)
        return redirect("job", pk=job.pk)
    return render(
        request,
        "reports/adopt.html",
        {"committee": committee, "report": found, "form": form, "missing": lacks, "faults": faults},
    )


@methods
@committee_page(Permission.ADOPT, whole=True)
def report_withdraw(request: HttpRequest, committee: Committee, report: str) -> HttpResponse:
    found = report_or_404(request.user, committee, report)
    if found.adopted_on is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_report(report=found, reason=form.cleaned_data["reason"], by=request.user)
        except AdoptionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"”{found.title}” är tillbakadragen och ett utkast igen.")
        return redirect("report", committee=committee.slug, report=found.slug)
    return render(request, "reports/withdraw.html", {"committee": committee, "report": found, "form": form})


@require_safe
@committee_page(Permission.VIEW)
def report_adopted_file(
    request: HttpRequest, committee: Committee, report: str, revision: int, name: str
) -> HttpResponseBase:
    """A file of any revision. Whoever reads the committee's reports may have it: nothing is made for it."""
    documents = AdoptedDocument.objects.for_user(request.user).of(committee, KIND, report)
    document = get_object_or_404(documents, revision=revision)
    file = get_object_or_404(AdoptedFile.objects.exclude(label=""), document=document, name=name)
    return file_response(request, file, f"{document.key}-{document.revision}-{file.name}")
