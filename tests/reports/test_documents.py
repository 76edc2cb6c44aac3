"""Files of a report: made once, made again when something has changed, and whole whatever happens."""

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from organisation import audit
from organisation.jobs import JobError
from organisation.models import Committee, Job, JobState, Unit, User
from reports import documents
from reports.models import Document, Report, ReportText
from reports.ordering import order
from tests.factories import make_committee, make_units, make_user
from tests.reports.rows import SOURCE, make_report
from tests.servers import Process, wait_for

PDF, XLSX = Document.Format.PDF, Document.Format.XLSX
UNMADE = "Rapporten har ännu inte gjorts som PDF."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_files_from_before() -> None:
    shutil.rmtree(Path(settings.MEDIA_ROOT, "documents"), ignore_errors=True)


@pytest.fixture
def committee() -> Committee:
    return make_committee()


@pytest.fixture
def units(committee: Committee) -> dict[str, Unit]:
    return make_units(committee, {"SN": {"100": {}, "200": {}}})


@pytest.fixture
def report(committee: Committee, units: dict[str, Unit]) -> Report:
    return make_report(committee, title="Delårsrapport för åren")


@pytest.fixture
def secretary(committee: Committee) -> User:
    return make_user("karin", committee, role="secretary")


def no_steps(done: int, total: int, what: str) -> None:
    pass


def kept_files(report: Report) -> list[str]:
    """Names of all there is in the report's folder, half-made files too."""
    return sorted(path.name for path in Path(settings.MEDIA_ROOT, "documents", str(report.pk)).iterdir())


def change_text(report: Report, text: str) -> None:
    ReportText.objects.update_or_create(
        report=report, key="sammanfattning", defaults={"text": text, "changed_by": "Karin"}
    )
    audit.record(by="Karin", action="skrev text", committee=report.committee, subject=report)


def test_a_made_file_is_fresh_until_data_change(report: Report) -> None:
    document = documents.make(report, PDF, no_steps)
    assert Path(document.file.path).read_bytes()[:5] == b"%PDF-"
    assert documents.is_fresh(document, report)
    audit.record(by="Karin", action="skrev text", committee=report.committee)
    assert not documents.is_fresh(document, report)


def test_serving_asks_once_whether_the_file_is_fresh(
    report: Report, secretary: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    documents.make(report, PDF, no_steps)
    client.force_login(secretary)
    # Session, person, committees with roles; and the file with its version.
    with django_assert_num_queries(4):
        b"".join(client.get(documents.address(report, PDF)).streaming_content)  # type: ignore[attr-defined]


def test_asking_costs_two_queries(report: Report, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    documents.make(report, PDF, no_steps)
    with django_assert_num_queries(2):
        assert documents.is_fresh(documents.kept_document(report, PDF), report)


@pytest.mark.parametrize("file_format", [PDF, XLSX])
def test_what_has_not_changed_is_not_made_again(report: Report, file_format: Document.Format) -> None:
    before = documents.make(report, file_format, no_steps)
    audit.record(by="Karin", action="ändrade något som inte syns", committee=report.committee)
    after = documents.make(report, file_format, no_steps)
    assert (after.file.name, after.made_at) == (before.file.name, before.made_at)
    assert after.version == audit.version(report.committee) > before.version
    assert documents.is_fresh(after, report)


def test_what_has_changed_replaces_the_old_file(report: Report) -> None:
    change_text(report, "Först.")
    before = documents.make(report, PDF, no_steps)
    change_text(report, "Sedan.")
    after = documents.make(report, PDF, no_steps)
    assert after.contents_hash != before.contents_hash
    assert kept_files(report) == [Path(str(after.file.name)).name]


def test_a_file_that_is_gone_is_made_again(report: Report) -> None:
    document = documents.make(report, XLSX, no_steps)
    Path(document.file.path).unlink()
    assert not documents.is_fresh(document, report)
    documents.make(report, XLSX, no_steps)
    assert documents.is_fresh(documents.kept_document(report, XLSX), report)


def test_another_version_of_the_program_makes_it_again(report: Report) -> None:
    documents.make(report, PDF, no_steps)
    Document.objects.update(program="en äldre")
    assert not documents.is_fresh(documents.kept_document(report, PDF), report)


@pytest.mark.parametrize(
    "part",
    [
        "goals/values.py",
        "internal_control/results.py",
        "budget/investments.py",
        "organisation/templatetags/figures.py",
        "reports/excel.py",
        "reports/print/report-print.css",
        "templates/reports/blocks/table.html",
    ],
)
def test_a_change_of_what_reports_are_made_by_is_another_program(tmp_path: Path, part: str) -> None:
    path = tmp_path / part
    path.parent.mkdir(parents=True)
    path.write_bytes(Path(settings.BASE_DIR, part).read_bytes())
    before = documents.program_of(tmp_path)
    assert documents.program_of(tmp_path) == before
    path.write_text("Något annat.")
    assert documents.program_of(tmp_path) != before


@contextmanager
def no_file_larger_than(largest: int) -> Iterator[None]:
    """Writing past that fails in this process, as on a disk with no more room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_old_file_whole(report: Report) -> None:
    before = documents.make(report, PDF, no_steps)
    content = Path(before.file.path).read_bytes()
    change_text(report, "Nytt.")
    version = Document.objects.get().version
    with pytest.raises(JobError) as refused, no_file_larger_than(len(content) // 2):
        documents.make(report, PDF, no_steps)
    assert str(refused.value) == (
        "Disken är full, så filen kunde inte sparas. En tidigare fil är kvar som den var. "
        "Be den som sköter driften att göra plats, och försök igen."
    )
    assert Path(before.file.path).read_bytes() == content
    assert kept_files(report) == [Path(str(before.file.name)).name]
    assert Document.objects.get().version == version


def test_a_template_that_cannot_be_used_fails_with_its_reason(
    committee: Committee, units: dict[str, Unit]
) -> None:
    report = make_report(committee, source=SOURCE.replace('typ = "bild"', 'typ = "film"'))
    with pytest.raises(JobError, match="^Rapportens mall kan inte användas: "):
        documents.make(report, PDF, no_steps)


def test_a_second_order_gives_the_job_that_is_under_way(
    report: Report, secretary: User, broker: str, transactional_db: None
) -> None:
    first = order(report=report, file_format=PDF, by=secretary)
    assert order(report=report, file_format=PDF, by=secretary) == first
    assert order(report=report, file_format=XLSX, by=secretary) != first
    assert Job.objects.count() == 2


def test_a_failed_job_can_be_started_again(
    report: Report, secretary: User, client: Client, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    job = order(report=report, file_format=PDF, by=secretary)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, error="Det gick inte.", finished_at=job.created_at
    )
    client.force_login(secretary)
    page = client.get(documents.address(report, PDF)).content.decode()
    assert "Det gick inte." in page
    assert "Försök igen" in page
    assert order(report=report, file_format=PDF, by=secretary) != job


def test_get_never_starts_anything(report: Report, secretary: User, client: Client) -> None:
    client.force_login(secretary)
    response = client.get(documents.address(report, PDF))
    assert response.status_code == 200
    assert UNMADE in response.content.decode()
    assert (Job.objects.count(), Document.objects.count()) == (0, 0)


def test_post_orders_and_shows_the_job(report: Report, secretary: User, client: Client) -> None:
    client.force_login(secretary)
    response = client.post(documents.address(report, PDF))
    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("job", args=[job.pk]))
    assert (job.kind, job.subject, job.created_by) == ("rapport som PDF", report.title, str(secretary))


def test_a_fresh_file_is_served_with_its_name_and_only_to_this_reader(
    report: Report, secretary: User, client: Client
) -> None:
    document = documents.make(report, PDF, no_steps)
    client.force_login(secretary)
    response = client.get(documents.address(report, PDF))
    assert b"".join(response.streaming_content) == Path(document.file.path).read_bytes()  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "inline; filename*=utf-8''Del%C3%A5rsrapport%20f%C3%B6r%20%C3%A5ren%202021-08%20Socialn%C3%A4mnden.pdf"
    )
    assert response["Cache-Control"] == "private, no-cache"
    assert response["ETag"] == f'"{document.contents_hash}"'


def test_a_reader_who_has_the_file_gets_304(report: Report, secretary: User, client: Client) -> None:
    document = documents.make(report, PDF, no_steps)
    client.force_login(secretary)
    response = client.get(
        documents.address(report, PDF), headers={"if-none-match": f'"{document.contents_hash}"'}
    )
    assert (response.status_code, response.content) == (304, b"")


def test_post_for_a_fresh_file_makes_nothing(report: Report, secretary: User, client: Client) -> None:
    documents.make(report, XLSX, no_steps)
    client.force_login(secretary)
    response = client.post(documents.address(report, XLSX))
    assert (response.status_code, response["Location"]) == (302, documents.address(report, XLSX))
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", ["reader", "unit_manager"])
def test_who_may_not_export_is_refused(report: Report, client: Client, role: str) -> None:
    client.force_login(make_user("ola", report.committee, role=role))
    assert client.get(documents.address(report, PDF)).status_code == 403
    assert client.post(documents.address(report, PDF)).status_code == 403


def test_a_role_for_one_unit_does_not_give_the_whole_report(
    report: Report, units: dict[str, Unit], client: Client
) -> None:
    client.force_login(make_user("ola", report.committee, role="secretary", unit=units["100"]))
    assert client.get(documents.address(report, PDF)).status_code == 403


def test_another_committees_report_is_not_there(report: Report, client: Client) -> None:
    documents.make(report, PDF, no_steps)
    other = make_committee("annan-sn")
    stranger = make_user("eva", other, role="secretary")
    client.force_login(stranger)
    assert client.get(documents.address(report, PDF)).status_code == 404
    elsewhere = reverse("report_pdf", kwargs={"committee": other.slug, "report": report.slug})
    assert client.get(elsewhere).status_code == 404


def test_a_real_worker_makes_the_file(
    transactional_db: None, worker: Process, report: Report, secretary: User
) -> None:
    job = order(report=report, file_format=PDF, by=secretary)
    wait_for(lambda: not Job.objects.get(pk=job.pk).is_unfinished, what="the job's end")
    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.error, done.result_url) == (JobState.DONE, "", documents.address(report, PDF))
    assert documents.is_fresh(documents.kept_document(report, PDF), report)
