"""The committee's control plan of a year, the scale its risks are valued on, and what was changed after adoption."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisation.marks import Colour, Symbol
from organisation.models import YEAR_MAX, YEAR_MIN, Committee

STEPS_LEAST, STEPS_MOST = 3, 5
# The followed_up_through of a plan whose year is over.
WHOLE_YEAR = 12


class RiskDecision(models.TextChoices):
    """What the committee does about a risk."""

    ACCEPT = "accept", "Acceptera"
    WATCH = "watch", "Bevaka"
    CONTROL = "control", "Kontrollera"
    ACT = "act", "Åtgärda"


class ControlPlanQuerySet(models.QuerySet["ControlPlan"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(committee__in=Committee.objects.for_user(user))


class ControlPlan(models.Model):
    """A year of internal control. It owns its scale, risks, controls and measures: another year's never change them.

    A draft until the committee adopts it; after that what it says is changed by a decision only (PlanChange).
    followed_up_through is the last month (1–12) of the newest adopted follow-up, 0 where there is none: what was
    carried out until then is settled, and after 12 the year is over.
    """

    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name="nämnd", related_name="control_plans"
    )
    year = models.PositiveSmallIntegerField(
        "år", validators=[MinValueValidator(YEAR_MIN), MaxValueValidator(YEAR_MAX)]
    )
    adopted_on = models.DateField("fastställd", null=True, blank=True)
    decision_paragraph = models.CharField("§", max_length=20, blank=True)
    registration_number = models.CharField("diarienummer", max_length=50, blank=True)
    followed_up_through = models.PositiveSmallIntegerField(
        "uppföljd till och med månad", default=0, validators=[MaxValueValidator(12)]
    )

    objects = ControlPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "internkontrollplan"
        verbose_name_plural = "internkontrollplaner"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year"],
                name="control_plan_year",
                violation_error_message="Nämnden har redan en internkontrollplan för året.",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on=None, decision_paragraph="")
                | (Q(adopted_on__isnull=False) & ~Q(decision_paragraph="")),
                name="control_plan_adopted_pair",
                violation_error_message="En fastställd plan har både datum och paragraf.",
            ),
            models.CheckConstraint(
                condition=Q(followed_up_through__lte=12),
                name="control_plan_month",
                violation_error_message="Månaden måste vara 1 till 12.",
            ),
        ]

    def __str__(self) -> str:
        return f"Internkontrollplan {self.year}"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None

    @property
    def is_over(self) -> bool:
        """Whether the whole year is followed up and adopted: nothing of it is changed after that."""
        return self.followed_up_through == WHOLE_YEAR


class ScaleStep(models.Model):
    """A step of the plan's scale. value counts from 1; both axes have the same number of steps, 3 to 5."""

    class Axis(models.TextChoices):
        LIKELIHOOD = "likelihood", "Sannolikhet"
        CONSEQUENCE = "consequence", "Konsekvens"

    plan = models.ForeignKey(ControlPlan, models.CASCADE, verbose_name="plan", related_name="scale_steps")
    axis = models.CharField("axel", max_length=20, choices=Axis)
    value = models.PositiveSmallIntegerField(
        "värde", validators=[MinValueValidator(1), MaxValueValidator(STEPS_MOST)]
    )
    label = models.CharField("etikett", max_length=60)
    description = models.CharField("innebär", max_length=200, blank=True)

    class Meta:
        verbose_name = "steg"
        verbose_name_plural = "steg"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "axis", "value"],
                name="scale_step",
                violation_error_message="Skalan har redan ett steg med det värdet.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=STEPS_MOST),
                name="scale_step_value",
                violation_error_message=f"Ett steg har värdet 1 till {STEPS_MOST}.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class RiskLevel(models.Model):
    """What risk values from from_value up to the next level's are called. The lowest level of a plan starts at 1."""

    plan = models.ForeignKey(ControlPlan, models.CASCADE, verbose_name="plan", related_name="risk_levels")
    from_value = models.PositiveSmallIntegerField(
        "från riskvärde", validators=[MinValueValidator(1), MaxValueValidator(STEPS_MOST**2)]
    )
    label = models.CharField("etikett", max_length=60)
    symbol = models.CharField("symbol", max_length=20, choices=Symbol)
    colour = models.CharField("färg", max_length=10, choices=Colour)
    decision = models.CharField(
        "föreslaget beslut", max_length=10, choices=RiskDecision, default=RiskDecision.ACCEPT
    )

    class Meta:
        verbose_name = "risknivå"
        verbose_name_plural = "risknivåer"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "from_value"],
                name="risk_level_from",
                violation_error_message="Två risknivåer kan inte börja vid samma värde.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PlanChange(models.Model):
    """A change of an adopted plan, with the decision behind it. Rows are only added.

    text says what was changed; details hold before and after by the name of the field.
    """

    plan = models.ForeignKey(ControlPlan, models.CASCADE, verbose_name="plan", related_name="changes")
    decided_on = models.DateField("beslutad den")
    decision_paragraph = models.CharField("§", max_length=20)
    reason = models.CharField("skäl", max_length=500, blank=True)
    text = models.CharField("ändring", max_length=500)
    details = models.JSONField("före och efter", default=dict, blank=True)
    made_at = models.DateTimeField("gjord", default=timezone.now)
    made_by = models.CharField("gjord av", max_length=150)

    class Meta:
        verbose_name = "ändring av plan"
        verbose_name_plural = "ändringar av plan"
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision_paragraph=""),
                name="plan_change_decision",
                violation_error_message="En ändring av en fastställd plan har beslutets paragraf.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
