"""A report as files in a directory: report.html, report.pdf, figures.csv and tabeller.xlsx.

Of a frozen report they are the bytes that were adopted.
"""

from pathlib import Path

from organisation.adoption import verified
from reports import documents, frozen
from reports.building import build
from reports.figures_csv import figures_csv
from reports.models import Document, Report
from reports.printable import printable
from reports.rendering import STANDALONE, render_html

HTML, PDF, FIGURES, TABLES = "report.html", "report.pdf", "figures.csv", "tabeller.xlsx"


def _unwatched(done: int, total: int, what: str) -> None:
    """Nobody waits at a page for these files."""


def export(report: Report, directory: Path) -> list[str]:
    """Write the report's files to directory; returns the names of those that were new or had changed.

    What has not changed since last time is neither made nor written again. Raises TemplateError,
    SameFigureTwice, FileChanged, jobs.JobError and OSError; a file is written whole or not at all.
    """
    directory.mkdir(parents=True, exist_ok=True)
    files = _frozen(report) if report.is_frozen else _made(report)
    return [name for name, content in files.items() if _written(directory / name, content)]


def _frozen(report: Report) -> dict[str, bytes]:
    names = {HTML: frozen.HTML, FIGURES: frozen.FIGURES, PDF: frozen.PDF, TABLES: frozen.TABLES}
    return {name: verified(frozen.frozen_file(report.frozen_id, kept_as)) for name, kept_as in names.items()}


def _made(report: Report) -> dict[str, bytes]:
    contents = printable(build(report))
    files = {
        HTML: render_html(contents, template=STANDALONE).encode(),
        FIGURES: figures_csv(contents).encode(),
    }
    for name, file_format in ((PDF, Document.Format.PDF), (TABLES, Document.Format.XLSX)):
        document = documents.kept_document(report, file_format)
        if document is None or not documents.is_fresh(document, report):
            document = documents.make(report, file_format, _unwatched)
        with document.file.open("rb") as made:
            files[name] = made.read()
    return files


def _written(path: Path, content: bytes) -> bool:
    """Whether the file differed and was written."""
    if path.exists() and path.read_bytes() == content:
        return False
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return True
