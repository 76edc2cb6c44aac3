from celery import shared_task

from organisation import jobs
from reports import documents
from reports.models import Document, Report


@shared_task(name="reports.make_document")
def make_document(job_pk: int, *, report_pk: int, file_format: str) -> None:
    with jobs.run(job_pk) as progress:
        report = Report.objects.select_related("committee__municipality", "template").get(pk=report_pk)
        made = Document.Format(file_format)
        # Also where it fails: that page says why and lets the work be started again.
        progress.result(documents.address(report, made))
        documents.make(report, made, progress)
