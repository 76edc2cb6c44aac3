"""Risks of a plan: saved, chosen for it, deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from internal_control.models import ControlPlan, Risk
from internal_control.refusing import Decision
from organisation.models import Unit


@dataclass(frozen=True)
class RiskEntry:
    """A risk as it is to be. decision is a RiskDecision or ''; a pair of steps is given whole or not at all."""

    code: str
    process: str
    description: str
    unit: Unit
    cause: str = ""
    category: str = ""
    likelihood: int | None = None
    consequence: int | None = None
    likelihood_after: int | None = None
    consequence_after: int | None = None
    value_reason: str = ""
    decision: str = ""
    reason: str = ""
    owner: str = ""
    is_chosen: bool = False


def save_risk(
    *,
    plan: ControlPlan,
    risk: Risk | None,
    entry: RiskEntry,
    decision: Decision | None = None,
    seen: str | None = None,
    by: Any,
) -> Risk:
    """Store a new risk (risk is None) or a changed one. Raises ControlRefused."""
    raise NotImplementedError


def choose_risks(
    *,
    plan: ControlPlan,
    chosen: Collection[Risk],
    decision: Decision | None = None,
    seen: str | None = None,
    by: Any,
) -> None:
    """Make these the risks of the plan. Raises ControlRefused."""
    raise NotImplementedError


def delete_risk(*, risk: Risk, decision: Decision | None = None, by: Any) -> None:
    """Raises ControlRefused while controls or measures belong to the risk."""
    raise NotImplementedError
