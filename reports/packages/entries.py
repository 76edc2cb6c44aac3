"""What stands in a package's directory."""

from reports.packages import (
    assessment_files,
    assignment_files,
    budget_files,
    goal_files,
    indicator_files,
    investment_files,
    measurement_files,
    organisation_files,
    report_files,
    scale_files,
    target_files,
)

# Everything that a package may hold, and so everything that a dump may replace.
ENTRIES = (
    organisation_files.SETTINGS,
    organisation_files.UNITS,
    budget_files.ACCOUNTS,
    budget_files.LEDGER,
    investment_files.PROJECTS,
    investment_files.AMOUNTS,
    investment_files.REQUESTS,
    scale_files.SCALES,
    scale_files.GOAL_LEVELS,
    goal_files.GOALS,
    indicator_files.INDICATORS,
    indicator_files.PARTS,
    target_files.TARGETS,
    measurement_files.MEASUREMENTS,
    assignment_files.ASSIGNMENTS,
    assignment_files.NOTES,
    assessment_files.ASSESSMENTS,
    assessment_files.FOLLOW_UPS,
    organisation_files.MONTHS,
    report_files.TEMPLATES,
    report_files.REPORTS,
)
