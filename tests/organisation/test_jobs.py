"""Jobs that somebody waits for: how they end, and what the one who waits is told."""

import errno
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from organisation import jobs
from organisation.models import Job, JobState
from tests.factories import make_committee, make_user

pytestmark = pytest.mark.django_db


def make_job(**fields: object) -> Job:
    return Job.objects.create(kind="gör pdf", subject="Delårsrapport", created_by="Karin", **fields)


def test_a_job_that_ends_is_done_and_leads_to_its_result() -> None:
    job = make_job()
    with jobs.run(job.pk) as progress:
        progress(1, 4, "Läser")
        progress.result("/prov-sn/")
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.step, job.result_url) == (
        JobState.DONE,
        1,
        4,
        "Läser",
        "/prov-sn/",
    )
    assert job.percent == 25
    assert job.finished_at is not None


def test_progress_is_written_once_for_each_percent(django_assert_num_queries) -> None:
    job = make_job()
    with jobs.run(job.pk) as progress, django_assert_num_queries(11):
        for row in range(1001):
            progress(row, 10_000, "Läser")


def test_a_job_that_refuses_tells_why() -> None:
    job = make_job()
    with jobs.run(job.pk):
        raise jobs.JobError("Rapporten har inga avsnitt.")
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "Rapporten har inga avsnitt.")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "Disken är full. Ingenting har ändrats. Be den som sköter driften att göra plats, och försök igen.",
        ),
        (ValueError("x"), "Något gick fel (ValueError). Ingenting har ändrats. Felet står i serverns logg."),
    ],
)
def test_a_job_that_breaks_says_so_without_the_insides(error: Exception, sentence: str) -> None:
    job = make_job()
    with jobs.run(job.pk):
        raise error
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, sentence)


def test_a_job_run_again_starts_afresh() -> None:
    job = make_job()
    with jobs.run(job.pk):
        raise jobs.JobError("Fel.")
    with jobs.run(job.pk):
        pass
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")


class QueueThatIsGone:
    name = "gone"

    def delay(self, *args: object, **kwargs: object) -> None:
        raise OperationalError("Connection refused")


def test_a_queue_that_is_gone_fails_the_job_with_a_sentence(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(task=QueueThatIsGone(), kind="gör pdf", subject="Rapport", by="Karin")
    job.refresh_from_db()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "Kön för bakgrundsjobb svarar inte just nu. Försök igen om en stund.",
    )


def test_a_worker_that_fell_silent_fails_its_job_and_no_other() -> None:
    now = timezone.now()
    dead = make_job(state=JobState.RUNNING, heartbeat_at=now - timedelta(minutes=6))
    never = make_job(created_at=now - timedelta(minutes=11))
    alive = make_job(state=JobState.RUNNING, heartbeat_at=now - timedelta(minutes=4))
    queued = make_job(created_at=now - timedelta(minutes=9))
    assert jobs.fail_silent() == 2
    states = {job.pk: job.state for job in Job.objects.all()}
    assert states == {dead.pk: "failed", never.pk: "failed", alive.pk: "running", queued.pk: "queued"}


def test_the_page_follows_leads_on_and_stays_in_its_committee(client: Client) -> None:
    committee = make_committee()
    job = make_job(committee=committee, state=JobState.RUNNING, done=43, total=100, step="Sätter sidorna")
    address = reverse("job", args=[job.pk])
    client.force_login(make_user("karin", committee))
    page = client.get(address).content.decode()
    assert "Sätter sidorna" in page
    assert "43\u00a0%" in page
    assert json.loads(client.get(reverse("job_state", args=[job.pk])).content) == {
        "state": "running",
        "label": "Pågår",
        "percent": 43,
        "is_counted": True,
        "step": "Sätter sidorna",
        "error": "",
        "result_url": "",
    }
    with jobs.run(job.pk) as progress:
        progress.result("/prov-sn/")
    assert client.get(address).headers["Location"] == "/prov-sn/"
    client.force_login(make_user("sven", make_committee("annan-sn")))
    assert client.get(address).status_code == 404
    assert client.get(reverse("job_state", args=[job.pk])).status_code == 404


def test_a_failed_jobs_page_tells_why_and_shows_a_way_back(client: Client) -> None:
    committee = make_committee()
    job = make_job(committee=committee)
    with jobs.run(job.pk):
        raise jobs.JobError("Rapporten har inga avsnitt.")
    client.force_login(make_user("karin", committee))
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert "Rapporten har inga avsnitt." in page
    assert f'href="{reverse("committee", args=[committee.slug])}">Till Socialnämnden</a>' in page
