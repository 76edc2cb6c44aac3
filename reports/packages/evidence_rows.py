"""kontrollunderlag.csv and kontrollunderlag/: the files that show what was found at controls."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from internal_control.evidence_checks import MOST_BYTES, CheckedFile, EvidenceRefused, checked, too_large
from reports.packages.control_known import KnownPlans, OccasionKey
from reports.packages.files import Package, Row

EVIDENCE, FOLDER = "kontrollunderlag.csv", "kontrollunderlag"
EVIDENCE_COLUMNS = ("år", "kontroll", "månad", "fil", "tillagd", "tillagd av")
NAME_LENGTH = 150
LONGEST_NAME = 200


@dataclass(frozen=True)
class EvidenceRow:
    row: Row
    key: OccasionKey
    file: CheckedFile
    added_at: datetime
    added_by: str


def read_evidence(package: Package, plans: KnownPlans) -> list[EvidenceRow]:
    """Every file, checked as when somebody adds it. A row without a file and a file without a row are errors."""
    evidence: list[EvidenceRow] = []
    named: dict[str, int] = {}
    for row in package.rows(EVIDENCE, EVIDENCE_COLUMNS):
        key, name = plans.occasion(row, plans.year(row)), row.text("fil", NAME_LENGTH)
        at, by = row.time("tillagd"), row.text("tillagd av", 150)
        if key is None or not name:
            continue
        place = place_of(key, name)
        if named.setdefault(place, row.line) != row.line:
            row.error(f"Filen {name} står redan på rad {named[place]}.")
            continue
        file = _checked(package, row, place, name)
        if file is not None and at is not None:
            evidence.append(EvidenceRow(row, key, file, at, by))
    for place in _files(package):
        if place not in named:
            package.errors.add(place, None, f"Filen står inte i {EVIDENCE}.")
    return evidence


def place_of(key: OccasionKey, name: str) -> str:
    """Where in the package a file of an occasion lies: under its own name as far as a file can have it."""
    year, control, month = key
    return f"{FOLDER}/{year}/{_as_file(control)}/{month}/{_as_file(name)}"


def _as_file(name: str) -> str:
    """None begins with a point, has a slash or is longer than file systems allow."""
    safe = "".join(
        f"%{ord(letter):02X}" if letter in '%/\\:*?"<>|' or ord(letter) < 32 else letter for letter in name
    )
    if safe.startswith("."):
        safe = f"%2E{safe[1:]}"
    if len(safe.encode()) <= LONGEST_NAME:
        return safe
    return f"{sha256(name.encode()).hexdigest()[:32]}{Path(safe).suffix[:10]}"


def _checked(package: Package, row: Row, place: str, name: str) -> CheckedFile | None:
    path = package.directory / place
    if not path.is_file() or path.is_symlink():
        row.error(f"Filen {place} finns inte.")
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(name)
        return checked(name, path.read_bytes())
    except EvidenceRefused as error:
        row.error(f"{name}: {error}")
        return None


def _files(package: Package) -> Iterator[str]:
    folder = package.directory / FOLDER
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if not path.is_dir() and not path.name.startswith("."):
            yield path.relative_to(package.directory).as_posix()
