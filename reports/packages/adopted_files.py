"""rapporter/NAMN/faststalld/UTGÅVA/: what a report has been adopted as, to the byte."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils import timezone

from organisation.adoption import FrozenFile, keep_files
from organisation.models import AdoptedDocument, Committee
from reports.frozen import FILES, KIND
from reports.models import Report
from reports.packages.files import Package, iso_date
from reports.packages.upserting import differs
from reports.toml_reading import TableReader, TemplateError

ADOPTED, DECISION = "faststalld", "beslut.toml"
MOST_REVISIONS = 999
OTHER = "Utgåvan finns redan i nämnden och är en annan. Ett paket ändrar inget som är fastställt."


@dataclass(frozen=True)
class Revision:
    """values: the fields of AdoptedDocument that the decision gives."""

    folder: str
    values: Mapping[str, Any]
    files: tuple[FrozenFile, ...]

    @property
    def is_valid(self) -> bool:
        return self.values["withdrawn_at"] is None


def read_revisions(package: Package, folder: str, facts: Mapping[str, Any]) -> list[Revision]:
    """The revisions in a report's folder. facts: those of its rapport.toml, which the valid one must agree with."""
    place = package.directory / folder / ADOPTED
    found = []
    for path in sorted(place.iterdir()) if place.is_dir() else []:
        if path.name.startswith("."):
            continue
        file = f"{folder}/{ADOPTED}/{path.name}"
        number = int(path.name) if path.name.isascii() and path.name.isdigit() else 0
        if not path.is_dir() or path.name != str(number) or not 1 <= number <= MOST_REVISIONS:
            package.errors.add(
                file, None, f"I {ADOPTED} ligger bara kataloger som heter utgåvans nummer: 1, 2 …"
            )
        elif (revision := _read(package, file, number)) is not None:
            found.append(revision)
    _check(package, f"{folder}/{ADOPTED}", [each for each in found if each.is_valid], facts)
    return found


def _check(package: Package, place: str, valid: list[Revision], facts: Mapping[str, Any]) -> None:
    if len(valid) > 1:
        package.errors.add(place, None, "Flera utgåvor gäller. Alla utom en ska vara tillbakadragna.")
    for each in valid:
        decision = each.values["meeting_on"], each.values["decision_paragraph"]
        if decision != (facts["adopted_on"], facts["decision_paragraph"]):
            reason = "Utgåvan gäller, men rapport.toml har inte dess beslutsdatum och paragraf."
            package.errors.add(f"{each.folder}/{DECISION}", None, reason)


def _read(package: Package, folder: str, number: int) -> Revision | None:
    file = f"{folder}/{DECISION}"
    if not package.has(file):
        package.errors.add(file, None, "Filen saknas. Den har utgåvans beslut och filernas kontrollsummor.")
        return None
    reader = package.toml(file, "beslutet")
    if reader is None:
        return None
    try:
        values = {"revision": number, **_decision(reader)}
        named = [
            (table.text("namn"), table.text("sha256").lower()) for table in reader.tables("fil", "en fil")
        ]
        sums = dict(named)
        if sorted(name for name, _ in named) != sorted(FILES):
            raise reader.error(f"En utgåva har filerna {', '.join(FILES)}, var och en gång.", "fil")
        reader.finish()
    except TemplateError as error:
        package.errors.add(file, error.line, error.message)
        return None
    files = [_proved(package, f"{folder}/{name}", sums[name]) for name in FILES]
    return Revision(folder, values, tuple(each for each in files if each is not None))


def _decision(reader: TableReader) -> dict[str, Any]:
    withdrawn = {
        "withdrawn_at": _time(reader, "tillbakadragen", ""),
        "withdrawn_by": reader.text("tillbakadragen_av", "", most=150),
        "withdrawn_reason": reader.text("skal", "", most=500),
    }
    if len({bool(value) for value in withdrawn.values()}) > 1:
        raise reader.error("En tillbakadragen utgåva har tid, person och skäl.", "tillbakadragen")
    meeting = iso_date(reader.text("sammantrade"))
    if meeting is None:
        raise reader.error("”sammantrade” är inte ett datum. Skriv till exempel 2021-09-20.", "sammantrade")
    decided: dict[str, str | date] = {
        "title": reader.text("titel", most=150),
        "meeting_on": meeting,
        "decision_paragraph": reader.text("paragraf", most=20),
        "registration_number": reader.text("diarienummer", "", most=50),
    }
    frozen = {"adopted_at": _time(reader, "fryst"), "adopted_by": reader.text("fryst_av", most=150)}
    return {**decided, **frozen, **withdrawn}


def _time(reader: TableReader, key: str, default: str | None = None) -> datetime | None:
    text = reader.text(key, default)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        example = "2021-09-21T10:30:00+02:00"
        raise reader.error(f"”{key}” är inte en tid. Skriv till exempel {example}.", key) from error
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def _proved(package: Package, file: str, checksum: str) -> FrozenFile | None:
    """The file if it is the one that was adopted; else None with the error collected."""
    path = package.directory / file
    if not path.is_file():
        package.errors.add(file, None, "Filen saknas.")
        return None
    data = path.read_bytes()
    if sha256(data).hexdigest() != checksum:
        reason = f"Filen är inte den som fastställdes: dess kontrollsumma är inte den i {DECISION}."
        package.errors.add(file, None, reason)
        return None
    label, content_type = FILES[Path(file).name]
    return FrozenFile(Path(file).name, label, content_type, data)


def save_revisions(package: Package, committee: Committee, report: Report, revisions: list[Revision]) -> int:
    """Keep the revisions that are not there yet; returns how many. One that is there and differs is an error."""
    known = AdoptedDocument.objects.of(committee, KIND, report.slug).prefetch_related("files")
    existing = {document.revision: document for document in known}
    is_adopted = any(document.withdrawn_at is None for document in existing.values())
    changes = 0
    for revision in revisions:
        document = existing.get(revision.values["revision"])
        if document is None and not (revision.is_valid and is_adopted):
            document = AdoptedDocument.objects.create(
                committee=committee, kind=KIND, key=report.slug, **revision.values
            )
            keep_files(document, revision.files)
            changes += 1
        elif document is None or not _is_same(document, revision):
            package.errors.add(f"{revision.folder}/{DECISION}", None, OTHER)
            continue
        if revision.is_valid and report.frozen_id != document.pk:
            Report.objects.filter(pk=report.pk).update(frozen=document)
            changes += 1
    return changes


def _is_same(document: AdoptedDocument, revision: Revision) -> bool:
    sums = {file.name: file.sha256 for file in document.files.all()}
    return not differs(document, revision.values) and sums == {
        file.name: sha256(file.data).hexdigest() for file in revision.files
    }
