"""Everything that a package has about goals, indicators and assignments, in the order in which they need each other."""

from dataclasses import dataclass
from typing import Any

from organisation.models import Committee
from reports.packages import (
    assessment_files,
    assignment_files,
    goal_files,
    indicator_files,
    measurement_files,
    scale_files,
    target_files,
)
from reports.packages.assessed_rows import AssessedRow
from reports.packages.files import Package
from reports.packages.known import Known, known_to
from reports.packages.organisation_files import UnitRow
from reports.packages.saving_assessments import refuse_other_scales, save_assessments


@dataclass(frozen=True)
class GoalContents:
    known: Known
    scales: list[scale_files.ScaleRow]
    goal_levels: list[scale_files.GoalLevelRow]
    goals: list[goal_files.GoalRow]
    indicators: list[AssessedRow]
    parts: list[indicator_files.PartRow]
    targets: list[target_files.TargetRow]
    measurements: list[measurement_files.MeasurementRow]
    assignments: list[AssessedRow]
    notes: list[assignment_files.NoteRow]
    assessments: assessment_files.AssessmentFiles


def read_goal_contents(package: Package, committee: Committee | None, units: list[UnitRow]) -> GoalContents:
    known = known_to(committee, units)
    return GoalContents(
        known,
        scale_files.read_scales(package, known),
        scale_files.read_goal_levels(package, known),
        goal_files.read_goals(package, known),
        indicator_files.read_indicators(package, known),
        indicator_files.read_parts(package, known),
        target_files.read_targets(package, known),
        measurement_files.read_measurements(package, known),
        assignment_files.read_assignments(package, known),
        assignment_files.read_notes(package, known),
        assessment_files.read_assessments(package, known),
    )


def save_goal_contents(
    package: Package, committee: Committee, contents: GoalContents, by: Any, *, anew: bool
) -> dict[str, int]:
    """Write it all; how many changed of each kind. anew: the committee or its units changed.

    What may not change becomes an error of the package.
    """
    changes: dict[str, int] = {}
    changes["skalor"] = scale_files.save_scales(committee, contents.scales, contents.goal_levels)
    changes["mål"] = goal_files.save_goals(package, committee, contents.goals)
    indicators = indicator_files.save_indicators(committee, contents.indicators, contents.parts)
    changes["mått"] = indicators + target_files.save_targets(committee, contents.targets)
    changes["mätvärden"] = measurement_files.save_measurements(
        package, committee, contents.measurements, by, anew=anew or bool(indicators)
    )
    changes["uppdrag"] = assignment_files.save_assignments(committee, contents.assignments, contents.notes)
    changes["bedömningar"] = save_assessments(package, committee, contents.assessments, by)
    if changes["uppdrag"] or changes["bedömningar"]:
        refuse_other_scales(package, committee)
    return changes
