"""Risks of a plan, and every value that they have been given."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from internal_control.models.plans import STEPS_MOST, ControlPlan, RiskDecision
from organisation.models import Committee, Unit, code_validator

_STEP = [MinValueValidator(1), MaxValueValidator(STEPS_MOST)]


class RiskQuerySet(models.QuerySet["Risk"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(plan__committee__in=Committee.objects.for_user(user))

    def gathered(self) -> Self:
        """Without what is only proposed."""
        return self.filter(is_proposal=False)

    def waiting(self) -> Self:
        """Proposed, and neither taken up nor declined."""
        return self.filter(is_proposal=True, declined_because="")

    def in_order(self) -> Self:
        return self.order_by("position", "code", "pk")


class Risk(models.Model):
    """A risk in a year's plan. The same risk in another year has the same code: that is its history.

    likelihood and consequence (steps of the plan's scale) are the newest RiskValuation BEFORE measures, …_after the
    newest AFTER; both of a pair or neither. unit is the root for what concerns the whole committee. is_chosen: it is
    in the plan; else it is only gathered. is_proposal: a unit has handed it in and nobody has taken it up;
    declined_because says why it was not.
    """

    plan = models.ForeignKey(ControlPlan, models.CASCADE, verbose_name="plan", related_name="risks")
    code = models.CharField("kod", max_length=30, validators=[code_validator])
    process = models.CharField("process eller område", max_length=150)
    description = models.CharField("risk", max_length=500)
    cause = models.TextField("orsak", blank=True)
    category = models.CharField("kategori", max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.RESTRICT, verbose_name="enhet", related_name="risks")
    likelihood = models.PositiveSmallIntegerField("sannolikhet", null=True, blank=True, validators=_STEP)
    consequence = models.PositiveSmallIntegerField("konsekvens", null=True, blank=True, validators=_STEP)
    likelihood_after = models.PositiveSmallIntegerField(
        "sannolikhet efter åtgärder", null=True, blank=True, validators=_STEP
    )
    consequence_after = models.PositiveSmallIntegerField(
        "konsekvens efter åtgärder", null=True, blank=True, validators=_STEP
    )
    decision = models.CharField("beslut", max_length=10, choices=RiskDecision, blank=True)
    reason = models.TextField("motivering", blank=True)
    owner = models.CharField("riskägare", max_length=100, blank=True)
    is_chosen = models.BooleanField("med i planen", default=False)
    is_proposal = models.BooleanField("förslag från enhet", default=False)
    proposed_by = models.CharField("föreslagen av", max_length=150, blank=True)
    declined_because = models.CharField("avböjt för att", max_length=500, blank=True)
    position = models.PositiveIntegerField("ordning", default=0)

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = "risk"
        verbose_name_plural = "risker"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="risk_code",
                violation_error_message="Planen har redan en risk med den koden.",
            ),
            models.CheckConstraint(
                condition=Q(likelihood=None, consequence=None)
                | Q(likelihood__range=(1, STEPS_MOST), consequence__range=(1, STEPS_MOST)),
                name="risk_value",
                violation_error_message="En värderad risk har både sannolikhet och konsekvens.",
            ),
            models.CheckConstraint(
                condition=Q(likelihood_after=None, consequence_after=None)
                | Q(likelihood_after__range=(1, STEPS_MOST), consequence_after__range=(1, STEPS_MOST)),
                name="risk_value_after",
                violation_error_message="Värdet efter åtgärder har både sannolikhet och konsekvens.",
            ),
            models.CheckConstraint(
                condition=~Q(is_chosen=True, is_proposal=True),
                name="risk_chosen_taken_up",
                violation_error_message="Ett förslag tas upp innan det kommer med i planen.",
            ),
            models.CheckConstraint(
                condition=Q(declined_because="") | Q(is_proposal=True),
                name="risk_declined_proposal",
                violation_error_message="Bara ett förslag kan avböjas.",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def value(self) -> int | None:
        """Likelihood × consequence before measures; None where the risk is not valued."""
        return (
            None
            if self.likelihood is None or self.consequence is None
            else self.likelihood * self.consequence
        )

    @property
    def value_after(self) -> int | None:
        if self.likelihood_after is None or self.consequence_after is None:
            return None
        return self.likelihood_after * self.consequence_after


class RiskValuation(models.Model):
    """A value that a risk was given, by whom and when. Rows are only added."""

    class Stage(models.TextChoices):
        BEFORE = "before", "Före åtgärder"
        AFTER = "after", "Efter åtgärder"

    risk = models.ForeignKey(Risk, models.CASCADE, verbose_name="risk", related_name="valuations")
    stage = models.CharField("skede", max_length=10, choices=Stage)
    likelihood = models.PositiveSmallIntegerField("sannolikhet", validators=_STEP)
    consequence = models.PositiveSmallIntegerField("konsekvens", validators=_STEP)
    reason = models.CharField("skäl", max_length=500, blank=True)
    valued_at = models.DateTimeField("värderad", default=timezone.now)
    valued_by = models.CharField("värderad av", max_length=150)

    class Meta:
        verbose_name = "värdering"
        verbose_name_plural = "värderingar"
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, STEPS_MOST), consequence__range=(1, STEPS_MOST)),
                name="risk_valuation_steps",
                violation_error_message=f"Sannolikhet och konsekvens är 1 till {STEPS_MOST}.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.likelihood} × {self.consequence}"
