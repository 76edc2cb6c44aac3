"""What adopting and withdrawing a plan's documents does to the plan: the decision is one, and so is the transaction."""

from typing import Any

from internal_control.models import ControlPlan
from internal_control.planning import (
    adopt_follow_up,
    adopt_plan,
    follow_up_fault,
    plan_faults,
    withdraw_follow_up,
    withdraw_plan,
)
from internal_control.refusing import ControlRefused
from organisation.adoption import AdoptionRefused
from organisation.models import AdoptedDocument
from reports.models import Report, ReportKind


def control_faults(report: Report) -> list[str]:
    """Why the report cannot be adopted because of the plan that it is a document of: sentences; none of another kind."""
    kind = report.template.kind
    if kind not in (ReportKind.CONTROL_PLAN, ReportKind.CONTROL_FOLLOW_UP):
        return []
    plan = _plan(report)
    if plan is None:
        return [f"Nämnden har ingen internkontrollplan för {report.year}."]
    if kind == ReportKind.CONTROL_FOLLOW_UP:
        fault = follow_up_fault(plan, report.month)
        return [fault] if fault else []
    if plan.is_adopted:
        # A document that was adopted without its files may have them frozen by the same decision.
        decided = f"{plan.adopted_on:%Y-%m-%d} § {plan.decision_paragraph}"
        again = "Dra tillbaka det dokumentet först om planen ska fastställas på nytt."
        return [] if report.adopted_on else [f"Planen är redan fastställd, {decided}. {again}"]
    return plan_faults(plan)


def require_control_adoptable(report: Report) -> None:
    """Raise AdoptionRefused with the plan's faults: asked before the files are made."""
    if faults := control_faults(report):
        raise AdoptionRefused(" ".join(faults))


def adopt_control(report: Report, document: AdoptedDocument, *, by: Any) -> None:
    """Adopt the plan, or its follow-up through the report's month, with the document. Raises AdoptionRefused.

    Of a document that was adopted without its files these are frozen, and what it adopted is adopted already.
    """
    plan = _plan(report)
    kind = report.template.kind
    try:
        if kind == ReportKind.CONTROL_PLAN and not (report.adopted_on and plan and plan.is_adopted):
            adopt_plan(
                plan=_there(plan, report),
                meeting_on=document.meeting_on,
                paragraph=document.decision_paragraph,
                registration_number=document.registration_number,
                by=by,
            )
        elif kind == ReportKind.CONTROL_FOLLOW_UP and not (
            report.adopted_on and plan and plan.followed_up_through >= report.month
        ):
            adopt_follow_up(plan=_there(plan, report), month=report.month, by=by)
    except ControlRefused as refusal:
        raise AdoptionRefused(str(refusal)) from refusal


def withdraw_control(report: Report, *, by: Any) -> None:
    """Take back what adopting the report did to the plan. Raises AdoptionRefused.

    A follow-up that is withdrawn leaves the plan followed up through the newest of those that are still adopted.
    """
    plan = _plan(report)
    kind = report.template.kind
    if plan is None:
        return
    try:
        if kind == ReportKind.CONTROL_PLAN and plan.is_adopted:
            withdraw_plan(plan=plan, by=by)
        elif kind == ReportKind.CONTROL_FOLLOW_UP and plan.followed_up_through:
            withdraw_follow_up(plan=plan, month=report.month, month_before=_month_before(report), by=by)
    except ControlRefused as refusal:
        raise AdoptionRefused(str(refusal)) from refusal


def _plan(report: Report) -> ControlPlan | None:
    return ControlPlan.objects.filter(committee_id=report.committee_id, year=report.year).first()


def _there(plan: ControlPlan | None, report: Report) -> ControlPlan:
    if plan is None:
        raise ControlRefused(f"Nämnden har ingen internkontrollplan för {report.year}.")
    return plan


def _month_before(report: Report) -> int:
    """The last month of the newest other follow-up of the year that is adopted; 0 where there is none."""
    others = Report.objects.filter(
        committee_id=report.committee_id,
        year=report.year,
        template__kind=ReportKind.CONTROL_FOLLOW_UP,
        adopted_on__isnull=False,
    )
    months = others.exclude(pk=report.pk).order_by("-month").values_list("month", flat=True)
    return months.first() or 0
