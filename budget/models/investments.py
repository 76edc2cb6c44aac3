"""Investment projects: budget, actuals and forecasts of their own, spending positive."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from organisation.figures import formatted
from organisation.models import Committee, Unit, code_validator, year_month_constraints


class InvestmentProject(models.Model):
    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name="nämnd", related_name="investment_projects"
    )
    code = models.CharField(
        "projekt",
        max_length=20,
        validators=[
            code_validator,
            RegexValidator(
                r"^nytt$", "Ordet ”nytt” kan inte vara ett projektnummer.", inverse_match=True
            ),  # the address of the page that adds one
        ],
    )
    name = models.CharField("namn", max_length=150)
    group = models.CharField(
        "grupp", max_length=100, blank=True, help_text="Rubrik i tabellen, till exempel Egna."
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="enhet", null=True, blank=True, related_name="investment_projects"
    )
    position = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "investeringsprojekt"
        verbose_name_plural = "investeringsprojekt"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code"],
                name="investment_project_code",
                violation_error_message="Nämnden har redan ett projekt med det numret.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class InvestmentAmount(models.Model):
    """Kronor of a project: spending positive. A forecast is the whole year's, month is when it was made."""

    class Type(models.TextChoices):
        ORIGINAL = "original", "Ursprungsbudget"
        ADDITION = "addition", "Tillägg/ombudgetering"
        ACTUAL = "actual", "Utfall"
        FORECAST = "forecast", "Prognos"

    project = models.ForeignKey(
        InvestmentProject, models.CASCADE, verbose_name="projekt", related_name="amounts"
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    type = models.CharField("typ", max_length=10, choices=Type)
    amount = models.DecimalField("belopp", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "investeringsbelopp"
        verbose_name_plural = "investeringsbelopp"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "month", "type"],
                name="investment_amount_key",
                violation_error_message="Projektet har redan ett belopp för månaden och typen.",
            ),
            *year_month_constraints("investment_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.year}-{self.month:02}: {formatted(self.amount, 2)} kr"


class CarryOverRequest(models.Model):
    """A request to take a year's unused investment money to the next year, with its reason."""

    project = models.ForeignKey(
        InvestmentProject, models.CASCADE, verbose_name="projekt", related_name="carry_over_requests"
    )
    year = models.PositiveSmallIntegerField("från år")
    amount = models.DecimalField("belopp", max_digits=15, decimal_places=2)
    reason = models.TextField("skäl")

    class Meta:
        verbose_name = "begärd ombudgetering"
        verbose_name_plural = "begärda ombudgeteringar"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"],
                name="carry_over_request_once",
                violation_error_message="Projektet har redan en begäran för året.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="carry_over_request_positive",
                violation_error_message="Beloppet att ombudgetera måste vara större än noll.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="carry_over_request_reason",
                violation_error_message="Skriv varför pengarna behövs nästa år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {formatted(self.amount, 2)} kr"
