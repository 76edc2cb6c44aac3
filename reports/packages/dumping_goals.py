"""Writing goals, indicators, assignments and assessments into a package."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils import timezone

from goals.models import (
    AssessmentLevel,
    AssessmentScale,
    Assignment,
    AssignmentNote,
    Direction,
    Frequency,
    GenderSplit,
    Giver,
    Goal,
    GoalLevel,
    Indicator,
    IndicatorPart,
    Meaning,
    People,
    Target,
    Totalling,
    ValueKind,
    YearOf,
)
from organisation.due_texts import Due, shown_due
from organisation.marks import Colour, Symbol
from organisation.models import Committee, Unit
from organisation.periods import MONTHS
from reports.packages import assignment_files, goal_files, indicator_files, scale_files, target_files
from reports.packages.dumping_assessments import write_assessments
from reports.packages.dumping_measurements import write_measurements
from reports.packages.file_writing import label, unix_lines, write_rows, yes


def write_goals(committee: Committee, to: Path, *, all_values: bool) -> None:
    _write_scales(committee, to)
    _write_goals(committee, to)
    _write_indicators(committee, to)
    _write_targets(committee, to)
    write_measurements(committee, to, all_values=all_values)
    _write_assignments(committee, to)
    write_assessments(committee, to, all_values=all_values)


def _codes(units: Iterable[Unit]) -> str:
    return " ".join(unit.code for unit in sorted(units, key=lambda unit: (unit.position, unit.code)))


def _goals(goals: Iterable[Goal]) -> str:
    return " ".join(f"{year}/{code}" for year, code in sorted((goal.year, goal.code) for goal in goals))


def _months(months: Iterable[int]) -> str:
    return ", ".join(MONTHS[month - 1][:3] for month in months)


def _write_scales(committee: Committee, to: Path) -> None:
    levels = AssessmentLevel.objects.filter(scale__committee=committee).select_related("scale")
    write_rows(
        to / scale_files.SCALES,
        scale_files.SCALE_COLUMNS,
        (
            (
                level.scale.code,
                level.scale.name,
                label(AssessmentScale.Use, level.scale.use),
                level.code,
                level.label,
                level.plural,
                label(Symbol, level.symbol),
                label(Colour, level.colour),
                label(Meaning, level.meaning),
            )
            for level in levels.order_by("scale__code", "position", "code")
        ),
    )
    goal_levels = GoalLevel.objects.filter(committee=committee).select_related("scale")
    write_rows(
        to / scale_files.GOAL_LEVELS,
        scale_files.GOAL_LEVEL_COLUMNS,
        (
            (
                level.position,
                label(GoalLevel.Kind, level.kind),
                level.name,
                level.plural,
                level.scale.code if level.scale else "",
            )
            for level in goal_levels.order_by("position")
        ),
    )


def _write_goals(committee: Committee, to: Path) -> None:
    goals = Goal.objects.filter(committee=committee).select_related("level", "parent", "predecessor")
    write_rows(
        to / goal_files.GOALS,
        goal_files.ALL_COLUMNS,
        (
            (
                goal.year,
                goal.code,
                goal.level.name,
                goal.parent.code if goal.parent else "",
                goal.number,
                goal.text,
                unix_lines(goal.description),
                unix_lines(goal.contributions),
                unix_lines(goal.expected_effect),
                _codes(goal.units.all()),
                goal.decided_by,
                goal.decided_on,
                goal.decision_paragraph,
                unix_lines(goal.follow_up_method),
                goal.follow_up_times,
                _months(goal.follow_up_months),
                yes(goal.reports_to_council),
                _predecessor(goal),
            )
            for goal in goals.prefetch_related("units").order_by("year", *goal_files.ORDER)
        ),
    )


def _predecessor(goal: Goal) -> str:
    before = goal.predecessor
    if before is None:
        return ""
    return before.code if before.year == goal.year - 1 else f"{before.year}/{before.code}"


def _write_indicators(committee: Committee, to: Path) -> None:
    indicators = Indicator.objects.filter(committee=committee).select_related("scale").in_order()
    write_rows(
        to / indicator_files.INDICATORS,
        indicator_files.ALL_COLUMNS,
        map(_indicator, indicators.prefetch_related("units", "goals")),
    )
    parts = IndicatorPart.objects.filter(indicator__committee=committee).select_related("indicator")
    write_rows(
        to / indicator_files.PARTS,
        indicator_files.PART_COLUMNS,
        (
            (
                part.indicator.code,
                part.code,
                part.label,
                part.pattern,
                yes(part.is_of_which),
                yes(part.is_summed),
            )
            for part in parts.order_by("indicator__position", "indicator__code", "position", "code")
        ),
    )


def _indicator(indicator: Indicator) -> tuple[object, ...]:
    return (
        indicator.code,
        indicator.name,
        indicator.theme,
        unix_lines(indicator.definition),
        indicator.source,
        indicator.footnote,
        label(ValueKind, indicator.value_kind),
        indicator.unit_label,
        yes(indicator.shows_unit),
        indicator.qualifier,
        indicator.decimals or "",
        label(Direction, indicator.direction, Direction.NONE),
        label(Frequency, indicator.frequency, Frequency.YEAR),
        label(GenderSplit, indicator.gender_split, GenderSplit.NONE),
        yes(indicator.is_by_unit),
        _codes(indicator.units.all()),
        label(Totalling, indicator.totalling, Totalling.OWN),
        label(YearOf, indicator.year_of, YearOf.OWN),
        yes(indicator.is_cumulative),
        label(People, indicator.people, People.NONE),
        indicator.cleared_reason,
        indicator.scale.code if indicator.scale else "",
        _goals(indicator.goals.all()),
        indicator.valid_from,
        indicator.valid_to,
    )


def _write_targets(committee: Committee, to: Path) -> None:
    targets = Target.objects.filter(indicator__committee=committee).select_related("indicator", "unit")
    write_rows(
        to / target_files.TARGETS,
        target_files.ALL_COLUMNS,
        (
            (
                target.indicator.code,
                target.unit.code if target.unit.parent_id else "",
                target.part,
                target.year,
                label(Target.Kind, target.kind),
                target_files.target_text(target),
                *(
                    target_files.amount_text(amount, target.indicator.value_kind)
                    for amount in (target.upper, target.each_unit, target.partly_from)
                ),
                target.note,
            )
            for target in targets.order_by(
                "indicator__position",
                "indicator__code",
                "unit__position",
                "unit__code",
                "part",
                "year",
            )
        ),
    )


def _write_assignments(committee: Committee, to: Path) -> None:
    assignments = Assignment.objects.filter(committee=committee).select_related("scale").in_order()
    write_rows(
        to / assignment_files.ASSIGNMENTS,
        assignment_files.ALL_COLUMNS,
        map(_assignment, assignments.prefetch_related("units", "goals")),
    )
    write_rows(to / assignment_files.NOTES, assignment_files.NOTE_COLUMNS, _notes(committee))


def _assignment(assignment: Assignment) -> tuple[object, ...]:
    return (
        assignment.code,
        assignment.title,
        unix_lines(assignment.text),
        label(Giver, assignment.giver),
        assignment.giver_name,
        assignment.decided_on,
        assignment.decision_paragraph,
        assignment.registration_number,
        _codes(assignment.units.all()),
        assignment.responsible,
        shown_due(Due(assignment.due, assignment.due_on, tuple(assignment.due_months))),
        label(Assignment.Status, assignment.status, Assignment.Status.OPEN),
        assignment.closed_on,
        assignment.closed_paragraph,
        assignment.scale.code if assignment.scale else "",
        _goals(assignment.goals.all()),
        timezone.localtime(assignment.entered_at).isoformat(),
    )


def _notes(committee: Committee) -> Iterator[tuple[object, ...]]:
    notes = AssignmentNote.objects.filter(assignment__committee=committee).select_related("assignment")
    for note in notes.order_by("assignment__position", "assignment__code", "written_at", "pk"):
        yield (
            note.assignment.code,
            note.meeting_on,
            note.decision_paragraph,
            timezone.localtime(note.written_at).isoformat(),
            note.written_by,
            unix_lines(note.text),
        )
