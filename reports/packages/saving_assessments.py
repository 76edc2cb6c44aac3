"""Writing the assessments of a package, with what they replace kept as the browser keeps it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from goals.models import Assessment, AssessmentLevel, ReplacedAssessment
from organisation.models import Committee, Unit
from organisation.periods import MonthClosed, require_open
from reports.packages.assessment_files import (
    ASSESSMENTS,
    NAME_LENGTH,
    SUBJECTS,
    AssessmentFiles,
    Stamp,
    field_of,
)
from reports.packages.files import Package
from reports.packages.upserting import differs

Key = tuple[str, int, int, int, int]


def save_assessments(package: Package, committee: Committee, files: AssessmentFiles, by: Any) -> int:
    """Write what the package says and nothing else; returns how many changed. A closed month is an error."""
    wanted, stamps = _wanted(committee, files)
    stored = _stored(committee)
    changing = {
        key: values for key, values in wanted.items() if differs(stored.get(key, Assessment()), values)
    }
    try:
        require_open(committee, {(year, month) for _, _, _, year, month in changing})
    except MonthClosed as error:
        package.errors.add(ASSESSMENTS, None, str(error))
        return 0
    now, who = timezone.now(), str(by)[:NAME_LENGTH]
    kept, changed, created = [], [], []
    for key, values in changing.items():
        kind, subject, unit, year, month = key
        row, stamp = stored.get(key), stamps.get(key, Stamp())
        changed_by, changed_at = stamp.by or who, stamp.at or now
        if row is None:
            created.append(
                Assessment(
                    **{f"{kind}_id": subject},
                    unit_id=unit,
                    year=year,
                    month=month,
                    changed_at=changed_at,
                    changed_by=changed_by,
                    **values,
                )
            )
            continue
        if row.text or row.measures or row.level_id:
            kept.append(_replaced(row))
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.changed_at, row.changed_by = changed_at, changed_by
        changed.append(row)
    ReplacedAssessment.objects.bulk_create(kept, batch_size=500)
    Assessment.objects.bulk_create(created, batch_size=500)
    fields = ["level", "proposed", "reason", "text", "measures", "version", "changed_at", "changed_by"]
    Assessment.objects.bulk_update(changed, fields, batch_size=200)
    return len(changing)


def refuse_other_scales(package: Package, committee: Committee) -> None:
    """An assignment that is assessed keeps its scale: that a package gives it another is an error.

    Goals and indicators may get another scale, and what was judged on the one before stands.
    """
    assessed = Assessment.objects.filter(assignment__committee=committee, level__isnull=False)
    wrong = assessed.filter(Q(assignment__scale=None) | ~Q(level__scale=F("assignment__scale")))
    for code in sorted(set(wrong.values_list("assignment__code", flat=True))):
        package.errors.add(ASSESSMENTS, None, f"Uppdraget {code} är redan bedömt på en annan skala.")


def _replaced(row: Assessment) -> ReplacedAssessment:
    return ReplacedAssessment(
        assessment=row,
        version=row.version,
        level_id=row.level_id,
        text=row.text,
        measures=row.measures,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _stored(committee: Committee) -> dict[Key, Assessment]:
    found: dict[Key, Assessment] = {}
    for row in Assessment.objects.filter(unit__committee=committee):
        for _, kind in SUBJECTS.values():
            if subject := getattr(row, f"{kind}_id"):
                found[kind, subject, row.unit_id, row.year, row.month] = row
    return found


def _wanted(
    committee: Committee, files: AssessmentFiles
) -> tuple[dict[Key, Mapping[str, Any]], dict[Key, Stamp]]:
    """What is written, and by whom and when as far as the package tells: that alone is no change."""
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    goals = {(year, code): pk for pk, year, code in committee.goals.values_list("pk", "year", "code")}
    others: dict[str, dict[str, int]] = {
        "uppdrag": dict(committee.assignments.values_list("code", "pk")),
        "mått": dict(committee.indicators.values_list("code", "pk")),
    }
    levels = {
        f"{scale}/{code}": pk
        for pk, scale, code in AssessmentLevel.objects.filter(scale__committee=committee).values_list(
            "pk", "scale__code", "code"
        )
    }

    wanted: dict[Key, Mapping[str, Any]] = {}
    stamps: dict[Key, Stamp] = {}
    for key, said in files.found.items():
        subject = goals[key.year, key.code] if key.kind == "mål" else others[key.kind][key.code]
        values: dict[str, Any] = {name: said[name] for name in ("reason", "text", "measures") if name in said}
        values |= {
            f"{name}_id": levels[said[name]] if said[name] else None
            for name in ("level", "proposed")
            if name in said
        }
        row: Key = (field_of(key.kind), subject, units[key.unit], key.year, key.month)
        wanted[row], stamps[row] = values, files.stamps.get(key, Stamp())
    return wanted, stamps
