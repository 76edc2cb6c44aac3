"""Who may carry out controls for a unit, and which controls have a performer that no longer may."""

from typing import Any

from internal_control.models import ControlPlan
from organisation.models import Unit


def may_carry_out(unit: Unit) -> Any:
    """Users who may carry out controls for the unit now, by name."""
    raise NotImplementedError


def left(plan: ControlPlan) -> set[int]:
    """Keys of the plan's controls whose performer has left or may no longer carry out for the unit. One query."""
    raise NotImplementedError
