"""What a unit has written about its subjects: now, the time before, and what was replaced since."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from goals.due import due_months
from goals.duties import Duty, SubjectKey, Subjects
from goals.follow_up_cards import Former
from goals.follow_up_periods import TERTIALS
from goals.models import Assessment, Goal, ReplacedAssessment
from organisation.models import Unit

MOST_FORMER = 10


class Written(NamedTuple):
    """A row of assessments."""

    pk: int
    year: int
    month: int
    level_id: int | None
    proposed_id: int | None
    reason: str
    text: str
    measures: str
    version: int
    changed_at: datetime
    changed_by: str


_SUBJECTS = ("goal_id", "assignment_id", "indicator_id")


@dataclass
class AllWritten:
    """By subject; formers by the assessment's primary key, newest first."""

    now: dict[SubjectKey, Written] = field(default_factory=dict)
    earlier: dict[SubjectKey, Written] = field(default_factory=dict)
    formers: dict[int, list[Former]] = field(default_factory=lambda: defaultdict(list))


def written_by(unit: Unit, subjects: Subjects, duties: Sequence[Duty]) -> AllWritten:
    """Two queries."""
    found = AllWritten()
    now = (subjects.year, subjects.month)
    periods = {now} | _periods_before(subjects)
    rows = Assessment.objects.filter(
        reduce(or_, (Q(year=year, month=month) for year, month in periods)), unit=unit
    )
    measured = [duty.subject_id for duty in duties if duty.kind == "indicator"]
    rows = rows.filter(Q(indicator=None) | Q(indicator__in=measured))
    if len(duties) == 1:
        rows = rows.filter(**_narrow(subjects, duties[0]))
    for goal, assignment, indicator, *rest in rows.order_by("year", "month").values_list(
        *_SUBJECTS, *Written._fields
    ):
        key: SubjectKey = (
            ("goal", goal) if goal else ("assignment", assignment) if assignment else ("indicator", indicator)
        )
        written = Written(*rest)
        (found.now if (written.year, written.month) == now else found.earlier)[key] = written
    _add_formers(found)
    return found


def _narrow(subjects: Subjects, duty: Duty) -> dict[str, list[int | None]]:
    subject = subjects.subject(duty)
    wanted: list[int | None] = [subject.pk]
    if isinstance(subject, Goal):
        wanted.append(subject.predecessor_id)
    return {f"{duty.kind}__in": wanted}


def _periods_before(subjects: Subjects) -> set[tuple[int, int]]:
    """The latest period before this one in which each kind of subject may have been written about."""
    year, month = subjects.year, subjects.month
    ways = {due_months(goal.follow_up_months, goal.follow_up_times) for goal in subjects.goals}
    ways |= {tuple(sorted(subjects.months)), TERTIALS, (12,)}
    if any(indicator.frequency == "month" for indicator in subjects.indicators):
        ways.add(tuple(range(1, 13)))
    found = set()
    for months in ways:
        earlier = [each for each in months if each < month]
        found.add((year, earlier[-1]) if earlier else (year - 1, months[-1]))
    return found


def _add_formers(found: AllWritten) -> None:
    pks = [written.pk for written in found.now.values() if written.version > 1]
    if not pks:
        return
    rows = ReplacedAssessment.objects.filter(assessment__in=pks).exclude(text="", measures="")
    for assessment, pk, at, by, text, measures in rows.order_by("-changed_at").values_list(
        "assessment_id", "pk", "changed_at", "changed_by", "text", "measures"
    ):
        if len(found.formers[assessment]) < MOST_FORMER:
            found.formers[assessment].append(Former(pk, at, by, text, measures))
