"""The goals and assignments of a report with their assessments, each kind read once.

An assessment is about one period: the report's. What was not assessed then is printed as not yet assessed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q, Value
from django.utils.timezone import localdate

from goals.models import (
    Assessment,
    AssessmentLevel,
    Assignment,
    AssignmentNote,
    Giver,
    Goal,
    Indicator,
    Meaning,
)
from organisation.due import last_day
from organisation.due_texts import Due, shown_due
from reports.contents import LevelMark
from reports.goal_records import (
    AssessmentRecord,
    GoalLevelRecord,
    ReportAssignment,
    ReportGoal,
    ScaleLevel,
)

if TYPE_CHECKING:
    from reports.sources import Sources

NOTHING = AssessmentRecord(None, "", "")
_NONE: frozenset[int] = frozenset()
# As the fields of ReportGoal stand, with those of its level last.
_OF_GOAL = (
    "id",
    "code",
    "parent_id",
    "number",
    "text",
    "description",
    "contributions",
    "expected_effect",
    "follow_up_method",
    "follow_up_times",
    "reports_to_council",
    "follow_up_months",
    "level_id",
    "level__name",
    "level__plural",
    "level__position",
    "level__scale_id",
)


class GoalSources:
    def __init__(self, sources: "Sources") -> None:
        self._sources = sources
        self.committee = sources.committee
        self.year, self.month = sources.report.year, sources.report.month

    @property
    def levels(self) -> list[GoalLevelRecord]:
        """Those that have goals in the report's year, the topmost first."""
        return sorted({goal.level for goal in self.goals}, key=lambda level: level.position)

    @cached_property
    def scale_levels(self) -> dict[int, ScaleLevel]:
        """In the order of their scales."""
        levels = AssessmentLevel.objects.filter(scale__committee=self.committee)
        return {
            level.pk: ScaleLevel(
                level.pk,
                level.scale_id,
                level.meaning,
                level.plural,
                LevelMark(level.symbol, level.colour, level.label),
            )
            for level in levels.order_by("scale_id", "position", "id")
        }

    @property
    def goals(self) -> tuple[ReportGoal, ...]:
        """Those of the report's year, parents before children and siblings in their order."""
        return self._goals[self.year]

    @property
    def next_years_goals(self) -> tuple[ReportGoal, ...]:
        if self.year + 1 not in self._goals:
            raise LookupError("A block shows goals of a year that its goal_years() does not name.")
        return self._goals[self.year + 1]

    @cached_property
    def _goals(self) -> dict[int, tuple[ReportGoal, ...]]:
        """By year, for those that the blocks show."""
        years = {self.year}.union(*(block.goal_years(self.year) for block in self._sources.blocks))
        goals = Goal.objects.filter(committee=self.committee, year__in=years).in_order()
        found: dict[int, list[ReportGoal]] = {year: [] for year in years}
        levels: dict[int, GoalLevelRecord] = {}
        rows: Iterable[tuple[Any, ...]] = goals.values_list("year", *_OF_GOAL)
        for year, *fields, months, pk, name, plural, position, scale in rows:
            if pk not in levels:
                levels[pk] = GoalLevelRecord(pk, name, plural, position, scale)
            found[year].append(ReportGoal(levels[pk], tuple(months), *fields))
        return {year: tuple(of_year) for year, of_year in found.items()}

    @cached_property
    def _links(self) -> dict[tuple[str, int], frozenset[int]]:
        """The units that follow goals and assignments up, and the goals of assignments, and the indicators of goals, in one query."""
        of_year = {"goal__in": [goal.id for goal in self.goals]}
        of_committee = {"assignment__committee": self.committee}
        rows = _pairs("goal", Goal.units.through, of_year, "goal_id", "unit_id").union(
            _pairs("assignment", Assignment.units.through, of_committee, "assignment_id", "unit_id"),
            _pairs("goals", Assignment.goals.through, of_committee, "assignment_id", "goal_id"),
            _pairs("indicators", Indicator.goals.through, of_year, "goal_id", "indicator_id"),
            all=True,
        )
        found: dict[tuple[str, int], set[int]] = defaultdict(set)
        for kind, one, other in rows:
            found[kind, one].add(other)
        return {subject: frozenset(others) for subject, others in found.items()}

    def indicators_of(self, goal: ReportGoal) -> frozenset[int]:
        """The ids of the indicators that measure it."""
        return self._links.get(("indicators", goal.id), _NONE)

    @cached_property
    def assignments(self) -> tuple[ReportAssignment, ...]:
        """Those given before the report's period ended, as they stood then."""
        end = last_day(self.year, self.month)
        own = Assignment.objects.filter(committee=self.committee)
        known = own.filter(Q(decided_on=None) | Q(decided_on__lte=end)).in_order()
        return tuple(_assignment(row, self._links.get(("goals", row.pk), _NONE), end) for row in known)

    @cached_property
    def notes(self) -> dict[int, AssignmentNote]:
        """The newest note of each assignment, of those written about a meeting in the period or before."""
        end = last_day(self.year, self.month)
        notes = AssignmentNote.objects.filter(assignment__committee=self.committee)
        in_time = notes.filter(Q(meeting_on__lte=end) | Q(meeting_on=None, written_at__date__lte=end))
        in_order = sorted(in_time, key=lambda note: (_said_on(note), note.written_at, note.pk))
        return {note.assignment_id: note for note in in_order}

    @cached_property
    def _assessments(self) -> dict[tuple[str, int], dict[int, AssessmentRecord]]:
        """By kind of subject and the subject; then by unit."""
        units = [unit.id for unit in self._sources.tree.units]
        rows = Assessment.objects.filter(unit__in=units, year=self.year, month=self.month, indicator=None)
        found: dict[tuple[str, int], dict[int, AssessmentRecord]] = defaultdict(dict)
        fields = ("goal_id", "assignment_id", "unit_id", "level_id", "text", "measures")
        for goal, assignment, unit, level, text, measures in rows.order_by("id").values_list(*fields):
            key = ("goal", goal) if goal else ("assignment", assignment or 0)
            found[key][unit] = AssessmentRecord(level, text, measures)
        return dict(found)

    def assessments(self, subject: ReportGoal | ReportAssignment) -> dict[int, AssessmentRecord]:
        """Every unit's, by its id; the committee's own is the root's."""
        return self._assessments.get((_kind(subject), subject.id), {})

    def units_of(self, subject: ReportGoal | ReportAssignment) -> frozenset[int]:
        """The ids of the units that follow it up, beside the committee itself."""
        return self._links.get((_kind(subject), subject.id), _NONE)

    def assessment(
        self, subject: ReportGoal | ReportAssignment, unit_id: int | None = None
    ) -> AssessmentRecord:
        """A unit's, or the committee's own; an empty one where nothing is written."""
        unit = self._sources.tree.root.id if unit_id is None else unit_id
        return self.assessments(subject).get(unit, NOTHING)

    def level(self, subject: ReportGoal | ReportAssignment, unit_id: int | None = None) -> ScaleLevel | None:
        """How it is assessed; not yet, where nobody has; None for what has no scale."""
        scale = subject.level.scale_id if isinstance(subject, ReportGoal) else subject.scale_id
        chosen = self.assessment(subject, unit_id).level_id
        return self.scale_levels[chosen] if chosen else self.unassessed(scale)

    def unassessed(self, scale_id: int | None) -> ScaleLevel | None:
        levels = (level for level in self.scale_levels.values() if level.scale_id == scale_id)
        return next((level for level in levels if level.meaning == Meaning.NOT_ASSESSED), None)

    def legend(self, used: Iterable[ScaleLevel]) -> tuple[LevelMark, ...]:
        """Every level of the scales that the used ones are of, in their order, one that looks the same once."""
        scales = {level.scale_id for level in used}
        marks = (level.mark for level in self.scale_levels.values() if level.scale_id in scales)
        return tuple(dict.fromkeys(marks))


def _kind(subject: ReportGoal | ReportAssignment) -> str:
    return "goal" if isinstance(subject, ReportGoal) else "assignment"


def _said_on(note: AssignmentNote) -> date:
    return note.meeting_on or localdate(note.written_at)


def _pairs(kind: str, through: Any, which: dict[str, Any], one: str, other: str) -> Any:
    rows = through.objects.filter(**which).order_by()
    return rows.values_list(Value(kind, output_field=CharField()), one, other)


def _assignment(row: Assignment, goals: frozenset[int], end: date) -> ReportAssignment:
    is_closed = row.closed_on is not None and row.closed_on <= end
    status = row.status if is_closed or row.status != Assignment.Status.CLOSED else Assignment.Status.OPEN
    return ReportAssignment(
        row.pk,
        row.code,
        row.title,
        row.text,
        row.giver_name or Giver(row.giver).label,
        row.giver,
        row.decided_on,
        row.decision_paragraph,
        row.registration_number,
        row.responsible,
        shown_due(Due(row.due, row.due_on, tuple(row.due_months))),
        status,
        row.closed_on if is_closed else None,
        row.closed_paragraph if is_closed else "",
        row.scale_id,
        goals,
    )
