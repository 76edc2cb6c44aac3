from datetime import date

from celery import shared_task
from django.urls import reverse

from organisation import jobs
from organisation.adoption import AdoptionRefused
from organisation.models import User
from reports import documents
from reports.adopting import Decision, adopt
from reports.frozen import ReportAdopted
from reports.models import Document, Report


@shared_task(name="reports.make_document")
def make_document(job_pk: int, *, report_pk: int, file_format: str) -> None:
    with jobs.run(job_pk) as progress:
        report = Report.objects.select_related("committee__municipality", "template").get(pk=report_pk)
        made = Document.Format(file_format)
        # Also where it fails: that page says why and lets the work be started again.
        progress.result(documents.address(report, made))
        documents.make(report, made, progress)


@shared_task(name="reports.adopt")
def adopt_report(
    job_pk: int, *, report_pk: int, meeting_on: str, paragraph: str, registration_number: str, by_pk: int
) -> None:
    """meeting_on is an ISO date."""
    with jobs.run(job_pk) as progress:
        report = Report.objects.select_related("committee__municipality", "template").get(pk=report_pk)
        progress.result(reverse("report", args=[report.committee.slug, report.slug]))
        decision = Decision(date.fromisoformat(meeting_on), paragraph, registration_number)
        try:
            adopt(report=report, decision=decision, by=User.objects.get(pk=by_pk), step=progress)
        except (AdoptionRefused, ReportAdopted) as refusal:
            raise jobs.JobError(str(refusal)) from refusal
