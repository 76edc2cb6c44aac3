"""Internal control in the administration."""

from internal_control.admin import (
    control_admin,
    evidence_admin,
    measure_admin,
    occasion_admin,
    plan_admin,
    risk_admin,
)

__all__ = ["control_admin", "evidence_admin", "measure_admin", "occasion_admin", "plan_admin", "risk_admin"]
