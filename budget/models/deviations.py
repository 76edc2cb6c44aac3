"""What is made from the ledger, and whether it is up to date.

Amounts are Decimal kronor in ledger sign (debit positive): revenue negative, cost positive.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from budget.models.accounts import CostType
from organisation.models import Committee, Unit


class DeviationQuerySet(models.QuerySet["Deviation"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(unit__in=Unit.objects.for_user(user))


class Deviation(models.Model):
    """Budget, actual and forecast of a unit's whole subtree, per cost type and month. Derived rows.

    budget.recalculation is their only writer. budget, actual and deviation are the month's own;
    forecast is the whole year's, the newest made at or before the month, summed over the units that have one;
    forecasts_missing counts the units in the subtree that have figures in the year but no such forecast,
    and while there are any, forecast_deviation is undefined.
    budget_changes is the part of budget that is supplementary appropriation or carry-over.
    None is undefined: there are no rows for it anywhere in the subtree.
    """

    # Without constraints in the database: these rows are rebuilt from rows that have them. Without indexes of
    # their own: whoever reads has a year, and deviation_key begins with it.
    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        verbose_name="enhet",
        related_name="deviations",
        db_constraint=False,
        db_index=False,
    )
    cost_type = models.ForeignKey(
        CostType,
        models.CASCADE,
        verbose_name="kostnadsslag",
        related_name="deviations",
        db_constraint=False,
        db_index=False,
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    budget = models.DecimalField("budget", max_digits=17, decimal_places=2, null=True)
    budget_changes = models.DecimalField("varav ändringar", max_digits=17, decimal_places=2, null=True)
    actual = models.DecimalField("utfall", max_digits=17, decimal_places=2, null=True)
    deviation = models.DecimalField("avvikelse", max_digits=17, decimal_places=2, null=True)
    forecast = models.DecimalField("prognos helår", max_digits=17, decimal_places=2, null=True)
    forecast_deviation = models.DecimalField("prognosavvikelse", max_digits=17, decimal_places=2, null=True)
    forecasts_missing = models.PositiveIntegerField("enheter utan prognos", default=0)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = "avvikelse"
        verbose_name_plural = "avvikelser"
        constraints = [
            models.UniqueConstraint(fields=["year", "unit", "cost_type", "month"], name="deviation_key"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.cost_type}, {self.year}-{self.month:02}"


class Recalculation(models.Model):
    """Whether a committee's deviations of a year are up to date: changed counts its changes, calculated follows."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name="nämnd", related_name="recalculations"
    )
    year = models.PositiveSmallIntegerField("år")
    changed = models.BigIntegerField("ändringar", default=0)
    calculated = models.BigIntegerField("räknade ändringar", default=0)
    calculated_at = models.DateTimeField("räknad", null=True, blank=True)

    class Meta:
        verbose_name = "omräkning"
        verbose_name_plural = "omräkningar"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year"],
                name="recalculation_once",
                violation_error_message="Nämnden har redan en omräkning för året.",
            ),
            models.CheckConstraint(
                condition=Q(calculated__lte=models.F("changed")),
                name="recalculation_not_ahead",
                violation_error_message="En omräkning kan inte vara nyare än uppgifterna.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee}, {self.year}"

    @property
    def is_stale(self) -> bool:
        return self.calculated < self.changed
