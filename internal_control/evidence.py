"""Evidence: files added to an occasion and taken away again. Beside it only the loading of a package writes Evidence."""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from internal_control.evidence_checks import LONGEST_NAME, CheckedFile, EvidenceRefused, checked, parted
from internal_control.evidence_files import evidence_path
from internal_control.following_up import locked_occasion, require_unsettled
from internal_control.models import Evidence, FollowUp
from internal_control.recording import record_at
from internal_control.refusing import ControlRefused
from organisation.jobs import DISK_FULL, is_disk_full

MOST_FILES = 30
_WHOM = "Be den som sköter driften att återställa filen ur en säkerhetskopia."


class EvidenceDamaged(Exception):
    """A file that is gone, or is no longer what was added. The message is Swedish and fit for the user."""


def add_evidence(*, follow_up: FollowUp, name: str, data: bytes, by: Any) -> Evidence:
    """Keep a file. The same file under the same name is kept once; another of that name gets a number after it.

    Raises ControlRefused where the occasion is settled, EvidenceRefused where the file may not be kept. A caller
    with a transaction of its own that comes to nothing takes the file away with discard_file.
    """
    file = checked(name, data)
    place = evidence_path(None, file.name)
    try:
        with transaction.atomic():
            occasion = locked_occasion(follow_up)
            require_unsettled(occasion)
            digest = sha256(file.data).hexdigest()
            others = list(occasion.evidence.all())
            if same := _same(others, file, digest):
                return same
            _require_room(others)
            _store(file, place)
            evidence = Evidence.objects.create(
                follow_up=occasion,
                name=_free_name(file.name, others),
                content_type=file.content_type,
                size=len(file.data),
                sha256=digest,
                file=place,
                added_by=str(by)[:150],
            )
            _record(evidence, "lade till underlag", by)
            return evidence
    except BaseException:
        # Files know no transaction: this one's fate follows its row's.
        discard_file(place)
        raise


def discard_file(name: str) -> None:
    """Take a stored file away whose row came to nothing."""
    default_storage.delete(name)


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any) -> None:
    """Take a file away, for good. Raises ControlRefused where the occasion is settled, or somebody has done it."""
    occasion = locked_occasion(evidence.follow_up)
    stored = occasion.evidence.filter(pk=evidence.pk).select_related("follow_up__control__plan__committee")
    found = stored.first()
    if found is None:
        raise ControlRefused("Underlaget är redan borttaget.")
    require_unsettled(occasion)
    file = str(found.file.name)
    _record(found, "tog bort underlag", by)
    found.delete()
    transaction.on_commit(lambda: default_storage.delete(file))


def evidence_data(evidence: Evidence) -> bytes:
    """The file's bytes, proved to be those that were added. Raises EvidenceDamaged."""
    try:
        with default_storage.open(str(evidence.file.name)) as file:
            data: bytes = file.read()
    except FileNotFoundError as error:
        raise EvidenceDamaged(f"”{evidence.name}” finns inte kvar på servern. {_WHOM}") from error
    if sha256(data).hexdigest() != evidence.sha256:
        raise EvidenceDamaged(
            f"”{evidence.name}” är inte längre den fil som lades till: dess kontrollsumma stämmer inte. {_WHOM}"
        )
    return data


def _same(others: Iterable[Evidence], file: CheckedFile, digest: str) -> Evidence | None:
    """The file where it has been added already, under its name or that with a number after it."""
    stem, ending = parted(file.name)
    numbered = re.compile(rf"{re.escape(stem)} \(\d+\){re.escape(ending)}")
    for each in others:
        if each.sha256 == digest and (each.name == file.name or numbered.fullmatch(each.name)):
            return each
    return None


def _require_room(others: Sequence[Evidence]) -> None:
    if len(others) >= MOST_FILES:
        raise EvidenceRefused(
            f"Det finns redan {MOST_FILES} underlag. Fler går inte att lägga till. Ta bort något som inte behövs."
        )


def _store(file: CheckedFile, place: str) -> None:
    try:
        default_storage.save(place, ContentFile(file.data))
    except OSError as error:
        if is_disk_full(error):
            raise EvidenceRefused(f"”{file.name}” är inte tillagd. {DISK_FULL}") from error
        raise


def _free_name(name: str, others: Iterable[Evidence]) -> str:
    """Telephones call every picture the same: the second is 'image (2).jpg'."""
    taken = {each.name.casefold() for each in others}
    stem, ending = parted(name)
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem[: LONGEST_NAME - len(ending) - 5]} ({number}){ending}"
    return free


def _record(evidence: Evidence, action: str, by: Any) -> None:
    about = {"file": evidence.name, "sha256": evidence.sha256, "size": evidence.size}
    record_at(evidence.follow_up, action, by, **about)
