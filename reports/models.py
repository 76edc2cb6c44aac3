"""Report templates, reports with their texts and pictures, and the files made of them."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisation.models import AdoptedDocument, Committee, Job, Unit, year_month_constraints


class ReportKind(models.TextChoices):
    ANNUAL = "annual", "Årsredovisning"
    INTERIM = "interim", "Delårsrapport"
    MONTHLY = "monthly", "Månadsrapport"
    INTERNAL_BUDGET = "internal_budget", "Internbudget"
    CONTROL_PLAN = "control_plan", "Internkontrollplan"
    CONTROL_FOLLOW_UP = "control_follow_up", "Uppföljning av intern kontroll"


class ReportTemplate(models.Model):
    """Sections and blocks of a kind of report, as TOML: reports.template reads and checks it."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name="nämnd", related_name="report_templates"
    )
    slug = models.SlugField("kortnamn", max_length=60)
    name = models.CharField("namn", max_length=100)
    kind = models.CharField("slag", max_length=20, choices=ReportKind)
    source = models.TextField(
        "innehåll",
        help_text="Avsnitt och block som TOML. Se dokumentationen för mallar.",
    )

    class Meta:
        verbose_name = "rapportmall"
        verbose_name_plural = "rapportmallar"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "slug"],
                name="report_template_slug",
                violation_error_message="Nämnden har redan en mall med det kortnamnet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReportQuerySet(models.QuerySet["Report"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(committee__in=Committee.objects.for_user(user))


class Report(models.Model):
    """A report of a committee: its year and last month, its template and its document facts."""

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="reports")
    template = models.ForeignKey(ReportTemplate, models.PROTECT, verbose_name="mall", related_name="reports")
    slug = models.SlugField("adressnamn", max_length=60)
    title = models.CharField("titel", max_length=150)
    subtitle = models.CharField("underrubrik", max_length=150, blank=True)
    year = models.PositiveSmallIntegerField(
        "år", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    month = models.PositiveSmallIntegerField(
        "till och med månad", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    registration_number = models.CharField("diarienummer", max_length=50, blank=True)
    version = models.CharField("version", max_length=20, blank=True)
    adopted_on = models.DateField("fastställd", null=True, blank=True)
    decision_paragraph = models.CharField("§", max_length=20, blank=True)
    responsible = models.CharField("dokumentansvarig", max_length=100, blank=True)
    # What readers get while it is set, byte for byte; reports.adopting writes it, and a package that is loaded.
    frozen = models.OneToOneField(
        AdoptedDocument,
        models.PROTECT,
        verbose_name="fastställd utgåva",
        null=True,
        blank=True,
        related_name="report",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "slug"],
                name="report_slug",
                violation_error_message="Nämnden har redan en rapport med det adressnamnet.",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on=None, decision_paragraph="")
                | (Q(adopted_on__isnull=False) & ~Q(decision_paragraph="")),
                name="report_adopted_pair",
                violation_error_message="En fastställd rapport har både datum och paragraf.",
            ),
            models.CheckConstraint(
                condition=Q(frozen=None) | Q(adopted_on__isnull=False),
                name="report_frozen_adopted",
                violation_error_message="En fryst rapport är fastställd.",
            ),
            *year_month_constraints("report"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_adopted(self) -> bool:
        """Nothing of it may be changed, whether or not its files are frozen yet."""
        return self.adopted_on is not None

    @property
    def is_frozen(self) -> bool:
        return self.frozen_id is not None


class ReportText(models.Model):
    """A text of a report in Markdown: under the key its block has, and for one unit if the block is per unit."""

    report = models.ForeignKey(Report, models.CASCADE, verbose_name="rapport", related_name="texts")
    key = models.SlugField("nyckel", max_length=60)
    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        verbose_name="enhet",
        null=True,
        blank=True,
        related_name="report_texts",
    )
    text = models.TextField("text", blank=True)
    signed_name = models.CharField("undertecknat av", max_length=100, blank=True)
    signed_title = models.CharField("titel", max_length=100, blank=True)
    changed_at = models.DateTimeField("ändrad", default=timezone.now)
    changed_by = models.CharField("ändrad av", max_length=150)

    class Meta:
        verbose_name = "rapporttext"
        verbose_name_plural = "rapporttexter"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key", "unit"],
                name="report_text_once",
                violation_error_message="Rapporten har redan den texten.",
            ),
            models.UniqueConstraint(
                fields=["report", "key"],
                condition=Q(unit=None),
                name="report_text_once_without_unit",
                violation_error_message="Rapporten har redan den texten.",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Picture(models.Model):
    report = models.ForeignKey(Report, models.CASCADE, verbose_name="rapport", related_name="pictures")
    key = models.SlugField("nyckel", max_length=60)
    file = models.ImageField("bild", upload_to="pictures/%Y/", width_field="width", height_field="height")
    width = models.PositiveIntegerField("bredd", editable=False, default=0)
    height = models.PositiveIntegerField("höjd", editable=False, default=0)
    alt = models.CharField(
        "alternativtext",
        max_length=300,
        help_text="Vad bilden visar, för den som inte ser den.",
    )
    caption = models.CharField("bildtext", max_length=300, blank=True)
    credit = models.CharField("foto", max_length=100, blank=True)

    class Meta:
        verbose_name = "bild"
        verbose_name_plural = "bilder"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="picture_key",
                violation_error_message="Rapporten har redan en bild med den nyckeln.",
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="picture_alt",
                violation_error_message="Skriv en alternativtext: vad bilden visar.",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Document(models.Model):
    """A made file of a report (PDF, Excel). contents_hash is of what it was made from; version is the
    committee's data version (organisation.audit.version) at which that was last known to be unchanged,
    program that of the code and style it was made with (reports.documents.program).
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"

    report = models.ForeignKey(Report, models.CASCADE, verbose_name="rapport", related_name="documents")
    format = models.CharField("format", max_length=5, choices=Format)
    file = models.FileField("fil", upload_to="documents/%Y/")
    contents_hash = models.CharField("innehållets kontrollsumma", max_length=64)
    version = models.BigIntegerField("version", default=0)
    program = models.CharField("programmets kontrollsumma", max_length=64, blank=True)
    made_at = models.DateTimeField("gjord", default=timezone.now)
    job = models.ForeignKey(
        Job,
        models.SET_NULL,
        verbose_name="jobb",
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "format"],
                name="document_once",
                violation_error_message="Rapporten har redan ett sådant dokument.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.format}"
