"""Internal control in the administration."""

from internal_control.admin import risk_admin

__all__ = ["risk_admin"]
