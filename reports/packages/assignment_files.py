"""uppdrag.csv and uppdragsanteckningar.csv: assignments, and what was said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goals.assignment_faults import FOR_GOALS, faults
from goals.models import AssessmentScale, Assignment, AssignmentNote, Giver
from organisation.due_texts import Due, DueRefused, parsed_due
from organisation.models import Committee
from reports.packages.assessed_rows import AssessedRow, read_assessed, save_assessed
from reports.packages.files import Package, Row
from reports.packages.goal_files import LONG
from reports.packages.known import Known
from reports.packages.upserting import updated

ASSIGNMENTS, NOTES = "uppdrag.csv", "uppdragsanteckningar.csv"
ASSIGNMENT_COLUMNS = ("kod", "uppdrag", "givet av")
OPTIONAL_COLUMNS = (
    "beskrivning",
    "vem",
    "beslutat den",
    "paragraf",
    "diarienummer",
    "enheter",
    "ansvarig",
    "klart",
    "läge",
    "avslutat den",
    "avslutsparagraf",
    "skala",
    "mål",
    "infört",
)
ALL_COLUMNS = ("kod", "uppdrag", "beskrivning", "givet av", *OPTIONAL_COLUMNS[1:])
NOTE_COLUMNS = ("uppdrag", "sammanträde", "paragraf", "tid", "skriven av", "anteckning")


@dataclass(frozen=True)
class NoteRow:
    assignment: str
    written_at: datetime
    values: Mapping[str, Any]


def read_assignments(package: Package, known: Known) -> list[AssessedRow]:
    rows = package.rows(ASSIGNMENTS, ASSIGNMENT_COLUMNS, OPTIONAL_COLUMNS)
    assignments = read_assessed(rows, lambda row: _read_assignment(row, known), "Uppdraget")
    known.assignments.update({assignment.code: assignment.scale for assignment in assignments})
    return assignments


def _read_assignment(row: Row, known: Known) -> AssessedRow:
    values: dict[str, Any] = {
        "title": row.text("uppdrag", 500),
        "text": row.lines("beskrivning", LONG),
        "giver": row.labelled("givet av", Giver),
        "giver_name": row.text("vem", 100, required=False),
        "decided_on": row.day("beslutat den"),
        "decision_paragraph": row.text("paragraf", 20, required=False),
        "registration_number": row.text("diarienummer", 50, required=False),
        "responsible": row.text("ansvarig", 100, required=False),
        **_due(row),
        "status": row.labelled("läge", Assignment.Status, Assignment.Status.OPEN),
        "closed_on": row.day("avslutat den"),
        "closed_paragraph": row.text("avslutsparagraf", 20, required=False),
    }
    if row.cells["infört"] and (entered := row.time("infört")):
        values["entered_at"] = entered
    is_closed = values["status"] == Assignment.Status.CLOSED
    if is_closed and not (values["closed_on"] and values["closed_paragraph"]):
        row.error("Ett uppdrag avslutas med ett beslut: skriv datum och paragraf.")
    if not is_closed and (values["closed_on"] or values["closed_paragraph"]):
        row.error("Uppdraget har ett beslut om avslut, men läget är inte Avslutat.")
    code = row.code("kod", 30)
    for _, sentence in faults(Assignment(code=code, **values), units=()):
        row.error(sentence)
    scale = known.scale(row)
    if known.scale_uses.get(scale) == AssessmentScale.Use.GOAL and known.assignments.get(code) != scale:
        row.error(FOR_GOALS)
    return AssessedRow(code, scale, known.unit_codes(row), known.goal_keys(row), values)


def _due(row: Row) -> dict[str, Any]:
    try:
        due = parsed_due(row.cells["klart"])
    except DueRefused as error:
        row.error(f"klart: {error}")
        due = Due()
    return {"due": due.kind, "due_on": due.on, "due_months": list(due.months)}


def read_notes(package: Package, known: Known) -> list[NoteRow]:
    notes: list[NoteRow] = []
    seen: dict[tuple[str, datetime], int] = {}
    for row in package.rows(NOTES, NOTE_COLUMNS):
        code, at = row.cells["uppdrag"], row.time()
        if code not in known.assignments:
            row.error(f"Uppdraget ”{code}” finns inte i {ASSIGNMENTS}.")
        values = {
            "meeting_on": row.day("sammanträde"),
            "decision_paragraph": row.text("paragraf", 20, required=False),
            "text": row.lines("anteckning", LONG),
            "written_by": row.text("skriven av", 150),
        }
        row.text("anteckning", LONG)
        if at is None:
            continue
        if seen.setdefault((code, at), row.line) != row.line:
            row.error(f"Uppdraget {code} har redan en anteckning med den tiden, på rad {seen[code, at]}.")
        notes.append(NoteRow(code, at, values))
    return notes


def save_assignments(committee: Committee, assignments: list[AssessedRow], notes: list[NoteRow]) -> int:
    """Write assignments, in the file's order, and notes; returns how many changed. Others stay."""
    changes, ids = save_assessed(Assignment, committee, assignments)
    stored_notes = {
        (note.assignment_id, note.written_at): note
        for note in AssignmentNote.objects.filter(assignment__committee=committee)
    }
    wanted_notes: dict[tuple[int, datetime], Mapping[str, Any]] = {
        (ids[note.assignment], note.written_at): {
            "assignment_id": ids[note.assignment],
            "written_at": note.written_at,
            **note.values,
        }
        for note in notes
    }
    return changes + updated(AssignmentNote, stored_notes, wanted_notes)
