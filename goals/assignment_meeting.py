"""What a meeting of the committee is shown about its assignments, and the sheet of notes that is written from it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from goals import assignment_lists as lists
from goals.assigning import AssignmentRefused, NoteEntry
from goals.models import Assignment, AssignmentNote, AssignmentQuerySet
from organisation.models import Committee

# Between meetings, where nothing tells when the previous one was.
USUAL_INTERVAL = timedelta(days=30)


@dataclass(frozen=True)
class MeetingList:
    """key is what it is called in addresses; empty is said where it has no rows."""

    key: str
    title: str
    about: str
    empty: str
    rows: list[Assignment]


def previous_meeting(committee: Committee, meeting: date) -> date:
    """The latest meeting before this one that a note was written for, else about a month before it."""
    notes = AssignmentNote.objects.filter(assignment__committee=committee, meeting_on__lt=meeting)
    latest = notes.order_by("-meeting_on").values_list("meeting_on", flat=True).first()
    return latest or meeting - USUAL_INTERVAL


def meeting_lists(assignments: AssignmentQuerySet, *, meeting: date, previous: date) -> list[MeetingList]:
    """The five lists. An assignment stands in each that it belongs to."""
    return [
        MeetingList(
            "nya",
            "Nya",
            f"Beslutade eller införda från och med {previous}.",
            "Inga nya uppdrag sedan förra sammanträdet.",
            _rows(lists.new(assignments, previous, meeting)),
        ),
        MeetingList(
            "forsenade",
            "Försenade",
            f"Skulle ha varit klara eller rapporterade före {meeting}.",
            "Inga uppdrag är försenade.",
            list(lists.by_due(lists.with_last_note(lists.late(assignments, meeting)))),
        ),
        MeetingList(
            "tysta",
            "Tysta",
            f"Givna före {previous}, och ingenting är rapporterat sedan dess.",
            "Inga uppdrag är tysta.",
            _rows(lists.silent(assignments, previous)),
        ),
        MeetingList(
            "foreslas",
            "Föreslås avslutas",
            "Väntar på nämndens beslut.",
            "Inga uppdrag föreslås avslutas.",
            _rows(lists.to_close(assignments)),
        ),
        MeetingList(
            "pagar",
            "Pågår",
            "Alla som varken är avslutade eller föreslås avslutas.",
            "Inga uppdrag pågår.",
            _rows(lists.still_open(assignments)),
        ),
    ]


def _rows(assignments: AssignmentQuerySet) -> list[Assignment]:
    return list(lists.with_last_note(lists.with_last_reported(assignments)).in_order())


@dataclass(frozen=True)
class SheetRow:
    """An assignment with what is typed about it, and why it was refused."""

    assignment: Assignment
    entry: NoteEntry
    refused: AssignmentRefused | None = None


def sheet(
    assignments: Iterable[Assignment],
    entries: Mapping[int, NoteEntry],
    errors: Mapping[int, AssignmentRefused],
) -> list[SheetRow]:
    return [
        SheetRow(each, entries.get(each.pk) or NoteEntry(each.pk, ""), errors.get(each.pk))
        for each in assignments
    ]


_FIELD = re.compile(r"(text|paragraf|foresla)-(\d{1,15})")


def typed(posted: Mapping[str, str]) -> dict[int, NoteEntry]:
    """What was typed in text-17, paragraf-17 and foresla-17, for those where anything was."""
    numbers = {int(match[2]) for name in posted if (match := _FIELD.fullmatch(name)) and posted[name].strip()}
    return {
        number: NoteEntry(
            number,
            posted.get(f"text-{number}", ""),
            posted.get(f"paragraf-{number}", ""),
            bool(posted.get(f"foresla-{number}")),
        )
        for number in sorted(numbers)
    }
