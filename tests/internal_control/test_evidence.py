"""Evidence: kept outside what a web server shows, proved, numbered, and gone when its row is."""

import errno
import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from internal_control import recording
from internal_control.evidence import (
    MOST_FILES,
    EvidenceDamaged,
    add_evidence,
    discard_file,
    evidence_data,
    remove_evidence,
)
from internal_control.evidence_checks import EvidenceRefused
from internal_control.evidence_files import evidence_path
from internal_control.evidence_sweeping import sweep
from internal_control.models import ControlPlan, Evidence, FollowUp
from internal_control.refusing import ControlRefused
from organisation.models import AuditEvent
from tests.control_factories import carry_out, make_control, make_plan
from tests.factories import make_committee
from tests.internal_control import sample_files as samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow_up(tmp_path: Path, settings: Any) -> FollowUp:
    settings.MEDIA_ROOT = tmp_path
    return make_control(make_plan(make_committee()), months=[5]).follow_ups.get()


def stored() -> list[Path]:
    return [path for path in Path(default_storage.path("")).rglob("*") if path.is_file()]


def test_a_file_is_kept_with_its_type_and_checksum_under_a_name_that_says_nothing(
    follow_up: FollowUp,
) -> None:
    data = samples.pdf()
    kept = add_evidence(follow_up=follow_up, name="../Protokoll maj.PDF", data=data, by="erik")
    assert (kept.name, kept.content_type, kept.size) == ("Protokoll maj.pdf", "application/pdf", len(data))
    assert kept.sha256 == sha256(data).hexdigest()
    assert kept.added_by == "erik"
    assert evidence_data(kept) == data
    (file,) = stored()
    assert "Protokoll" not in str(file)
    assert file.stat().st_mode & 0o777 == 0o600
    event = AuditEvent.objects.get(action="lade till underlag")
    assert (event.details["file"], event.details["sha256"]) == ("Protokoll maj.pdf", kept.sha256)


def test_the_same_file_twice_is_kept_once_and_another_of_its_name_gets_a_number(follow_up: FollowUp) -> None:
    first = add_evidence(follow_up=follow_up, name="image.jpg", data=samples.picture(), by="erik")
    assert add_evidence(follow_up=follow_up, name="image.jpg", data=samples.picture(), by="erik") == first
    second = samples.picture(quality=20)
    numbered = add_evidence(follow_up=follow_up, name="IMAGE.JPG", data=second, by="erik")
    assert numbered.name == "IMAGE (2).jpg"
    assert add_evidence(follow_up=follow_up, name="IMAGE.JPG", data=second, by="erik") == numbered
    assert len(stored()) == 2


def test_a_refused_file_leaves_nothing(follow_up: FollowUp) -> None:
    with pytest.raises(EvidenceRefused, match="heter som en PDF-fil, men innehållet är text"):
        add_evidence(follow_up=follow_up, name="x.pdf", data=b"text", by="erik")
    assert (stored(), Evidence.objects.count()) == ([], 0)


def test_there_is_an_end_to_how_many(follow_up: FollowUp) -> None:
    for number in range(MOST_FILES):
        add_evidence(follow_up=follow_up, name=f"{number}.txt", data=str(number).encode(), by="erik")
    with pytest.raises(EvidenceRefused, match="Det finns redan 30 underlag"):
        add_evidence(follow_up=follow_up, name="en till.txt", data=b"x", by="erik")
    assert len(stored()) == MOST_FILES


def test_a_file_whose_row_cannot_be_stored_is_taken_away(
    follow_up: FollowUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        assert len(stored()) == 1
        raise DatabaseError

    monkeypatch.setattr(recording, "record", broken)
    with pytest.raises(DatabaseError):
        add_evidence(follow_up=follow_up, name="x.txt", data=b"x", by="erik")
    assert (stored(), Evidence.objects.count()) == ([], 0)


def test_a_caller_whose_transaction_comes_to_nothing_can_take_the_file_away(follow_up: FollowUp) -> None:
    with transaction.atomic():
        kept = add_evidence(follow_up=follow_up, name="x.txt", data=b"x", by="erik")
        transaction.set_rollback(True)
    discard_file(str(kept.file.name))
    assert (stored(), Evidence.objects.count()) == ([], 0)


def test_a_full_disk_is_said(follow_up: FollowUp, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(EvidenceRefused, match="”x.txt” är inte tillagd. Disken är full."):
        add_evidence(follow_up=follow_up, name="x.txt", data=b"x", by="erik")
    assert Evidence.objects.count() == 0


def test_a_removed_file_is_gone_once_that_is_certain(
    follow_up: FollowUp, django_capture_on_commit_callbacks: Any
) -> None:
    kept = add_evidence(follow_up=follow_up, name="x.txt", data=b"x", by="erik")
    with django_capture_on_commit_callbacks() as callbacks:
        remove_evidence(evidence=kept, by="erik")
    assert (Evidence.objects.count(), len(stored())) == (0, 1)
    for call in callbacks:
        call()
    assert stored() == []
    assert AuditEvent.objects.filter(action="tog bort underlag").count() == 1
    with pytest.raises(ControlRefused, match="Underlaget är redan borttaget."):
        remove_evidence(evidence=kept, by="eva")


def test_evidence_of_a_settled_occasion_stays(follow_up: FollowUp) -> None:
    kept = add_evidence(follow_up=follow_up, name="x.txt", data=b"x", by="erik")
    carry_out(follow_up.control, 5)
    ControlPlan.objects.update(followed_up_through=5)
    follow_up.refresh_from_db()
    for step in (
        lambda: remove_evidence(evidence=kept, by="erik"),
        lambda: add_evidence(follow_up=follow_up, name="y.txt", data=b"y", by="erik"),
    ):
        with pytest.raises(ControlRefused, match="Uppföljningen till och med maj 2021 är fastställd."):
            step()
    assert len(stored()) == 1


def test_a_file_that_was_changed_or_lost_is_not_handed_out(follow_up: FollowUp) -> None:
    kept = add_evidence(follow_up=follow_up, name="x.txt", data=b"x", by="erik")
    (file,) = stored()
    file.write_bytes(b"y")
    with pytest.raises(EvidenceDamaged, match="dess kontrollsumma stämmer inte"):
        evidence_data(kept)
    file.unlink()
    with pytest.raises(EvidenceDamaged, match="finns inte kvar på servern"):
        evidence_data(kept)


def test_what_a_killed_process_left_is_swept_after_a_day_and_nothing_else(follow_up: FollowUp) -> None:
    assert sweep() == 0
    kept = add_evidence(follow_up=follow_up, name="x.txt", data=b"x", by="erik")
    old, young = (default_storage.save(evidence_path(None, ""), ContentFile(b"y")) for _ in range(2))
    day_ago = (timezone.now() - timedelta(hours=25)).timestamp()
    for name in (old, str(kept.file.name)):
        os.utime(default_storage.path(name), (day_ago, day_ago))
    assert sweep() == 1
    assert {str(path) for path in stored()} == {
        default_storage.path(name) for name in (young, str(kept.file.name))
    }
