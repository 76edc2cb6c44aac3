"""Valuing risks: many at one sitting, whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from internal_control.models import ControlPlan, Risk
from internal_control.refusing import ControlRefused, Decision


@dataclass(frozen=True)
class RiskValue:
    """A value for one risk. decision: what is done about it, None to leave that as it is.

    seen: what stood there when the writer began, as value_of says it.
    """

    code: str
    likelihood: int | None
    consequence: int | None
    decision: str | None = None
    reason: str = ""
    seen: str | None = None


class ValuesRefused(ControlRefused):
    """Values of which at least one is refused: sentences by the risk's code. None is saved."""

    def __init__(self, by_risk: Mapping[str, ControlRefused]) -> None:
        super().__init__("Ingenting är sparat än. Rätta det som är markerat.")
        self.by_risk = by_risk


def value_risks(
    *,
    plan: ControlPlan,
    values: Sequence[RiskValue],
    stage: str,
    decision: Decision | None = None,
    by: Any,
) -> list[Risk]:
    """stage is a RiskValuation.Stage. Raises ValuesRefused, or ControlRefused for the whole."""
    raise NotImplementedError
