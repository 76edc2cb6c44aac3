"""Making a document of a year's control plan: the plan itself, or its follow-up through a month."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from internal_control.models import ControlPlan
from organisation.access import committee_page
from organisation.models import Committee
from organisation.permissions import Permission
from reports.control_document_forms import FollowUpDocumentForm, PlanDocumentForm
from reports.control_documents import make_control_document, template_choices
from reports.models import ReportKind

# The word of the address → what is made.
KINDS = {"plan": ReportKind.CONTROL_PLAN, "uppfoljning": ReportKind.CONTROL_FOLLOW_UP}
FORMS = {ReportKind.CONTROL_PLAN: PlanDocumentForm, ReportKind.CONTROL_FOLLOW_UP: FollowUpDocumentForm}


@require_http_methods(["GET", "HEAD", "POST"])
@committee_page(Permission.EDIT_REPORT, whole=True)
def control_document_new(request: HttpRequest, committee: Committee, year: int, which: str) -> HttpResponse:
    if which not in KINDS:
        raise Http404(which)
    kind = KINDS[which]
    plan = get_object_or_404(ControlPlan.objects.for_user(request.user), committee=committee, year=year)
    plan.committee = committee
    templates = template_choices(committee)
    form = FORMS[kind](request.POST or None, plan=plan, kind=kind, templates=templates)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        report = make_control_document(
            plan=plan, kind=kind, template=data["template"], month=data.get("month", 12), by=request.user
        )
        messages.success(request, f"”{report.title}” är skapad som utkast. Skriv texterna och fastställ den.")
        return redirect("report", committee=committee.slug, report=report.slug)
    return render(
        request,
        "reports/control_document_form.html",
        {"committee": committee, "plan": plan, "which": which, "form": form},
    )
