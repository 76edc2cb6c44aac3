"""Adopting a document: frozen to the byte, refused in words, withdrawn without losing anything."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from organisation.adoption import (
    AdoptionRefused,
    FileChanged,
    FrozenFile,
    freeze,
    valid,
    verified,
    withdraw,
)
from organisation.models import AdoptedDocument, AdoptedFile, AuditEvent, Committee
from tests.factories import make_committee, make_user

pytestmark = pytest.mark.django_db

PDF = FrozenFile("rapport.pdf", "PDF", "application/pdf", b"%PDF-1.7 \xff\x00 slut")
CSV = FrozenFile("figures.csv", "Siffror", "text/csv; charset=utf-8", "värde\n".encode())


def adopt(committee: Committee, **changed: object) -> AdoptedDocument:
    values = {
        "kind": "report",
        "key": "delar",
        "title": "Delårsrapport",
        "meeting_on": date(2021, 9, 20),
        "paragraph": "135",
        "registration_number": "SN 2021/14",
        "files": [PDF, CSV],
        "by": "Karin",
    }
    return freeze(committee=committee, **{**values, **changed})  # type: ignore[arg-type]


def test_the_files_are_kept_to_the_byte_with_their_checksums() -> None:
    committee = make_committee()
    document = adopt(committee, by=make_user("karin", committee))
    assert (document.revision, document.adopted_by, str(document)) == (1, "Karin", "Delårsrapport, utgåva 1")
    assert [
        (file.name, file.label, file.content_type, file.size, file.sha256, verified(file))
        for file in document.files.order_by("pk")
    ] == [
        (each.name, each.label, each.content_type, len(each.data), sha256(each.data).hexdigest(), each.data)
        for each in (PDF, CSV)
    ]
    assert valid(committee, "report", "delar") == document
    assert valid(committee, "plan", "delar") is None
    assert valid(make_committee("annan-sn"), "report", "delar") is None


def test_adopting_and_withdrawing_are_logged() -> None:
    document = adopt(make_committee())
    withdraw(document=document, reason=" Fel bilaga. ", by="Sofia")
    assert list(AuditEvent.objects.order_by("id").values_list("actor", "action", "subject", "details")) == [
        (
            "Karin",
            "fastställde dokument",
            "Delårsrapport, utgåva 1",
            {
                "meeting_on": "2021-09-20",
                "paragraph": "135",
                "files": {each.name: sha256(each.data).hexdigest() for each in (PDF, CSV)},
            },
        ),
        ("Sofia", "drog tillbaka dokument", "Delårsrapport, utgåva 1", {"reason": "Fel bilaga."}),
    ]


def test_a_withdrawn_document_keeps_its_files_and_the_next_is_a_new_revision() -> None:
    committee = make_committee()
    first = withdraw(document=adopt(committee), reason="Fel bilaga.", by="Sofia")
    assert valid(committee, "report", "delar") is None
    second = adopt(committee, meeting_on=date(2021, 10, 18), paragraph="150", files=[PDF])
    assert (second.revision, valid(committee, "report", "delar")) == (2, second)
    assert [each.revision for each in AdoptedDocument.objects.of(committee, "report", "delar")] == [2, 1]
    assert verified(first.files.get(name="figures.csv")) == CSV.data
    assert (first.withdrawn_by, first.withdrawn_reason) == ("Sofia", "Fel bilaga.")


def test_what_is_adopted_cannot_be_adopted_again() -> None:
    committee = make_committee()
    adopt(committee)
    with pytest.raises(AdoptionRefused) as refusal:
        adopt(committee, paragraph="150")
    assert str(refusal.value) == (
        "”Delårsrapport” är redan fastställd, 2021-09-20 § 135."
        " Dra tillbaka den först om den ska fastställas på nytt."
    )
    assert (AdoptedDocument.objects.count(), AdoptedFile.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"paragraph": "  "}, "Skriv beslutets paragraf."),
        ({"files": []}, "”Delårsrapport” har inga filer att frysa."),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(AdoptionRefused) as refusal:
        adopt(make_committee(), **changed)
    assert str(refusal.value) == message
    assert (AdoptedDocument.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_meeting_is_today_or_earlier() -> None:
    committee, today = make_committee(), timezone.localdate()
    with pytest.raises(AdoptionRefused, match="^Sammanträdet kan inte ligga i framtiden.$"):
        adopt(committee, meeting_on=today + timedelta(days=1))
    assert adopt(committee, meeting_on=today).meeting_on == today


def test_withdrawing_asks_for_a_reason_and_is_done_once() -> None:
    document = adopt(make_committee())
    with pytest.raises(AdoptionRefused, match="^Skriv varför dokumentet dras tillbaka.$"):
        withdraw(document=document, reason=" ", by="Sofia")
    withdraw(document=document, reason="Fel bilaga.", by="Sofia")
    with pytest.raises(AdoptionRefused, match="^”Delårsrapport” är redan tillbakadragen, av Sofia.$"):
        withdraw(document=document, reason="Igen.", by="Karin")


def test_a_file_that_was_changed_past_the_product_is_not_given_out() -> None:
    document = adopt(make_committee())
    AdoptedFile.objects.filter(name="rapport.pdf").update(data=b"%PDF-1.7 nytt")
    with pytest.raises(FileChanged) as refusal:
        verified(document.files.get(name="rapport.pdf"))
    assert str(refusal.value) == (
        "Filen rapport.pdf är inte längre den som fastställdes: dess kontrollsumma stämmer inte."
        " Be den som sköter driften att återställa den ur en säkerhetskopia."
    )
    assert verified(document.files.get(name="figures.csv")) == CSV.data


def test_listing_files_does_not_carry_their_bytes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    document = adopt(make_committee())
    with django_assert_num_queries(1):
        files = list(document.files.order_by("name"))
        assert [file.get_deferred_fields() for file in files] == [{"data"}, {"data"}]
    with django_assert_num_queries(1):
        assert verified(files[0]) == CSV.data


def test_documents_belong_to_those_of_the_committee() -> None:
    committee, other = make_committee(), make_committee("annan-sn")
    document = adopt(committee)
    assert list(AdoptedDocument.objects.for_user(make_user("karin", committee))) == [document]
    assert list(AdoptedDocument.objects.for_user(make_user("ola", other))) == []
