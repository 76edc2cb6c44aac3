"""Control plans with their scales, risks, controls, follow-ups and measures."""

from internal_control.models.controls import Control, ControlQuerySet, CountedItem
from internal_control.models.follow_ups import (
    DEVIATIONS,
    FOUND,
    Evidence,
    EvidenceQuerySet,
    FollowUp,
    FollowUpCount,
    FollowUpQuerySet,
    Result,
)
from internal_control.models.measures import Measure, MeasureQuerySet
from internal_control.models.plans import (
    STEPS_LEAST,
    STEPS_MOST,
    WHOLE_YEAR,
    ControlPlan,
    ControlPlanQuerySet,
    PlanChange,
    RiskDecision,
    RiskLevel,
    ScaleStep,
)
from internal_control.models.risks import Risk, RiskQuerySet, RiskValuation

__all__ = [
    "DEVIATIONS",
    "FOUND",
    "STEPS_LEAST",
    "STEPS_MOST",
    "WHOLE_YEAR",
    "Control",
    "ControlPlan",
    "ControlPlanQuerySet",
    "ControlQuerySet",
    "CountedItem",
    "Evidence",
    "EvidenceQuerySet",
    "FollowUp",
    "FollowUpCount",
    "FollowUpQuerySet",
    "Measure",
    "MeasureQuerySet",
    "PlanChange",
    "Result",
    "Risk",
    "RiskDecision",
    "RiskLevel",
    "RiskQuerySet",
    "RiskValuation",
    "ScaleStep",
]
