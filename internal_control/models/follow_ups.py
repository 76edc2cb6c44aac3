"""The occasions of controls: to be done, and once they are done what was found, with its evidence."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from internal_control.evidence_files import evidence_path
from internal_control.models.controls import Control, CountedItem
from organisation.models import Committee


class Result(models.TextChoices):
    """PENDING is what is still to be done."""

    PENDING = "", "Inte genomförd än"
    NO_DEVIATION = "no_deviation", "Ingen avvikelse"
    MINOR = "minor", "Mindre avvikelse"
    MAJOR = "major", "Större avvikelse"
    NOT_DONE = "not_done", "Ej genomförd"


DEVIATIONS = (Result.MINOR, Result.MAJOR)
# Of controls that were carried out.
FOUND = (Result.NO_DEVIATION, *DEVIATIONS)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(control__plan__committee__in=Committee.objects.for_user(user))


class FollowUp(models.Model):
    """An occasion of a control: due by the end of the month, and late after that while it is pending.

    A row exists for each month in which the control is to be carried out, from the start. sample_size is how many
    were examined, deviations how many of them deviated; both are sums where the control counts items. Where one is
    None and …_withheld, it is about few people and was loaded from a package that does not tell it. reason says why
    it was not carried out. version counts the saves.
    """

    control = models.ForeignKey(Control, models.CASCADE, verbose_name="kontroll", related_name="follow_ups")
    month = models.PositiveSmallIntegerField(
        "månad", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    result = models.CharField("resultat", max_length=20, choices=Result, blank=True, default=Result.PENDING)
    done_on = models.DateField("genomförd den", null=True, blank=True)
    done_by = models.CharField("genomförd av", max_length=150, blank=True)
    sample_size = models.PositiveIntegerField("antal granskade", null=True, blank=True)
    deviations = models.PositiveIntegerField("antal avvikelser", null=True, blank=True)
    sample_size_withheld = models.BooleanField("antal granskade är skyddat", default=False, editable=False)
    deviations_withheld = models.BooleanField("antal avvikelser är skyddat", default=False, editable=False)
    text = models.TextField("resultat och analys", blank=True)
    reason = models.TextField("varför den inte genomfördes", blank=True)
    version = models.PositiveIntegerField("version", default=0)
    changed_at = models.DateTimeField("ändrad", null=True, blank=True)
    changed_by = models.CharField("ändrad av", max_length=150, blank=True)
    reminded_on = models.DateField("påmind den", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "kontrolltillfälle"
        verbose_name_plural = "kontrolltillfällen"
        constraints = [
            models.UniqueConstraint(
                fields=["control", "month"],
                name="follow_up_month",
                violation_error_message="Kontrollen har redan ett tillfälle den månaden.",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="follow_up_month_range",
                violation_error_message="Månaden måste vara 1 till 12.",
            ),
            models.CheckConstraint(
                condition=(Q(result="", done_on=None) | (~Q(result="") & Q(done_on__isnull=False))),
                name="follow_up_done",
                violation_error_message="En genomförd kontroll har en dag då den gjordes.",
            ),
            models.CheckConstraint(
                condition=~Q(result="not_done") | ~Q(reason=""),
                name="follow_up_not_done_reason",
                violation_error_message="Skriv varför kontrollen inte genomfördes.",
            ),
            models.CheckConstraint(
                condition=Q(deviations=None) | Q(sample_size=None) | Q(deviations__lte=F("sample_size")),
                name="follow_up_deviations",
                violation_error_message="Avvikelserna kan inte vara fler än de granskade.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.control}, månad {self.month}"

    @property
    def is_pending(self) -> bool:
        return self.result == Result.PENDING


class FollowUpCount(models.Model):
    """How many an item was at an occasion. Only items without items under them have rows.

    count is None where it is about few people and was loaded from a package that does not tell it.
    """

    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, verbose_name="kontrolltillfälle", related_name="counts"
    )
    item = models.ForeignKey(
        CountedItem, models.RESTRICT, verbose_name="det som räknas", related_name="counts"
    )
    count = models.PositiveIntegerField("antal", null=True)

    class Meta:
        verbose_name = "antal"
        verbose_name_plural = "antal"
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "item"],
                name="follow_up_count",
                violation_error_message="Det är redan räknat vid tillfället.",
            ),
        ]

    def __str__(self) -> str:
        return ".." if self.count is None else str(self.count)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(follow_up__control__plan__committee__in=Committee.objects.for_user(user))


class Evidence(models.Model):
    """A file that shows what was found. name is the uploader's; where it lies says nothing of it.

    content_type is what the contents are, size bytes, sha256 hexadecimal. internal_control.evidence writes it.
    """

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, verbose_name="kontrolltillfälle", related_name="evidence"
    )
    name = models.CharField("filnamn", max_length=150)
    content_type = models.CharField("innehållstyp", max_length=100)
    size = models.PositiveIntegerField("storlek")
    sha256 = models.CharField("kontrollsumma (SHA-256)", max_length=64)
    file = models.FileField("fil", upload_to=evidence_path, max_length=200)
    added_at = models.DateTimeField("tillagd", default=timezone.now)
    added_by = models.CharField("tillagd av", max_length=150)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "underlag"
        verbose_name_plural = "underlag"
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "name"],
                name="evidence_name",
                violation_error_message="Tillfället har redan ett underlag med det namnet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
