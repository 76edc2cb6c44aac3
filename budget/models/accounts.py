"""Accounts and what they are sorted under."""

from django.db import models

from organisation.models import Committee, code_validator


class Kind(models.TextChoices):
    REVENUE = "revenue", "Intäkt"
    COST = "cost", "Kostnad"


class CostType(models.Model):
    """A row of the result by nature (kostnadsslag). Revenue without one of its own has the type 'Intäkter'."""

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="cost_types")
    name = models.CharField("namn", max_length=100)
    kind = models.CharField("slag", max_length=10, choices=Kind)
    position = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "kostnadsslag"
        verbose_name_plural = "kostnadsslag"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="cost_type_name",
                violation_error_message="Nämnden har redan ett kostnadsslag med det namnet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="accounts")
    code = models.CharField("konto", max_length=20, validators=[code_validator])
    name = models.CharField("namn", max_length=150)
    cost_type = models.ForeignKey(
        CostType, models.PROTECT, verbose_name="kostnadsslag", related_name="accounts"
    )

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konton"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code"],
                name="account_code",
                violation_error_message="Nämnden har redan ett konto med det numret.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
