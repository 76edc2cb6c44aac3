"""The scale of a plan: how it is read, and how it is changed."""

from collections.abc import Sequence
from typing import Any

from internal_control.models import ControlPlan, ScaleStep
from internal_control.refusing import Decision
from internal_control.risk_values import Level, RiskScale, Step

__all__ = ["Level", "RiskScale", "Step", "save_scale", "scale_of"]


def scale_of(plan: ControlPlan) -> RiskScale:
    """The plan's scale. Two queries."""
    steps = list(plan.scale_steps.order_by("value"))
    levels = plan.risk_levels.order_by("from_value")
    likelihood, consequence = (
        tuple(Step(step.value, step.label, step.description) for step in steps if step.axis == axis)
        for axis in (ScaleStep.Axis.LIKELIHOOD, ScaleStep.Axis.CONSEQUENCE)
    )
    return RiskScale(
        likelihood,
        consequence,
        tuple(
            Level(level.from_value, level.label, level.symbol, level.colour, level.decision)
            for level in levels
        ),
    )


def save_scale(
    *,
    plan: ControlPlan,
    likelihood: Sequence[Step],
    consequence: Sequence[Step],
    levels: Sequence[Level],
    decision: Decision | None = None,
    seen: str | None = None,
    by: Any,
) -> RiskScale:
    """Make these the whole of the plan's scale. Raises ScaleRefused."""
    raise NotImplementedError
