"""Long work that somebody watches: the only writer of Job.

A view calls start(); the task runs inside run(), which keeps state, progress and error.
"""

import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from organisation.models import Committee, Job, JobState

logger = logging.getLogger(__name__)

SILENT = timedelta(minutes=5)
QUEUE_GONE = "Kön för bakgrundsjobb svarar inte just nu. Försök igen om en stund."


class JobError(Exception):
    """What makes a job fail; the message is Swedish and is shown to the one who waits."""


def enqueue(task: Any, *args: Any) -> None:
    """Put work on the queue once the transaction is committed; a queue that is gone is logged.

    For work that is taken up later all the same (recalculation). Work that somebody waits for uses start().
    """

    def send() -> None:
        try:
            task.delay(*args)
        except (OperationalError, OSError):
            logger.exception("The queue took no %s%r", task.name, args)

    transaction.on_commit(send)


def start(
    *,
    task: Callable[..., Any],
    kind: str,
    subject: object,
    by: Any,
    committee: Committee | None = None,
    **arguments: Any,
) -> Job:
    """Create a job and put task(job.pk, **arguments) on the queue after commit.

    If the queue is gone the job is marked failed with a sentence that says so.
    """
    job = Job.objects.create(
        kind=kind, subject=str(subject)[:200], committee=committee, created_by=str(by)[:150]
    )

    def send() -> None:
        try:
            task.delay(job.pk, **arguments)  # type: ignore[attr-defined]
        except (OperationalError, OSError):
            logger.exception("The queue took no %s", kind)
            _finish(job, JobState.FAILED, error=QUEUE_GONE)

    transaction.on_commit(send)
    return job


class Progress:
    """What running work says of itself. Writes at most when the percentage or the step changes."""

    def __init__(self, job: Job | None) -> None:
        self.job = job
        self._written = -1

    def __call__(self, done: int, total: int, step: str = "") -> None:
        if self.job is None:
            return
        percent = done * 100 // total if total else 0
        if percent == self._written and step in ("", self.job.step):
            return
        self._written = percent
        self.job.done, self.job.total = done, total
        self.job.step = step[:200] or self.job.step
        self.job.heartbeat_at = timezone.now()
        # A job row is written outside the work's own transaction; call this between transactions.
        Job.objects.filter(pk=self.job.pk).update(
            done=done, total=total, step=self.job.step, heartbeat_at=self.job.heartbeat_at
        )

    def result(self, url: str) -> None:
        """Where the watching page goes when the work is done."""
        if self.job is not None:
            self.job.result_url = url
            Job.objects.filter(pk=self.job.pk).update(result_url=url)


@contextmanager
def run(pk: int) -> Iterator[Progress]:
    """Run a job's work: done if the block ends, failed with the error's message if it raises.

    JobError's message is for the user; any other error is logged and becomes a plain sentence. Neither is raised on.
    Work that was done already, because a queue delivers twice, is run again: it gives the same rows.
    """
    job = Job.objects.get(pk=pk)
    now = timezone.now()
    Job.objects.filter(pk=pk).update(
        state=JobState.RUNNING, started_at=now, heartbeat_at=now, finished_at=None, error="", done=0
    )
    job.refresh_from_db()
    try:
        yield Progress(job)
    except JobError as error:
        _finish(job, JobState.FAILED, error=str(error))
    except Exception as error:
        logger.exception("%s failed", job)
        _finish(job, JobState.FAILED, error=_sentence(error))
    else:
        _finish(job, JobState.DONE)


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
DISK_FULL = (
    "Disken är full. Ingenting har ändrats. Be den som sköter driften att göra plats, och försök igen."
)


def is_disk_full(error: BaseException) -> bool:
    """Whether the program's own disk, or the database's, had no room."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if isinstance(error, DatabaseError):
        # PostgreSQL has a code for it (53100, disk_full), SQLite a sentence.
        return getattr(error.__cause__, "pgcode", None) == "53100" or "disk is full" in str(error)
    return False


def _sentence(error: Exception) -> str:
    if is_disk_full(error):
        return DISK_FULL
    return f"Något gick fel ({type(error).__name__}). Ingenting har ändrats. Felet står i serverns logg."


def _finish(job: Job, state: JobState, error: str = "") -> None:
    Job.objects.filter(pk=job.pk).update(state=state, error=error, finished_at=timezone.now())


def fail_silent() -> int:
    """Fail jobs whose worker died: unfinished and not heard from for a while. They can be started again."""
    limit = timezone.now() - SILENT
    silent = Job.objects.unfinished().filter(
        Q(heartbeat_at__lt=limit) | Q(heartbeat_at=None, created_at__lt=limit - SILENT)
    )
    return silent.update(
        state=JobState.FAILED,
        finished_at=timezone.now(),
        error="Arbetet avbröts: bakgrundsprogrammet slutade svara. Ingenting har ändrats. Starta det igen.",
    )
