"""Writing assessments into a package: levels in a file of rows, texts as files of their own."""

from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone

from goals.measured import hidden_years
from goals.models import Assessment, AssessmentLevel
from organisation.models import Committee
from reports.packages.assessment_files import (
    ALL_COLUMNS,
    ASSESSMENTS,
    FOLLOW_UPS,
    MEASURES,
    SUBJECTS,
    escaped,
)
from reports.packages.file_writing import write_rows, write_text


def write_assessments(committee: Committee, to: Path, *, all_values: bool) -> None:
    """Without those of an indicator's year with a value that is hidden: beside the target they may tell what it is."""
    stored = Assessment.objects.filter(unit__committee=committee).select_related(
        "goal__level", "assignment", "indicator", "unit", "level__scale", "proposed__scale"
    )
    found = list(stored) if all_values else _told(stored)
    rows = sorted(
        ((row.year, row.month, *_subject(row), row.unit.position, row.unit.code, row) for row in found),
        key=lambda each: each[:-1],
    )
    write_rows(
        to / ASSESSMENTS,
        ALL_COLUMNS,
        (
            (
                list(SUBJECTS)[place],
                code,
                unit if row.unit.parent_id else "",
                f"{year}{month:02}",
                _level(row, row.level),
                _level(row, row.proposed),
                row.reason,
                row.changed_by,
                timezone.localtime(row.changed_at).isoformat(),
            )
            for year, month, place, _, code, _, unit, row in rows
        ),
    )
    for year, month, place, _, code, _, unit, row in rows:
        folder, _ = list(SUBJECTS.values())[place]
        file = to / FOLLOW_UPS / f"{year}{month:02}" / folder / escaped(code) / escaped(unit)
        for ending, text in (("", row.text), (MEASURES, row.measures)):
            if clean := text.replace("\r\n", "\n").strip():
                write_text(file.with_name(f"{file.name}{ending}.md"), f"{clean}\n")


def _told(stored: Iterable[Assessment]) -> list[Assessment]:
    rows = list(stored)
    hidden = hidden_years(
        {row.indicator_id for row in rows if row.indicator_id is not None},
        {row.year for row in rows},
        units={row.unit_id for row in rows},
    )
    return [row for row in rows if (row.indicator_id, row.unit_id, row.year) not in hidden]


def _level(row: Assessment, level: AssessmentLevel | None) -> str:
    """With its scale before it where that is not the one that the subject is assessed on now."""
    if level is None:
        return ""
    subject = row.goal.level if row.goal else row.assignment or row.indicator
    is_own = subject is not None and level.scale_id == subject.scale_id
    return level.code if is_own else f"{level.scale.code}/{level.code}"


def _subject(row: Assessment) -> tuple[int, int, str]:
    """Which kind of subject it is, its position and its code."""
    for place, (_, name) in enumerate(SUBJECTS.values()):
        if subject := getattr(row, name):
            return place, subject.position, subject.code
    raise AssertionError("an assessment has one subject")
