"""bedomningar.csv and uppfoljning/: what units judged and wrote about goals, assignments and indicators."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from goals.assessing import MOST_CHARACTERS, REASON_LENGTH
from reports.packages.files import Package, Row, period_of
from reports.packages.known import Known, scale_code

ASSESSMENTS, FOLLOW_UPS = "bedomningar.csv", "uppfoljning"
ASSESSMENT_COLUMNS = ("slag", "kod", "ansvar", "period", "nivå")
OPTIONAL_COLUMNS = ("förslag", "skäl", "skriven av", "tid")
ALL_COLUMNS = (*ASSESSMENT_COLUMNS, *OPTIONAL_COLUMNS)
MEASURES = ".atgarder"
NAME_LENGTH = 150
# What stands in the column 'slag', the folder in uppfoljning, and the field of an assessment.
SUBJECTS = {"mål": ("mal", "goal"), "uppdrag": ("uppdrag", "assignment"), "mått": ("matt", "indicator")}
FOLDERS = {folder: kind for kind, (folder, _) in SUBJECTS.items()}


@dataclass(frozen=True)
class AssessmentKey:
    """kind is 'mål', 'uppdrag' or 'mått'; a goal's year is the period's."""

    kind: str
    code: str
    unit: str
    year: int
    month: int


class Stamp(NamedTuple):
    by: str | None = None
    at: datetime | None = None


@dataclass
class AssessmentFiles:
    """By key what the package says: level and proposed are scale/level ('' for none), texts are Markdown.

    stamps say who wrote it and when, each None where the package does not tell.
    """

    found: dict[AssessmentKey, dict[str, str]] = field(default_factory=dict)
    stamps: dict[AssessmentKey, Stamp] = field(default_factory=dict)

    def say(self, key: AssessmentKey, **values: str) -> None:
        self.found.setdefault(key, {}).update(values)


def read_assessments(package: Package, known: Known) -> AssessmentFiles:
    files = AssessmentFiles()
    seen: dict[AssessmentKey, int] = {}
    for row in package.rows(ASSESSMENTS, ASSESSMENT_COLUMNS, OPTIONAL_COLUMNS):
        kind, unit, period = row.choice("slag", SUBJECTS), known.unit(row), row.period()
        if kind is None or period is None:
            continue
        key = AssessmentKey(kind, row.cells["kod"], unit, *period)
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Samma bedömning står redan på rad {seen[key]}.")
        scale = scale_code(known, key.kind, key.year, key.code)
        if scale is None:
            row.error(_unknown(key))
            continue
        level, proposed = (_level(row, column, scale, known) for column in ("nivå", "förslag"))
        files.say(key, level=level, proposed=proposed, reason=row.text("skäl", REASON_LENGTH, required=False))
        by = row.text("skriven av", NAME_LENGTH, required=False) or None
        files.stamps[key] = Stamp(by, row.time() if row.cells["tid"] else None)
    _read_texts(package, known, files)
    return files


def _unknown(key: AssessmentKey) -> str:
    if key.kind == "mål":
        return f"Målet ”{key.code}” finns inte {key.year} i mal.csv."
    file = "uppdrag.csv" if key.kind == "uppdrag" else "matt.csv"
    return f"{key.kind.capitalize()}et ”{key.code}” finns inte i {file}."


def _level(row: Row, column: str, scale: str, known: Known) -> str:
    """scale/level. A level alone is of the subject's own scale; one of an earlier scale names it."""
    *earlier, code = row.cells[column].split("/", 1)
    if not code:
        return ""
    scale = earlier[0] if earlier else scale
    if not scale:
        row.error(f"{row.cells['slag'].capitalize()}et {row.cells['kod']} har ingen skala att bedömas på.")
    elif code not in known.scales.get(scale, ()):
        row.error(f"Skalan {scale} har ingen nivå ”{code}”.")
    return f"{scale}/{code}"


def _read_texts(package: Package, known: Known, files: AssessmentFiles) -> None:
    place = package.directory / FOLLOW_UPS
    for path in _files(place):
        file = f"{FOLLOW_UPS}/{path.relative_to(place).as_posix()}"
        parts = path.relative_to(place).parts
        period = period_of(parts[0])
        if len(parts) != 4 or period is None or parts[1] not in FOLDERS or path.suffix != ".md":
            reason = "Texter ligger som period/mal/kod/ansvar.md, eller uppdrag eller matt i stället för mal."
            package.errors.add(file, None, reason)
            continue
        unit = path.stem.removesuffix(MEASURES)
        key = AssessmentKey(FOLDERS[parts[1]], unescaped(parts[2]), unescaped(unit), *period)
        if key.unit not in known.units:
            package.errors.add(file, None, f"Ansvaret ”{key.unit}” finns inte i nämndens organisation.")
        elif scale_code(known, key.kind, key.year, key.code) is None:
            package.errors.add(file, None, _unknown(key))
        elif (text := package.text(file)) is not None:
            clean = text.replace("\r\n", "\n").strip()
            if len(clean) > MOST_CHARACTERS:
                reason = f"Texten är {len(clean)} tecken. Den får vara högst {MOST_CHARACTERS}."
                package.errors.add(file, None, reason)
            files.say(key, **{"measures" if path.stem.endswith(MEASURES) else "text": clean})


def _files(place: Path) -> Iterator[Path]:
    for path in sorted(place.rglob("*")) if place.is_dir() else []:
        if path.is_file() and not path.name.startswith("."):
            yield path


def escaped(code: str) -> str:
    """A code as the name of a file or directory: none begins with a point."""
    return f"%2E{code[1:]}" if code.startswith(".") else code


def unescaped(name: str) -> str:
    return f".{name[3:]}" if name.startswith("%2E") else name


def folder_of(kind: str) -> str:
    return SUBJECTS[kind][0]


def field_of(kind: str) -> Any:
    return SUBJECTS[kind][1]
