"""Loading a ledger file: received, checked, previewed, applied after confirmation, and undone as a whole.

A ledger export is whole months. So a load replaces all rows of each type and month that its file has rows for,
and touches no other. What a step writes it writes in one transaction: a worker that dies, a full disk or a fault
leaves everything as it was.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from celery import signature
from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from budget import ledger_rows, load_preview
from budget.ledger_checks import FileError, LedgerFileError
from budget.ledger_file import Known, Ledger, read_ledger
from budget.models import Load, LoadState, Recalculation
from budget.recalculation import mark_changed
from organisation import jobs
from organisation.audit import record
from organisation.models import Committee, Job
from organisation.periods import MonthClosed, require_open

MOST_MEGABYTES = 200
MOST_ERRORS = 100_000
CHANGED = (
    "Siffrorna har ändrats sedan filen kontrollerades, till exempel av en annan inläsning. "
    "Ingenting har lästs in. Kontrollera filen igen och se vad som gäller nu."
)
TOUCHED = (
    "Siffror från inläsningen har ändrats sedan dess, så den går inte att ångra som helhet. "
    "Ångra först det som gjordes senare, eller läs in en rättad fil."
)

Progress = Callable[[int, int, str], None]


class LoadingError(jobs.JobError):
    """A step that is refused; the message is Swedish and fit for the user. Nothing was changed."""


def data_version(committee: Committee) -> int:
    """A number that is new after every change of the committee's figures, accounts or units."""
    return Recalculation.objects.filter(committee=committee).aggregate(sum=Sum("changed"))["sum"] or 0


def receive(*, committee: Committee, file: "File[bytes]", by: Any) -> Load:
    """Keep the file and have it checked. Raises LoadingError if it is too big or the disk is full."""
    if file.size > MOST_MEGABYTES * 1024 * 1024:
        raise LoadingError(f"Filen är större än {MOST_MEGABYTES} MB. Dela upp den, till exempel per år.")
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    load = Load(
        committee=committee, name=str(file.name)[-200:], sha256=digest.hexdigest(), created_by=str(by)[:150]
    )
    try:
        load.file.save(f"{load.sha256[:16]}.csv", file, save=False)
    except OSError as error:
        if jobs.is_disk_full(error):
            raise LoadingError(jobs.DISK_FULL) from error
        raise
    try:
        with transaction.atomic():
            load.save()
            record(
                by=by,
                action="lämnade in huvudboksfil",
                committee=committee,
                subject=load.name,
                changes_data=False,
            )
            _start("budget.check_load", load, "Kontroll av huvudboksfil", by)
    except Exception:
        load.file.delete(save=False)
        raise
    return load


@transaction.atomic
def start_check(*, load: Load, by: Any) -> Job:
    """Have the file checked again, against the figures there are now."""
    load = _locked(load)
    if load.state not in (LoadState.CHECKING, LoadState.REFUSED, LoadState.READY):
        raise LoadingError(_not_now(load, "kontrolleras igen"))
    return _start("budget.check_load", load, "Kontroll av huvudboksfil", by)


@transaction.atomic
def start_apply(*, load: Load, by: Any) -> Job:
    """Have a checked file loaded. Raises LoadingError if it is not ready, or another load is under way."""
    load = _locked(load)
    if load.state != LoadState.READY:
        raise LoadingError(_not_now(load, "läsas in"))
    _require_alone(load)
    return _start("budget.apply_load", load, "Inläsning av huvudbok", by)


@transaction.atomic
def start_undo(*, load: Load, by: Any) -> Job:
    """Have a load undone. Raises LoadingError if it is not applied, or another load is under way."""
    load = _locked(load)
    if load.state != LoadState.APPLIED:
        raise LoadingError(_not_now(load, "ångras"))
    _require_alone(load)
    return _start("budget.undo_load", load, "Ångra inläsning", by)


@transaction.atomic
def discard(*, load: Load, by: Any) -> None:
    """Put a file aside that was never loaded, and delete it."""
    load = _locked(load)
    if load.state not in (LoadState.CHECKING, LoadState.REFUSED, LoadState.READY):
        raise LoadingError(_not_now(load, "förkastas"))
    load.state = LoadState.DISCARDED
    name, storage = load.file.name, load.file.storage
    load.file = ""
    load.save(update_fields=["state", "file"])
    record(
        by=by, action="förkastade huvudboksfil", committee=load.committee, subject=load, changes_data=False
    )
    transaction.on_commit(lambda: storage.delete(name) if name else None)


def _not_now(load: Load, step: str) -> str:
    return f"”{load}” kan inte {step}. Läge: {load.get_state_display().lower()}."


def _locked(load: Load) -> Load:
    """The load as it is now, taken so that two steps of it do not cross. Raises LoadingError if one is under way."""
    locked = Load.objects.select_for_update(of=("self",)).select_related("job", "committee").get(pk=load.pk)
    if locked.is_busy:
        raise LoadingError(f"”{locked}” bearbetas redan. Vänta tills det är klart.")
    return locked


def _require_alone(load: Load) -> None:
    Committee.objects.select_for_update().get(pk=load.committee_id)
    others = Load.objects.filter(
        committee=load.committee_id, state__in=[LoadState.READY, LoadState.APPLIED], job__finished_at=None
    )
    other = others.filter(job__isnull=False).exclude(pk=load.pk).order_by("pk").first()
    if other is not None:
        raise LoadingError(
            f"En annan inläsning pågår: ”{other}”. Vänta tills den är klar och försök sedan igen."
        )


def _start(task: str, load: Load, kind: str, by: Any) -> Job:
    job = jobs.start(
        task=signature(task),
        kind=kind,
        subject=load,
        by=by,
        committee=load.committee,
        load_id=load.pk,
        user_id=getattr(by, "pk", None),
    )
    Load.objects.filter(pk=load.pk).update(job=job)
    load.job = job
    return job


def address(load: Load) -> str:
    return reverse("load", args=[load.committee.slug, load.pk])


def check(*, load: Load, progress: Progress) -> None:
    """Read the file and tell what it would change (READY) or what is wrong with it (REFUSED)."""
    progress(5, 100, "Läser filen")
    load = Load.objects.select_related("committee").get(pk=load.pk)
    version = data_version(load.committee)
    errors: list[FileError] = []
    total, rows, preview = 0, 0, []
    try:
        ledger = read_ledger(_data(load), ledger_rows.known(load.committee))
        progress(60, 100, "Jämför med siffrorna som finns")
        with transaction.atomic():
            _require_open(load.committee, ledger)
        rows, preview = len(ledger), load_preview.to_json(load_preview.changes(load.committee, ledger))
    except LedgerFileError as error:
        errors, total = list(error.errors), error.total
    except MonthClosed as error:
        errors, total = [FileError(None, str(error))], 1
    with transaction.atomic():
        load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
        if load.state not in (LoadState.CHECKING, LoadState.REFUSED, LoadState.READY):
            raise LoadingError(_not_now(load, "kontrolleras igen"))
        load.state = LoadState.REFUSED if errors else LoadState.READY
        load.rows, load.preview, load.data_version = rows, preview, version
        load.errors, load.error_count = [[error.line, error.reason] for error in errors], total
        load.save()


def apply(*, load: Load, by: Any, progress: Progress) -> None:
    """Put the file's rows in place. A load that is applied already, because a queue delivers twice, stays so.

    Raises LoadingError if it is not ready, if the figures have changed since the check, or for a closed month.
    """
    progress(5, 100, "Läser filen")
    load = Load.objects.select_related("committee").get(pk=load.pk)
    if load.state == LoadState.APPLIED:
        return
    known = ledger_rows.known(load.committee)
    ledger = _read(load, known, CHANGED)
    progress(40, 100, f"Skriver {len(ledger)} rader")
    with transaction.atomic():
        try:
            _require_open(load.committee, ledger)
        except MonthClosed as error:
            raise LoadingError(str(error)) from error
        load = Load.objects.select_for_update(of=("self",)).select_related("committee").get(pk=load.pk)
        if load.state == LoadState.APPLIED:
            return
        if load.state != LoadState.READY:
            raise LoadingError(_not_now(load, "läsas in"))
        if load.data_version != data_version(load.committee) or known != ledger_rows.known(load.committee):
            raise LoadingError(CHANGED)
        for _ in ledger_rows.replace(load.committee, ledger, ledger.covered, load):
            pass
        mark_changed(load.committee, _years(ledger))
        load.state, load.applied_at = LoadState.APPLIED, timezone.now()
        load.save(update_fields=["state", "applied_at"])
        record(by=by, action="läste in huvudbok", committee=load.committee, subject=load, rows=len(ledger))


def undo(*, load: Load, by: Any, progress: Progress) -> None:
    """Put back what the load replaced. A load that is undone already stays so.

    Raises LoadingError if a row that it wrote has changed since, or its month has been closed.
    """
    progress(5, 100, "Läser filen")
    load = Load.objects.select_related("committee").get(pk=load.pk)
    if load.state == LoadState.UNDONE:
        return
    ledger = _read(load, ledger_rows.known(load.committee), TOUCHED)
    progress(40, 100, "Lägger tillbaka de tidigare siffrorna")
    with transaction.atomic():
        try:
            _require_open(load.committee, ledger)
        except MonthClosed as error:
            raise LoadingError(str(error)) from error
        load = Load.objects.select_for_update(of=("self",)).select_related("committee").get(pk=load.pk)
        if load.state == LoadState.UNDONE:
            return
        if load.state != LoadState.APPLIED:
            raise LoadingError(_not_now(load, "ångras"))
        if not ledger_rows.are_untouched(load, ledger):
            raise LoadingError(TOUCHED)
        ledger_rows.restore(load)
        mark_changed(load.committee, _years(ledger))
        load.state, load.undone_at, load.undone_by = LoadState.UNDONE, timezone.now(), str(by)[:150]
        load.save(update_fields=["state", "undone_at", "undone_by"])
        record(by=by, action="ångrade inläsning", committee=load.committee, subject=load, rows=load.rows)


def all_errors(load: Load) -> list[tuple[int | None, str]]:
    """Line and reason of every fault of a refused file, read anew; those that are stored if it is not there."""
    stored = [(line, reason) for line, reason in load.errors]
    if load.error_count <= len(stored):
        return stored
    try:
        read_ledger(_data(load), ledger_rows.known(load.committee), keep=MOST_ERRORS)
    except LedgerFileError as error:
        return [(one.line, one.reason) for one in error.errors]
    except LoadingError:
        return stored
    return stored


def _read(load: Load, known: Known, otherwise: str) -> Ledger:
    """The ledger of a file that has been checked before. What is wrong with it now has changed around it."""
    try:
        return read_ledger(_data(load), known)
    except LedgerFileError as error:
        raise LoadingError(otherwise) from error


def _data(load: Load) -> bytes:
    try:
        with load.file.open("rb") as stored:
            data: bytes = stored.read()
    except (FileNotFoundError, ValueError) as error:
        raise LoadingError("Filen finns inte kvar på servern. Lämna in den igen.") from error
    if hashlib.sha256(data).hexdigest() != load.sha256:
        raise LoadingError("Filen på servern är inte den som lämnades in. Lämna in den igen.")
    return data


def _require_open(committee: Committee, ledger: Ledger) -> None:
    require_open(
        committee, {divmod(period, 100) for periods in ledger.covered.values() for period in periods}
    )


def _years(ledger: Ledger) -> set[int]:
    return {period // 100 for periods in ledger.covered.values() for period in periods}
