"""Files of a report, PDF and Excel: made in a job, kept, and not made again while nothing has changed.

A file is fresh while the committee's data version and the program are those it was made at; that costs one query.
If the data have changed, what the file would be made from is put together anew, and only if that differs from
last time is the file made again.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

import weasyprint
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from organisation import audit, jobs
from reports.building import build
from reports.contents import ReportContents
from reports.excel import workbook
from reports.models import Document, Report
from reports.pdf import make_pdf
from reports.printable import printable
from reports.rendering import PRINT, render_html
from reports.template import TemplateError

URL_NAMES = {Document.Format.PDF: "report_pdf", Document.Format.XLSX: "report_xlsx"}
DISK_FULL = (
    "Disken är full, så filen kunde inte sparas. En tidigare fil är kvar som den var. "
    "Be den som sköter driften att göra plats, och försök igen."
)

Step = Callable[[int, int, str], None]


def address(report: Report, file_format: Document.Format) -> str:
    return reverse(URL_NAMES[file_format], kwargs={"committee": report.committee.slug, "report": report.slug})


def file_name(report: Report, file_format: Document.Format) -> str:
    """What the file is called where it is saved: 'Delårsrapport 2021-08 Socialnämnden.pdf'."""
    words = f"{report.title} {report.year}-{report.month:02} {report.committee.name}"
    kept = "".join(letter for letter in words if letter.isalnum() or letter in " -")
    return f"{kept}.{file_format.value}"


def kept_document(report: Report, file_format: Document.Format) -> Document | None:
    return Document.objects.filter(report=report, format=file_format).select_related("job").first()


def is_fresh(document: Document | None, report: Report) -> bool:
    """Whether the kept file is what would be made now."""
    return (
        document is not None
        and document.program == program()
        and document.version == audit.version(report.committee)
        and _exists(document)
    )


def make(report: Report, file_format: Document.Format, step: Step) -> Document:
    """Make the file if what it is made from has changed; else note that it has not.

    Raises jobs.JobError with a sentence if the template is wrong or the disk is full; the kept file stays.
    """
    # Read first: what changes while the file is made leaves it stale.
    version = audit.version(report.committee)
    step(0, 4, "Räknar fram siffrorna")
    try:
        contents = printable(build(report))
    except TemplateError as error:
        raise jobs.JobError(f"Rapportens mall kan inte användas: {error}") from error
    step(1, 4, "Ställer samman rapporten")
    material = render_html(contents, template=PRINT) if file_format == Document.Format.PDF else repr(contents)
    checksum = hashlib.sha256(f"{program()}\0{material}".encode()).hexdigest()
    document, _ = Document.objects.get_or_create(report=report, format=file_format)
    if document.contents_hash != checksum or not _exists(document):
        step(2, 4, "Gör filen")
        _replace(
            document, checksum, file_format, lambda target: _write(file_format, contents, material, target)
        )
        step(3, 4, "Sparar")
    Document.objects.filter(pk=document.pk).update(version=version, program=program())
    document.refresh_from_db()
    return document


def _write(file_format: Document.Format, contents: ReportContents, material: str, target: IO[bytes]) -> None:
    if file_format == Document.Format.PDF:
        make_pdf(material, target)
    else:
        target.write(workbook(contents))


def _exists(document: Document) -> bool:
    name = document.file.name
    return bool(name) and document.file.storage.exists(str(name))


def _replace(
    document: Document, checksum: str, file_format: Document.Format, write: Callable[[IO[bytes]], None]
) -> None:
    """Write a new file whole, point the row at it, and only then let the old one go."""
    name = f"documents/{document.report_id}/{checksum[:20]}.{file_format.value}"
    with _whole_file(Path(document.file.storage.path(name))) as target:
        write(target)
    old = document.file.name
    Document.objects.filter(pk=document.pk).update(file=name, contents_hash=checksum, made_at=timezone.now())
    if old and old != name:
        document.file.storage.delete(old)


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that comes into being when the block ends, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".making-", delete=False) as target:
            try:
                yield target
                target.flush()
                os.fsync(target.fileno())
                Path(target.name).replace(path)
            except BaseException:
                Path(target.name).unlink()
                raise
    except OSError as error:
        if jobs.is_disk_full(error):
            raise jobs.JobError(DISK_FULL) from error
        raise


@cache
def program() -> str:
    """A checksum of what decides how a file looks besides its contents; read once by each process."""
    return program_of(Path(settings.BASE_DIR))


# What reports are read through, besides their own: a level, a target or a result is put into words there.
_APPS = ("organisation", "budget", "goals", "internal_control", "reports")


def program_of(base: Path) -> str:
    """Of code, templates, style and WeasyPrint. All code of the apps: what a report asks leads through most of it."""
    parts = [path for app in _APPS for kind in ("*.py", "*.css") for path in (base / app).rglob(kind)]
    parts += (base / "templates" / "reports").rglob("*.html")
    digest = hashlib.sha256(weasyprint.VERSION.encode())
    for part in sorted(parts):
        digest.update(part.read_bytes())
    return digest.hexdigest()
