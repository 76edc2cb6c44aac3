"""Internal control in the administration."""

from internal_control.admin import evidence_admin, risk_admin

__all__ = ["evidence_admin", "risk_admin"]
