"""Budget, actuals and forecasts by month, and the loads they came with.

Amounts are Decimal kronor in ledger sign (debit positive): revenue negative, cost positive.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from budget.models.accounts import Account
from organisation.figures import formatted
from organisation.models import Committee, Job, Unit, year_month_constraints


class LedgerType(models.TextChoices):
    """typ in a ledger file."""

    BUDGET = "Budget", "Budget"
    SUPPLEMENTARY = "Tilläggsbudget", "Tilläggsbudget"
    CARRY_OVER = "Ombudgetering", "Ombudgetering"
    ACTUAL = "Utfall", "Utfall"
    FORECAST = "Prognos", "Prognos"


class LoadState(models.TextChoices):
    CHECKING = "checking", "Kontrolleras"
    REFUSED = "refused", "Har fel"
    READY = "ready", "Väntar på godkännande"
    APPLIED = "applied", "Inläst"
    UNDONE = "undone", "Ångrad"
    DISCARDED = "discarded", "Förkastad"


class LoadQuerySet(models.QuerySet["Load"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(committee__in=Committee.objects.for_user(user))


class Load(models.Model):
    """A ledger file on its way in: checked, previewed, applied, and undone as a whole. budget.loading writes it.

    state is how far it has come; what is being done with it right now, or failed, is told by its job.
    preview: budget.load_preview. errors: [line or None, reason] of the first of error_count faults.
    data_version: the figures that the preview was made against; they may not have changed since.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="loads")
    file = models.FileField("fil", upload_to="loads/%Y/", blank=True)
    name = models.CharField("filnamn", max_length=200)
    sha256 = models.CharField("kontrollsumma", max_length=64)
    state = models.CharField("läge", max_length=12, choices=LoadState, default=LoadState.CHECKING)
    rows = models.PositiveIntegerField("rader", default=0)
    preview = models.JSONField("förhandsgranskning", default=list, blank=True)
    errors = models.JSONField("fel", default=list, blank=True)
    error_count = models.PositiveIntegerField("antal fel", default=0)
    data_version = models.BigIntegerField("version vid kontrollen", default=0)
    job = models.ForeignKey(
        Job, models.SET_NULL, verbose_name="jobb", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("lämnad", default=timezone.now)
    created_by = models.CharField("lämnad av", max_length=150)
    applied_at = models.DateTimeField("inläst", null=True, blank=True)
    undone_at = models.DateTimeField("ångrad", null=True, blank=True)
    undone_by = models.CharField("ångrad av", max_length=150, blank=True)

    objects = LoadQuerySet.as_manager()

    class Meta:
        verbose_name = "inläsning"
        verbose_name_plural = "inläsningar"
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="load_undone_pair",
                violation_error_message="En ångrad inläsning har både tid och person.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_busy(self) -> bool:
        """Whether its job waits or runs. Reads the job: select_related it."""
        return self.job is not None and self.job.is_unfinished


class AmountQuerySet(models.QuerySet[Any]):
    def of(self, committee: Committee) -> Self:
        return self.filter(unit__committee=committee)

    def for_user(self, user: Any) -> Self:
        return self.filter(unit__in=Unit.objects.for_user(user))


class Amount(models.Model):
    """What budget lines, actuals and forecasts share: one amount for a unit, an account and a month.

    The database does not check unit, account and load row by row: that takes longer than all the rest of
    loading a ledger (docs/adr/0008-ledger-without-foreign-keys.md). budget.ledger_rows checks each code once, and PROTECT keeps
    what is in use. The key begins with the unit, so that the unit needs no index of its own.
    """

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name="enhet",
        related_name="%(class)ss",
        db_constraint=False,
        db_index=False,
    )
    account = models.ForeignKey(
        Account,
        models.PROTECT,
        verbose_name="konto",
        related_name="%(class)ss",
        db_constraint=False,
        db_index=False,
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    amount = models.DecimalField(
        "belopp", max_digits=15, decimal_places=2, help_text="Kronor. Intäkter negativa, kostnader positiva."
    )
    load = models.ForeignKey(
        Load,
        models.PROTECT,
        verbose_name="inläsning",
        null=True,
        blank=True,
        related_name="%(class)ss",
        db_constraint=False,
        db_index=False,
    )

    objects = AmountQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.unit}, {self.account}, {self.year}-{self.month:02}: {formatted(self.amount, 2)} kr"


class BudgetLine(Amount):
    class Type(models.TextChoices):
        ORIGINAL = "original", "Budget"
        SUPPLEMENTARY = "supplementary", "Tilläggsbudget"
        CARRY_OVER = "carry_over", "Ombudgetering"

    type = models.CharField("typ", max_length=15, choices=Type, default=Type.ORIGINAL)

    class Meta:
        verbose_name = "budgetrad"
        verbose_name_plural = "budgetrader"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "account", "year", "month", "type"],
                name="budget_line_key",
                violation_error_message="Enheten har redan en budgetrad för kontot, månaden och typen.",
            ),
            *year_month_constraints("budget_line"),
        ]


class Actual(Amount):
    class Meta:
        verbose_name = "utfall"
        verbose_name_plural = "utfall"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "account", "year", "month"],
                name="actual_key",
                violation_error_message="Enheten har redan ett utfall för kontot och månaden.",
            ),
            *year_month_constraints("actual"),
        ]


class Forecast(Amount):
    """An amount for the whole year, made in a month: month is when it was made."""

    class Meta:
        verbose_name = "prognos"
        verbose_name_plural = "prognoser"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "account", "year", "month"],
                name="forecast_key",
                violation_error_message="Enheten har redan en prognos för kontot, gjord den månaden.",
            ),
            *year_month_constraints("forecast"),
        ]


class ReplacedAmount(models.Model):
    """A row that a load replaced, kept so that the load can be undone as a whole."""

    load = models.ForeignKey(Load, models.CASCADE, verbose_name="inläsning", related_name="replaced")
    type = models.CharField("typ", max_length=15, choices=LedgerType)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="enhet", related_name="+", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name="konto", related_name="+", db_constraint=False, db_index=False
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    amount = models.DecimalField("belopp", max_digits=15, decimal_places=2)
    from_load_id = models.BigIntegerField("från inläsning", null=True)

    class Meta:
        verbose_name = "ersatt belopp"
        verbose_name_plural = "ersatta belopp"

    def __str__(self) -> str:
        return f"{self.type} {self.year}-{self.month:02}: {formatted(self.amount, 2)} kr"
