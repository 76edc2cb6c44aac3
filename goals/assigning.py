"""Assignments on their way: given, noted on, proposed to be closed, closed by a decision, opened again, deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from goals.assignment_faults import faults
from goals.models import Assignment, AssignmentNote, Goal
from organisation.audit import record
from organisation.due_texts import Due, shown_due
from organisation.meanwhile import changed_meanwhile, fingerprint_of_links
from organisation.meanwhile import fingerprint as fingerprint_of
from organisation.models import Committee, Unit
from organisation.refusing import FieldRefused
from organisation.typed_texts import tidied

_FACTS = (
    "code",
    "title",
    "text",
    "giver",
    "giver_name",
    "decided_on",
    "decision_paragraph",
    "registration_number",
    "responsible",
    "due",
    "due_on",
    "due_months",
    "scale_id",
)
# As the pages' forms have it; the sheet of a meeting reads its rows without one.
PARAGRAPH_LENGTH = 20


class AssignmentRefused(FieldRefused):
    """What cannot be done with an assignment."""


@dataclass(frozen=True)
class NoteEntry:
    """A note as typed. propose: that the assignment be closed."""

    assignment_id: int
    text: str
    paragraph: str = ""
    propose: bool = False


class NotesRefused(AssignmentRefused):
    """Notes of which at least one is refused: sentences by the number of the assignment. None is saved."""

    def __init__(self, errors: dict[int, AssignmentRefused]) -> None:
        super().__init__("Inget är sparat än. Rätta det som är markerat.")
        self.errors = errors


@transaction.atomic
def save_assignment(
    *, assignment: Assignment, units: Iterable[Unit], seen: str | None = None, by: Any
) -> Assignment:
    """Store a new or changed assignment with its responsible units. A new one is placed last in the register.

    seen is the fingerprint of what the writer began from. Raises AssignmentRefused if somebody has changed it
    since, and with the first fault of goals.assignment_faults.
    """
    is_new = assignment.pk is None
    if seen is not None and not is_new and fingerprint(_locked(assignment)) != seen:
        raise AssignmentRefused(changed_meanwhile("uppdraget"))
    responsible = list(units)
    for field, sentence in faults(assignment, units=responsible):
        raise AssignmentRefused(sentence, field)
    if is_new and not assignment.position:
        last = (
            assignment.committee.assignments.order_by("-position").values_list("position", flat=True).first()
        )
        assignment.position = (last or 0) + 1
    assignment.save()
    assignment.units.set(responsible)
    record(
        by=by,
        action="lade till uppdrag" if is_new else "ändrade uppdrag",
        committee=assignment.committee,
        subject=assignment,
        code=assignment.code,
        giver=assignment.giver_name or assignment.get_giver_display(),
        decided_on=_day(assignment.decided_on),
        paragraph=assignment.decision_paragraph,
        due=shown_due(due_of(assignment)),
        units=[unit.code for unit in responsible],
        responsible=assignment.responsible,
    )
    return assignment


@transaction.atomic
def enter_assignment(
    *, assignment: Assignment, units: Iterable[Unit], goal: Goal | None, by: Any
) -> Assignment:
    """Store a new assignment, under a goal where one is given. Raises AssignmentRefused, and then nothing is stored."""
    saved = save_assignment(assignment=assignment, units=units, by=by)
    if goal is not None:
        link_goals(assignment=saved, year=goal.year, goals=[goal], by=by)
    return saved


def fingerprint(assignment: Assignment) -> str:
    """The same as long as what people write about the assignment's own facts is the same."""
    return fingerprint_of(assignment, _FACTS, ["units"])


def due_of(assignment: Assignment) -> Due:
    return Due(assignment.due, assignment.due_on, tuple(assignment.due_months))


def set_due(assignment: Assignment, due: Due) -> None:
    """Put a time that has been read on an assignment that is not saved yet."""
    assignment.due, assignment.due_on, assignment.due_months = due.kind, due.on, list(due.months)


@transaction.atomic
def note(
    *,
    assignment: Assignment,
    text: str,
    meeting_on: date | None = None,
    paragraph: str = "",
    propose: bool = False,
    by: Any,
) -> AssignmentNote:
    """Write in the assignment's log, for a meeting or between them; propose that it be closed, too.

    Raises AssignmentRefused.
    """
    stored = _locked(assignment)
    if stored.status == Assignment.Status.CLOSED:
        raise AssignmentRefused(f"{_closed(stored)} Öppna det igen för att skriva om det.")
    text, paragraph = tidied(text), tidied(paragraph)
    if not text:
        raise AssignmentRefused("Skriv vad som har hänt.", "text")
    if len(paragraph) > PARAGRAPH_LENGTH:
        raise AssignmentRefused(f"Paragrafen får vara högst {PARAGRAPH_LENGTH} tecken.", "paragraph")
    if paragraph and meeting_on is None:
        raise AssignmentRefused("Skriv vilket sammanträde paragrafen gäller.", "meeting_on")
    if meeting_on and stored.decided_on and meeting_on < stored.decided_on:
        raise AssignmentRefused(
            f"Uppdraget beslutades först {stored.decided_on}. Välj ett senare sammanträde.", "meeting_on"
        )
    written = AssignmentNote.objects.create(
        assignment=stored,
        meeting_on=meeting_on,
        decision_paragraph=paragraph,
        text=text,
        written_by=str(by)[:150],
    )
    record(
        by=by,
        action="skrev anteckning om uppdrag",
        committee=stored.committee,
        subject=stored,
        code=stored.code,
        meeting_on=_day(meeting_on),
        paragraph=written.decision_paragraph,
        text=written.text,
    )
    if propose:
        propose_closing(assignment=stored, by=by)
    return written


@transaction.atomic
def write_notes(
    *, committee: Committee, entries: Sequence[NoteEntry], meeting_on: date | None, by: Any
) -> list[AssignmentNote]:
    """Write about several assignments at once: all of it or, when NotesRefused says why, nothing."""
    if not entries:
        raise AssignmentRefused("Skriv en anteckning om minst ett uppdrag.")
    found = committee.assignments.in_bulk([entry.assignment_id for entry in entries])
    written, errors = [], {}
    for entry in entries:
        if (assignment := found.get(entry.assignment_id)) is None:
            errors[entry.assignment_id] = AssignmentRefused("Uppdraget finns inte längre.")
            continue
        try:
            written.append(
                note(
                    assignment=assignment,
                    text=entry.text,
                    meeting_on=meeting_on,
                    paragraph=entry.paragraph,
                    propose=entry.propose,
                    by=by,
                )
            )
        except AssignmentRefused as refused:
            errors[entry.assignment_id] = refused
    if errors:
        raise NotesRefused(errors)
    return written


@transaction.atomic
def propose_closing(*, assignment: Assignment, by: Any) -> Assignment:
    """Say that the assignment is done, for the committee to decide. Raises AssignmentRefused if that is said."""
    stored = _locked(assignment)
    if stored.status == Assignment.Status.CLOSED:
        raise AssignmentRefused(_closed(stored))
    if stored.status == Assignment.Status.TO_CLOSE:
        raise AssignmentRefused("Uppdraget föreslås redan avslutas.")
    stored.status = Assignment.Status.TO_CLOSE
    stored.save(update_fields=["status"])
    _record_step(stored, "föreslog att uppdrag avslutas", by)
    return stored


@transaction.atomic
def close(*, assignment: Assignment, on: date | None, paragraph: str, by: Any) -> Assignment:
    """Close by the decision made on the day, with its paragraph. Raises AssignmentRefused."""
    stored = _locked(assignment)
    if stored.status == Assignment.Status.CLOSED:
        raise AssignmentRefused(_closed(stored))
    if on is None:
        raise AssignmentRefused("Skriv vilken dag avslutet beslutades.", "on")
    if not paragraph.strip():
        raise AssignmentRefused("Skriv beslutets paragraf.", "paragraph")
    if stored.decided_on and on < stored.decided_on:
        raise AssignmentRefused(
            f"Uppdraget beslutades {stored.decided_on} och kan inte avslutas före dess.", "on"
        )
    stored.status = Assignment.Status.CLOSED
    stored.closed_on, stored.closed_paragraph = on, paragraph.strip()
    stored.save(update_fields=["status", "closed_on", "closed_paragraph"])
    _record_step(stored, "avslutade uppdrag", by, decided_on=_day(on), paragraph=stored.closed_paragraph)
    return stored


@transaction.atomic
def reopen(*, assignment: Assignment, reason: str, by: Any) -> Assignment:
    """Go on with an assignment that is closed or proposed to be. The reason, and the decision that no longer
    holds, stay in its log. Raises AssignmentRefused without a reason, or if it is open.
    """
    stored = _locked(assignment)
    if stored.status == Assignment.Status.OPEN:
        raise AssignmentRefused("Uppdraget pågår redan.")
    if not reason.strip():
        raise AssignmentRefused("Skriv varför uppdraget ska fortsätta.", "reason")
    before = (
        f"Öppnat igen. {_closed(stored)}"
        if stored.status == Assignment.Status.CLOSED
        else "Förslaget att avsluta är återtaget."
    )
    AssignmentNote.objects.create(
        assignment=stored, text=f"{before} {reason.strip()}", written_by=str(by)[:150]
    )
    _record_step(
        stored,
        "öppnade uppdrag igen",
        by,
        before=_day(stored.closed_on),
        paragraph=stored.closed_paragraph,
        reason=reason.strip(),
    )
    stored.status, stored.closed_on, stored.closed_paragraph = Assignment.Status.OPEN, None, ""
    stored.save(update_fields=["status", "closed_on", "closed_paragraph"])
    return stored


@transaction.atomic
def delete_assignment(*, assignment: Assignment, by: Any) -> None:
    """Delete what was entered by mistake. Raises AssignmentRefused if anything is written about it."""
    stored = _locked(assignment)
    if why := standing_in_the_way(stored):
        raise AssignmentRefused(why)
    _record_step(stored, "tog bort uppdrag", by, name=stored.title)
    stored.delete()


def standing_in_the_way(assignment: Assignment) -> str:
    """Why an assignment cannot be deleted, as a sentence; '' if it can."""
    if assignment.status == Assignment.Status.CLOSED:
        return f"{_closed(assignment)} Det kan inte tas bort."
    written = [
        name
        for name, rows in (("anteckningar", assignment.notes), ("bedömningar", assignment.assessments))
        if rows.exists()
    ]
    if not written:
        return ""
    return f"Uppdraget har {' och '.join(written)} och kan inte tas bort. Avsluta det i stället."


@transaction.atomic
def link_goals(
    *, assignment: Assignment, year: int, goals: Iterable[Goal], seen: str | None = None, by: Any
) -> list[Goal]:
    """Make goals those of the year that the assignment serves.

    seen is the fingerprint of those that it served when the writer began. Raises AssignmentRefused if somebody has
    changed them since, and for any other goal.
    """
    stored, wanted = _locked(assignment), {goal.pk: goal for goal in goals}
    before = {goal.pk: goal for goal in stored.goals.filter(year=year)}
    if seen is not None and fingerprint_of_links(before.values()) != seen:
        raise AssignmentRefused(changed_meanwhile("uppdragets mål"))
    if any(goal.committee_id != stored.committee_id or goal.year != year for goal in wanted.values()):
        raise AssignmentRefused(f"Välj bland nämndens mål för {year}.", "goals")
    stored.goals.remove(*(before[pk] for pk in before.keys() - wanted.keys()))
    stored.goals.add(*wanted.values())
    _record_step(
        stored,
        "knöt uppdrag till mål",
        by,
        year=year,
        before=sorted(goal.code for goal in before.values()),
        after=sorted(goal.code for goal in wanted.values()),
    )
    return list(wanted.values())


@transaction.atomic
def link_assignments(
    *, goal: Goal, assignments: Iterable[Assignment], seen: str | None = None, by: Any
) -> list[Assignment]:
    """Make assignments those that stand under the goal.

    seen is the fingerprint of those that stood there when the writer began. Raises AssignmentRefused if somebody has
    changed them since, and for another committee's.
    """
    stored = Goal.objects.select_for_update().filter(pk=goal.pk).first()
    if stored is None:
        raise AssignmentRefused("Målet finns inte längre: någon annan har tagit bort det.")
    wanted = {assignment.pk: assignment for assignment in assignments}
    before = {assignment.pk: assignment for assignment in stored.assignments.all()}
    if seen is not None and fingerprint_of_links(before.values()) != seen:
        raise AssignmentRefused(changed_meanwhile("uppdragen under målet"))
    if any(assignment.committee_id != goal.committee_id for assignment in wanted.values()):
        raise AssignmentRefused("Välj bland nämndens egna uppdrag.", "assignments")
    stored.assignments.set(wanted.values())
    record(
        by=by,
        action="knöt uppdrag till mål",
        committee=goal.committee,
        subject=goal,
        code=goal.code,
        year=goal.year,
        before=sorted(assignment.code for assignment in before.values()),
        after=sorted(assignment.code for assignment in wanted.values()),
    )
    return list(wanted.values())


def _locked(assignment: Assignment) -> Assignment:
    """As it is stored now: nobody else changes it until the step is taken. Raises AssignmentRefused if it is gone."""
    stored = Assignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if stored is None:
        raise AssignmentRefused("Uppdraget finns inte längre: någon annan har tagit bort det.")
    return stored


def _closed(assignment: Assignment) -> str:
    return f"Uppdraget avslutades {assignment.closed_on}, § {assignment.closed_paragraph}."


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _record_step(assignment: Assignment, action: str, by: Any, **details: Any) -> None:
    record(
        by=by,
        action=action,
        committee=assignment.committee,
        subject=assignment,
        code=assignment.code,
        **details,
    )
