"""The administration of scales, levels, goals, indicators, assignments and what is written about them."""

from goals.admin import assignment_admin, goal_admin, indicator_admin, organisation_admin

__all__ = ["assignment_admin", "goal_admin", "indicator_admin", "organisation_admin"]
