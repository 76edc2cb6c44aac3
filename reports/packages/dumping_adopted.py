"""Writing what a report has been adopted as into a package, each file proved on the way out."""

from pathlib import Path

from django.utils import timezone

from organisation.adoption import FileChanged, verified
from organisation.models import AdoptedDocument
from reports.frozen import revisions
from reports.models import Report
from reports.packages.adopted_files import ADOPTED, DECISION
from reports.packages.file_writing import write_text
from reports.packages.files import PackageError
from reports.packages.toml_writing import toml_lines, toml_table


def write_revisions(report: Report, folder: Path) -> None:
    """Raises PackageError if a file is no longer the one that was adopted."""
    for document in revisions(report).prefetch_related("files"):
        place = folder / ADOPTED / str(document.revision)
        files = sorted(document.files.all(), key=lambda file: file.name)
        decision = _decision(document)
        for file in files:
            decision += toml_table("fil", {"namn": file.name, "sha256": file.sha256})
        write_text(place / DECISION, decision)
        for file in files:
            try:
                (place / file.name).write_bytes(verified(file))
            except FileChanged as error:
                raise PackageError([f"{document}: {error}"]) from error


def _decision(document: AdoptedDocument) -> str:
    gone = document.withdrawn_at
    return toml_lines(
        {
            "titel": document.title,
            "sammantrade": document.meeting_on.isoformat(),
            "paragraf": document.decision_paragraph,
            "diarienummer": document.registration_number,
            "fryst": timezone.localtime(document.adopted_at).isoformat(),
            "fryst_av": document.adopted_by,
            "tillbakadragen": timezone.localtime(gone).isoformat() if gone else "",
            "tillbakadragen_av": document.withdrawn_by,
            "skal": document.withdrawn_reason,
        }
    )
