"""The plan that a page is about."""

from typing import Any

from django.shortcuts import get_object_or_404

from internal_control.models import ControlPlan, ControlPlanQuerySet
from organisation.models import Committee


def plans_of(user: Any, committee: Committee) -> ControlPlanQuerySet:
    """Those of the committee, if the user belongs to it."""
    return ControlPlan.objects.for_user(user).filter(committee=committee)


def plan_or_404(user: Any, committee: Committee, year: int) -> ControlPlan:
    plan: ControlPlan = get_object_or_404(plans_of(user, committee), year=year)
    # The page has it already, with its municipality.
    plan.committee = committee
    return plan
