"""Risks that units propose, and what becomes of them."""

from typing import Any

from internal_control.models import ControlPlan, Risk
from internal_control.risk_editing import RiskEntry


def propose_risk(*, plan: ControlPlan, entry: RiskEntry, by: Any) -> Risk:
    """Hand in a risk of a unit, for the secretary to take up. Raises ControlRefused."""
    raise NotImplementedError


def take_up(*, risk: Risk, by: Any) -> Risk:
    """Let a proposal be one of the year's gathered risks. Raises ControlRefused."""
    raise NotImplementedError


def decline(*, risk: Risk, because: str, by: Any) -> Risk:
    """Say why a proposal is not taken up; it can be later. Raises ControlRefused."""
    raise NotImplementedError
