"""A year's plan: made, deleted while it is a draft, adopted and followed up with the documents that say so."""

from datetime import date
from typing import Any

from internal_control.models import ControlPlan
from organisation.models import Committee


def create_plan(
    *, committee: Committee, year: int, by: Any, copy_from: ControlPlan | None = None
) -> ControlPlan:
    """A draft for the year, with the standard scale or as a copy of another year's plan. Raises ControlRefused."""
    raise NotImplementedError


def delete_plan(*, plan: ControlPlan, by: Any) -> None:
    """Delete a draft in which nothing is carried out. Raises ControlRefused."""
    raise NotImplementedError


def plan_faults(plan: ControlPlan) -> list[str]:
    """Why the plan cannot be adopted as it is: sentences for whoever puts it right. Empty: it can."""
    raise NotImplementedError


def adopt_plan(
    *, plan: ControlPlan, meeting_on: date, paragraph: str, registration_number: str, by: Any
) -> ControlPlan:
    """Let the plan be what the committee has decided. Raises ControlRefused."""
    raise NotImplementedError


def withdraw_plan(*, plan: ControlPlan, by: Any) -> ControlPlan:
    """Let the plan be a draft again. Raises ControlRefused where a follow-up of it is adopted."""
    raise NotImplementedError


def adopt_follow_up(*, plan: ControlPlan, month: int, by: Any) -> ControlPlan:
    """Settle what is carried out through the month 1–12; after 12 the year is over. Raises ControlRefused."""
    raise NotImplementedError


def withdraw_follow_up(*, plan: ControlPlan, month_before: int, by: Any) -> ControlPlan:
    """Go back to the month of the follow-up that was adopted before, 0 if there was none. Raises ControlRefused."""
    raise NotImplementedError
