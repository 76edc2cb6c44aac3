"""{% control_documents plan %}: the plan's documents, and making one, on the pages of internal control."""

from typing import Any

from django import template

from internal_control.models import ControlPlan
from organisation.access import may_all
from organisation.permissions import Permission
from reports.control_document_forms import FollowUpDocumentForm, PlanDocumentForm
from reports.control_documents import documents_of, template_choices
from reports.models import ReportKind

register = template.Library()


@register.inclusion_tag("reports/parts/control_documents.html", takes_context=True)
def control_documents(context: dict[str, Any], plan: ControlPlan, makes: bool = True) -> dict[str, Any]:
    """Three questions beside those of permissions, whatever the plan holds. The page's context has request.

    makes: with the forms that make one; without them the box leads to the plan's page, and asks one question.
    """
    request = context["request"]
    found = documents_of(plan)
    box: dict[str, Any] = {
        "committee": plan.committee,
        "plan": plan,
        "documents": found,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
    may_make = may_all(request.user, Permission.EDIT_REPORT, plan.committee)
    box["leads_to_plan"] = may_make and not makes
    if may_make and makes:
        templates = template_choices(plan.committee)
        box["has_plan_document"] = any(each.template.kind == ReportKind.CONTROL_PLAN for each in found)
        box["plan_form"] = PlanDocumentForm(plan=plan, kind=ReportKind.CONTROL_PLAN, templates=templates)
        box["follow_up_form"] = FollowUpDocumentForm(
            plan=plan, kind=ReportKind.CONTROL_FOLLOW_UP, templates=templates
        )
    return box
