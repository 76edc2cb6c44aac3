"""Ordering a file of a report, or its adoption: the job that somebody waits for."""

from typing import Any

from django.db import transaction

from organisation import audit, jobs
from organisation.models import Job
from reports.adopting import Decision
from reports.models import Document, Report
from reports.tasks import adopt_report, make_document

KINDS = {Document.Format.PDF: "rapport som PDF", Document.Format.XLSX: "tabeller som Excel"}


@transaction.atomic
def order(*, report: Report, file_format: Document.Format, by: Any) -> Job:
    """Start a job that makes the file, or give the one that is making it already."""
    Document.objects.get_or_create(report=report, format=file_format)
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("job")
        .get(report=report, format=file_format)
    )
    if document.job is not None and document.job.is_unfinished:
        return document.job
    document.job = jobs.start(
        task=make_document,
        kind=KINDS[file_format],
        subject=report.title,
        by=by,
        committee=report.committee,
        report_pk=report.pk,
        file_format=file_format.value,
    )
    document.save(update_fields=["job"])
    audit.record(
        by=by,
        action="beställde fil",
        committee=report.committee,
        subject=f"{report.title} ({file_format.label})",
        changes_data=False,
    )
    return document.job


@transaction.atomic
def order_adoption(*, report: Report, decision: Decision, by: Any) -> Job:
    """Start the job that makes the report's files and freezes them. It writes the event when it has succeeded."""
    return jobs.start(
        task=adopt_report,
        kind="fastställande av rapport",
        subject=report.title,
        by=by,
        committee=report.committee,
        report_pk=report.pk,
        meeting_on=decision.meeting_on.isoformat(),
        paragraph=decision.paragraph,
        registration_number=decision.registration_number,
        by_pk=by.pk,
    )
