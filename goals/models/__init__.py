"""Goals with their levels and scales, indicators with targets and measurements, assignments, and assessments."""

from goals.models.assessments import Assessment, ReplacedAssessment
from goals.models.assignments import Assignment, AssignmentNote, AssignmentQuerySet, Giver
from goals.models.goals import Goal, GoalLevel, GoalQuerySet
from goals.models.indicators import (
    Direction,
    Form,
    Frequency,
    Gender,
    GenderSplit,
    Indicator,
    IndicatorPart,
    IndicatorQuerySet,
    Measurement,
    People,
    Span,
    Target,
    Totalling,
    ValueKind,
    YearOf,
)
from goals.models.scales import (
    AssessmentLevel,
    AssessmentScale,
    AssessmentScaleQuerySet,
    Meaning,
)

__all__ = [
    "Assessment",
    "AssessmentLevel",
    "AssessmentScale",
    "AssessmentScaleQuerySet",
    "Assignment",
    "AssignmentNote",
    "AssignmentQuerySet",
    "Direction",
    "Form",
    "Frequency",
    "Gender",
    "GenderSplit",
    "Giver",
    "Goal",
    "GoalLevel",
    "GoalQuerySet",
    "Indicator",
    "IndicatorPart",
    "IndicatorQuerySet",
    "Meaning",
    "Measurement",
    "People",
    "ReplacedAssessment",
    "Span",
    "Target",
    "Totalling",
    "ValueKind",
    "YearOf",
]
