"""Adopting a document: its files are frozen to the byte with the decision, and can be proved unchanged.

What the files are is the document's own business: reports freeze page, PDF, Excel and figures. Nothing here changes
an adopted document but withdrawing it, which leaves its files as they are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from organisation.audit import record
from organisation.models import AdoptedDocument, AdoptedFile, Committee


class AdoptionRefused(ValueError):
    """A document that cannot be adopted or withdrawn. The message is Swedish and fit for the user."""


class FileChanged(Exception):
    """A frozen file whose bytes are no longer those that were adopted. The message is Swedish and fit for the user."""


@dataclass(frozen=True)
class FrozenFile:
    """A file as it is to be frozen. label is what the reader calls it ('PDF'); '' for one that is not offered."""

    name: str
    label: str
    content_type: str
    data: bytes


@transaction.atomic
def freeze(
    *,
    committee: Committee,
    kind: str,
    key: str,
    title: str,
    meeting_on: date,
    paragraph: str,
    registration_number: str,
    files: Collection[FrozenFile],
    by: Any,
) -> AdoptedDocument:
    """Keep the files as what the committee adopted at the meeting. Raises AdoptionRefused."""
    # Of two who adopt at once the second waits here, and sees what the first did.
    Committee.objects.select_for_update().get(pk=committee.pk)
    require_adoptable(
        committee=committee, kind=kind, key=key, title=title, meeting_on=meeting_on, paragraph=paragraph
    )
    if not files:
        raise AdoptionRefused(f"”{title}” har inga filer att frysa.")
    newest = AdoptedDocument.objects.of(committee, kind, key).first()
    document = AdoptedDocument.objects.create(
        committee=committee,
        kind=kind,
        key=key,
        revision=newest.revision + 1 if newest else 1,
        title=title,
        meeting_on=meeting_on,
        decision_paragraph=paragraph.strip(),
        registration_number=registration_number.strip(),
        adopted_by=str(by)[:150],
    )
    keep_files(document, files)
    record(
        by=by,
        action="fastställde dokument",
        committee=committee,
        subject=document,
        meeting_on=meeting_on.isoformat(),
        paragraph=document.decision_paragraph,
        files={file.name: sha256(file.data).hexdigest() for file in files},
    )
    return document


def require_adoptable(
    *, committee: Committee, kind: str, key: str, title: str, meeting_on: date, paragraph: str
) -> None:
    """Raise AdoptionRefused if the document may not be adopted by that decision: asked before work is begun, too."""
    earlier = valid(committee, kind, key)
    if earlier is not None:
        raise AdoptionRefused(
            f"”{title}” är redan fastställd, {earlier.meeting_on:%Y-%m-%d} § {earlier.decision_paragraph}."
            " Dra tillbaka den först om den ska fastställas på nytt."
        )
    if meeting_on > timezone.localdate():
        raise AdoptionRefused("Sammanträdet kan inte ligga i framtiden.")
    if not paragraph.strip():
        raise AdoptionRefused("Skriv beslutets paragraf.")


def keep_files(document: AdoptedDocument, files: Collection[FrozenFile]) -> None:
    """Store the files of a new document with their checksums."""
    AdoptedFile.objects.bulk_create(
        AdoptedFile(
            document=document,
            name=file.name,
            label=file.label,
            content_type=file.content_type,
            sha256=sha256(file.data).hexdigest(),
            size=len(file.data),
            data=file.data,
        )
        for file in files
    )


@transaction.atomic
def withdraw(*, document: AdoptedDocument, reason: str, by: Any) -> AdoptedDocument:
    """Let the document be valid no more; its files are kept. Raises AdoptionRefused."""
    Committee.objects.select_for_update().get(pk=document.committee_id)
    document.refresh_from_db()
    if document.withdrawn_at is not None:
        raise AdoptionRefused(f"”{document.title}” är redan tillbakadragen, av {document.withdrawn_by}.")
    if not reason.strip():
        raise AdoptionRefused("Skriv varför dokumentet dras tillbaka.")
    document.withdrawn_at, document.withdrawn_by = timezone.now(), str(by)[:150]
    document.withdrawn_reason = reason.strip()
    document.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(
        by=by,
        action="drog tillbaka dokument",
        committee=document.committee,
        subject=document,
        reason=document.withdrawn_reason,
    )
    return document


def valid(committee: Committee, kind: str, key: str) -> AdoptedDocument | None:
    """The revision that applies now, if the document is adopted."""
    return AdoptedDocument.objects.of(committee, kind, key).filter(withdrawn_at=None).first()


def verified(file: AdoptedFile) -> bytes:
    """The file's bytes, proved to be those that were adopted. Raises FileChanged."""
    data = bytes(file.data)
    if sha256(data).hexdigest() != file.sha256:
        raise FileChanged(
            f"Filen {file.name} är inte längre den som fastställdes: dess kontrollsumma stämmer inte."
            " Be den som sköter driften att återställa den ur en säkerhetskopia."
        )
    return data
