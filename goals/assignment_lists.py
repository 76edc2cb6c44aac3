"""Which assignments: new, late, silent, to be closed. Each narrows a queryset that its caller has scoped.

The day is passed in. A report is a note or an assessment that says something. A note's day is that of the meeting,
else the day it was written; an assessment's is the last of its period, or the day it was written if that came before.
An assignment is given on the day of its decision, else the day it was entered.
"""

from calendar import monthrange
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, CharField, DateField, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, Least, TruncDate
from django.utils import timezone

from goals.models import Assessment, Assignment, AssignmentNote, AssignmentQuerySet, Meaning
from organisation.due import last_passed


def with_last_reported(assignments: AssignmentQuerySet) -> AssignmentQuerySet:
    """Each with given_on and last_reported, the newest day of a report or None, in the query of the rows."""
    noted = _newest(AssignmentNote.objects.all(), Coalesce("meeting_on", TruncDate("written_at")))
    says = ~Q(text="") | ~Q(measures="") | (Q(level__isnull=False) & ~Q(level__meaning=Meaning.NOT_ASSESSED))
    assessed = _newest(Assessment.objects.filter(says), Least(_period_end(), TruncDate("changed_at")))
    # SQLite's greatest of two is null if either is.
    return assignments.annotate(
        given_on=Coalesce("decided_on", TruncDate("entered_at")),
        last_reported=Coalesce(Greatest(noted, assessed), noted, assessed),
    )


def with_last_note(assignments: AssignmentQuerySet) -> AssignmentQuerySet:
    """Each with the text of its newest note as last_note, or None."""
    notes = AssignmentNote.objects.filter(assignment=OuterRef("pk"))
    newest = notes.order_by(Coalesce("meeting_on", TruncDate("written_at")).desc(), "-pk")
    return assignments.annotate(last_note=Subquery(newest.values("text")[:1]))


def with_judgement(assignments: AssignmentQuerySet) -> AssignmentQuerySet:
    """Each with judged_level, the number of the level that the committee itself last gave it, and judged, what that
    level means; both None if it has given none.
    """
    own = Assessment.objects.filter(assignment=OuterRef("pk"), unit__parent=None, level__isnull=False)
    newest = own.order_by("-year", "-month", "-pk")
    return assignments.annotate(
        judged_level=Subquery(newest.values("level")[:1]),
        judged=Subquery(newest.values("level__meaning")[:1]),
    )


def still_open(assignments: AssignmentQuerySet) -> AssignmentQuerySet:
    """Under way: neither closed nor proposed to be."""
    return assignments.filter(status=Assignment.Status.OPEN)


def not_closed(assignments: AssignmentQuerySet) -> AssignmentQuerySet:
    return assignments.exclude(status=Assignment.Status.CLOSED)


def to_close(assignments: AssignmentQuerySet) -> AssignmentQuerySet:
    """Proposed to be closed, and waiting for the decision."""
    return assignments.filter(status=Assignment.Status.TO_CLOSE)


def closed_in(assignments: AssignmentQuerySet, year: int) -> AssignmentQuerySet:
    return assignments.filter(closed_on__year=year)


def in_force(assignments: AssignmentQuerySet, year: int) -> AssignmentQuerySet:
    """Given before the year was over, and not closed before it began."""
    return with_last_reported(assignments).filter(
        Q(closed_on=None) | Q(closed_on__gte=date(year, 1, 1)), Q(given_on__lte=date(year, 12, 31))
    )


def new(assignments: AssignmentQuerySet, since: date, until: date) -> AssignmentQuerySet:
    """Decided or entered from one day to another, both included: an older decision may be entered late."""
    first, last = (
        timezone.make_aware(datetime.combine(day, clock))
        for day, clock in ((since, time.min), (until, time.max))
    )
    return assignments.filter(Q(decided_on__range=(since, until)) | Q(entered_at__range=(first, last)))


def silent(assignments: AssignmentQuerySet, since: date) -> AssignmentQuerySet:
    """Under way since before the day, with nothing reported on it or later."""
    return with_last_reported(still_open(assignments)).filter(
        Q(last_reported=None) | Q(last_reported__lt=since), Q(given_on__lt=since)
    )


def late(assignments: AssignmentQuerySet, day: date) -> AssignmentQuerySet:
    """Under way although its day has passed, unless the committee has judged it met; or recurring, and the latest
    due month is over with nothing reported since the one before. One that was given after that month is not late.

    Asks once for the different sets of months, which are few, and returns a query of the rows.
    """
    under_way = still_open(assignments)
    recurring = under_way.filter(due=Assignment.Due.RECURRING)
    is_late = Q(due_on__lt=day) & (Q(judged=None) | ~Q(judged=Meaning.MET))
    for months in _different(recurring.order_by().values_list("due_months", flat=True).distinct()):
        latest, before = last_passed(months, day)
        unreported = Q(last_reported=None) | Q(last_reported__lte=before)
        is_late |= unreported & Q(due=Assignment.Due.RECURRING, due_months=list(months), given_on__lte=latest)
    return with_judgement(with_last_reported(under_way)).filter(is_late)


def _different(lists: QuerySet[Any]) -> list[tuple[int, ...]]:
    return sorted({tuple(months) for months in lists if months})


def _period_end() -> Cast:
    """The last day of an assessment's period; February's is the 28th."""
    ends = [
        When(month=month, then=Value(f"-{month:02}-{monthrange(2021, month)[1]}")) for month in range(1, 13)
    ]
    return Cast(
        Concat(Cast("year", CharField()), Case(*ends), output_field=CharField()), output_field=DateField()
    )


def _newest(reports: "QuerySet[Any]", day: Coalesce | Least) -> Subquery:
    newest = (
        reports.filter(assignment=OuterRef("pk"))
        .order_by()
        .values("assignment")
        .annotate(day=Max(day, output_field=DateField()))
        .values("day")
    )
    return Subquery(newest, output_field=DateField())


def by_due(assignments: AssignmentQuerySet, *, falling: bool = False) -> AssignmentQuerySet:
    """In the order of their day; those without one last."""
    due = F("due_on").desc(nulls_last=True) if falling else F("due_on").asc(nulls_last=True)
    return assignments.order_by(due, "position", "code", "pk")
