"""Documents as a committee adopted them: the decision, and the files to the byte."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisation.models.committees import Committee


class AdoptedDocumentQuerySet(models.QuerySet["AdoptedDocument"]):
    def for_user(self, user: Any) -> Self:
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.for_user(user))

    def of(self, committee: Committee, kind: str, key: str | models.OuterRef) -> Self:
        """Every revision of one document, the newest first."""
        return self.filter(committee=committee, kind=kind, key=key).order_by("-revision")


class AdoptedDocument(models.Model):
    """A document of a kind ('report'), known in its committee by a key, as it was adopted for the revision-th time.

    organisation.adoption writes it, and a package that is loaded. One revision is valid; earlier ones are withdrawn.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name="nämnd", related_name="adopted_documents"
    )
    kind = models.CharField("slag", max_length=20)
    key = models.SlugField("kortnamn", max_length=60)
    revision = models.PositiveSmallIntegerField("utgåva")
    title = models.CharField("titel", max_length=150)
    meeting_on = models.DateField("sammanträde")
    decision_paragraph = models.CharField("§", max_length=20)
    registration_number = models.CharField("diarienummer", max_length=50, blank=True)
    adopted_at = models.DateTimeField("fryst", default=timezone.now)
    adopted_by = models.CharField("fryst av", max_length=150)
    withdrawn_at = models.DateTimeField("tillbakadragen", null=True, blank=True)
    withdrawn_by = models.CharField("tillbakadragen av", max_length=150, blank=True)
    withdrawn_reason = models.CharField("skäl", max_length=500, blank=True)

    objects = AdoptedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "fastställt dokument"
        verbose_name_plural = "fastställda dokument"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind", "key", "revision"],
                name="adopted_revision",
                violation_error_message="Dokumentet har redan en utgåva med det numret.",
            ),
            models.UniqueConstraint(
                fields=["committee", "kind", "key"],
                condition=Q(withdrawn_at=None),
                name="adopted_once",
                violation_error_message="Dokumentet är redan fastställt.",
            ),
            models.CheckConstraint(
                condition=~Q(decision_paragraph=""),
                name="adopted_paragraph",
                violation_error_message="Ett fastställt dokument har beslutets paragraf.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_reason="")),
                name="adopted_withdrawn",
                violation_error_message="Ett tillbakadraget dokument har tid, person och skäl.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, utgåva {self.revision}"


class AdoptedFileManager(models.Manager["AdoptedFile"]):
    def get_queryset(self) -> models.QuerySet["AdoptedFile"]:
        """Without the bytes: they are fetched when somebody asks for a file's data, one file at a time."""
        return super().get_queryset().defer("data")


class AdoptedFile(models.Model):
    """A file of an adopted document. sha256 is in hexadecimal, size in bytes; read data through adoption.verified."""

    document = models.ForeignKey(
        AdoptedDocument, models.PROTECT, verbose_name="dokument", related_name="files"
    )
    name = models.CharField("filnamn", max_length=60)
    label = models.CharField("benämning", max_length=60)
    content_type = models.CharField("innehållstyp", max_length=100)
    sha256 = models.CharField("kontrollsumma (SHA-256)", max_length=64)
    size = models.PositiveIntegerField("storlek")
    data = models.BinaryField("innehåll")

    objects = AdoptedFileManager()

    class Meta:
        verbose_name = "fastställd fil"
        verbose_name_plural = "fastställda filer"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "name"],
                name="adopted_file_name",
                violation_error_message="Dokumentet har redan en fil med det namnet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
