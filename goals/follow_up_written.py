"""What a unit has written about its subjects: now, the time before, and what was replaced since."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import Coalesce, RowNumber, TruncDate

from goals.duties import Duty, SubjectKey, Subjects
from goals.follow_up_cards import Former
from goals.models import Assessment, AssignmentNote, Goal, Measurement, ReplacedAssessment
from organisation.models import Unit

MOST_FORMER = 10
MOST_NOTES = 3


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


def written_by(
    unit: Unit, subjects: Subjects, duties: Sequence[Duty], *, is_outside: bool = False
) -> AllWritten:
    """Three queries: texts are long, and only those that are shown are read.

    is_outside: the reader sees no small numbers and does not write here. Then what was written about an indicator in
    a year with a hidden value is not told: it may tell the value.
    """
    found = AllWritten()
    now = (subjects.year, subjects.month)
    shown = _keys_shown(unit, subjects, duties, is_outside=is_outside)
    rows = Assessment.objects.filter(pk__in=shown).values_list(*Written._fields) if shown else ()
    for row in rows:
        written = Written(*row)
        is_now = (written.year, written.month) == now
        (found.now if is_now else found.earlier)[shown[written.pk]] = written
    _add_formers(found)
    return found


def _keys_shown(
    unit: Unit, subjects: Subjects, duties: Sequence[Duty], *, is_outside: bool
) -> dict[int, SubjectKey]:
    """By primary key: of each subject what is written now, and the newest before it that says something.

    The year before is looked through too, not those before that.
    """
    year, month = subjects.year, subjects.month
    says = Q(level__isnull=False) | ~Q(text="") | ~Q(measures="")
    rows = Assessment.objects.filter(
        Q(year=year, month=month) | says & (Q(year=year, month__lt=month) | Q(year=year - 1)), unit=unit
    )
    measured = [duty.subject_id for duty in duties if duty.kind == "indicator"]
    rows = rows.filter(Q(indicator=None) | Q(indicator__in=measured))
    if is_outside:
        hidden = Measurement.objects.filter(
            indicator=OuterRef("indicator"), unit=unit, year=OuterRef("year"), is_suppressed=True
        )
        rows = rows.exclude(Exists(hidden))
    if len(duties) == 1:
        rows = rows.filter(**_narrow(subjects, duties[0]))
    newest: dict[tuple[SubjectKey, bool], int] = {}
    for goal, assignment, indicator, *period, pk in rows.order_by("year", "month").values_list(
        *_SUBJECTS, "year", "month", "pk"
    ):
        key: SubjectKey = (
            ("goal", goal) if goal else ("assignment", assignment) if assignment else ("indicator", indicator)
        )
        newest[key, period == [year, month]] = pk
    return {pk: key for (key, _), pk in newest.items()}


def _narrow(subjects: Subjects, duty: Duty) -> dict[str, list[int | None]]:
    subject = subjects.subject(duty)
    wanted: list[int | None] = [subject.pk]
    if isinstance(subject, Goal):
        wanted.append(subject.predecessor_id)
    return {f"{duty.kind}__in": wanted}


def newest_notes(assignments: Collection[int]) -> dict[int, list[AssignmentNote]]:
    """The last few notes of each, newest first."""
    found: dict[int, list[AssignmentNote]] = defaultdict(list)
    if not assignments:
        return found
    day = Coalesce("meeting_on", TruncDate("written_at"))
    number = Window(RowNumber(), partition_by="assignment", order_by=[day.desc(), F("pk").desc()])
    notes = AssignmentNote.objects.filter(assignment__in=assignments).annotate(number=number)
    for note in notes.filter(number__lte=MOST_NOTES).order_by("number"):
        found[note.assignment_id].append(note)
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
