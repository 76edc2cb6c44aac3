"""Reports that are adopted with their files frozen: what may no longer be done to them, and reading the files."""

from django.db.models import OuterRef

from organisation.models import AdoptedDocument, AdoptedDocumentQuerySet, AdoptedFile, Committee
from reports.models import Report

KIND = "report"

# The file names of a frozen report. PART is the report as it stands within a page of the program.
PART, HTML, PDF, TABLES, FIGURES = "sida.html", "report.html", "rapport.pdf", "tabeller.xlsx", "figures.csv"

# File name → what the reader calls it ('' where it is not offered), and its content type.
FILES = {
    PART: ("", "text/html; charset=utf-8"),
    HTML: ("Webbsida", "text/html; charset=utf-8"),
    PDF: ("PDF", "application/pdf"),
    TABLES: ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    FIGURES: ("Siffror (CSV)", "text/csv; charset=utf-8"),
}


class ReportAdopted(ValueError):
    """A change of an adopted report. The message is Swedish and fit for the user."""


def require_draft(report: Report) -> None:
    """Raise ReportAdopted if the report is adopted, also if its files are not frozen yet."""
    if report.is_adopted:
        instead = (
            "dra tillbaka den"
            if report.is_frozen
            else "frysa dess filer som de är, eller dra tillbaka fastställandet"
        )
        raise ReportAdopted(
            f"Rapporten är fastställd, {report.adopted_on:%Y-%m-%d} § {report.decision_paragraph}, och kan inte"
            f" ändras. Den som får fastställa rapporter kan {instead}, så att den blir ett utkast igen."
        )


def require_unfrozen(report: Report) -> None:
    """Raise ReportAdopted if the report's files are frozen; one that is adopted without them may get them."""
    if report.is_frozen:
        require_draft(report)


def hold_draft(report: Report) -> None:
    """Take the report's row for a change, inside its transaction. Raises ReportAdopted if it has been adopted since."""
    require_draft(_held(report))


def hold_unfrozen(report: Report) -> None:
    """As hold_draft, to freeze its files. Raises ReportAdopted if they have been frozen since."""
    require_unfrozen(_held(report))


def _held(report: Report) -> Report:
    return Report.objects.select_for_update().get(pk=report.pk)


def revisions(report: Report) -> AdoptedDocumentQuerySet:
    """What the report has been adopted as, the newest first."""
    return AdoptedDocument.objects.of(report.committee, KIND, report.slug)


def withdrawn_of(slug: str | OuterRef, committee: Committee) -> AdoptedDocumentQuerySet:
    """The revisions of a report that are valid no more, the newest first."""
    return AdoptedDocument.objects.of(committee, KIND, slug).exclude(withdrawn_at=None)


def withdrawn(report: Report) -> list[AdoptedDocument]:
    """The same of a report that is read, with their files."""
    return list(withdrawn_of(report.slug, report.committee).prefetch_related("files"))


def frozen_file(document_id: int | None, name: str) -> AdoptedFile:
    """A file of an adopted document. Raises AdoptedFile.DoesNotExist."""
    return AdoptedFile.objects.select_related("document").get(document_id=document_id, name=name)


def offered(document: AdoptedDocument) -> list[AdoptedFile]:
    """The document's files that a reader may want, in the order of FILES."""
    order = list(FILES)
    return sorted(
        (file for file in document.files.all() if file.label), key=lambda file: order.index(file.name)
    )


def address_fault(committee: Committee, before: str, after: str) -> str:
    """Why a report may not change its address name from before ('' for a new report); '' if it may."""
    known = AdoptedDocument.objects
    if before == after:
        return ""
    if before and known.of(committee, KIND, before).exists():
        return "Adressnamnet kan inte ändras, för rapporten har fastställda utgåvor under det."
    if known.of(committee, KIND, after).exists():
        return "Adressnamnet hör till ett fastställt dokument. Välj ett annat."
    return ""
