"""Measures: what is done about a deviation or a risk, and what came of it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from internal_control.models.follow_ups import FollowUp
from internal_control.models.plans import ControlPlan
from internal_control.models.risks import Risk
from organisation.models import Committee, Unit, code_validator


class MeasureQuerySet(models.QuerySet["Measure"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(plan__committee__in=Committee.objects.for_user(user))

    def of_year(self, committee_id: int, year: int) -> Self:
        """Those of the year's own plan, and those of earlier years with something left to do when it began.

        Left to do is closing them, and checking the effect where a day is set for it.
        """
        unclosed = Q(closed_on=None) | Q(closed_on__year__gte=year)
        unchecked = Q(effect_due_on__isnull=False, status="done") & (
            Q(effect="") | Q(effect_on__year__gte=year)
        )
        return self.filter(
            Q(plan__year=year) | Q(plan__year__lt=year) & (unclosed | unchecked), plan__committee=committee_id
        )

    def open(self) -> Self:
        return self.filter(closed_on=None)

    def in_order(self) -> Self:
        return self.order_by("due_on", "plan__year", "code", "pk")


class Measure(models.Model):
    """A measure for a deviation (follow_up) or directly for a risk; plan is of the year in which it was decided.

    An open one is the next year's, too, until it is closed. It is closed when it is DONE or CANCELLED, with a date.
    effect is what was seen later, and no measure has one before it is done.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "Inte påbörjad"
        ONGOING = "ongoing", "Pågår"
        DONE = "done", "Genomförd"
        CANCELLED = "cancelled", "Avbruten"

    class Effect(models.TextChoices):
        UNCHECKED = "", "Inte följd upp än"
        FULL = "full", "Avsedd effekt"
        PARTLY = "partly", "Viss effekt"
        NONE = "none", "Ingen effekt"

    plan = models.ForeignKey(ControlPlan, models.CASCADE, verbose_name="plan", related_name="measures")
    code = models.CharField("kod", max_length=30, validators=[code_validator])
    follow_up = models.ForeignKey(
        FollowUp,
        models.RESTRICT,
        verbose_name="kontrolltillfälle",
        null=True,
        blank=True,
        related_name="measures",
    )
    risk = models.ForeignKey(
        Risk, models.RESTRICT, verbose_name="risk", null=True, blank=True, related_name="measures"
    )
    text = models.CharField("åtgärd", max_length=500)
    unit = models.ForeignKey(Unit, models.RESTRICT, verbose_name="enhet", related_name="measures")
    responsible = models.CharField("ansvarig", max_length=100)
    performer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="utförs av",
        null=True,
        blank=True,
        related_name="measures",
    )
    due_on = models.DateField("klar senast")
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.PLANNED)
    closed_on = models.DateField("avslutad den", null=True, blank=True)
    progress = models.TextField("hur det går", blank=True)
    effect_due_on = models.DateField("effekten följs upp senast", null=True, blank=True)
    effect = models.CharField("effekt", max_length=10, choices=Effect, blank=True, default=Effect.UNCHECKED)
    effect_on = models.DateField("effekten följd upp den", null=True, blank=True)
    effect_text = models.TextField("vad som blev bättre", blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "åtgärd"
        verbose_name_plural = "åtgärder"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="measure_code",
                violation_error_message="Planen har redan en åtgärd med den koden.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["done", "cancelled"], closed_on__isnull=False)
                | (~Q(status__in=["done", "cancelled"]) & Q(closed_on=None)),
                name="measure_closed",
                violation_error_message="En avslutad åtgärd har en dag då den avslutades.",
            ),
            models.CheckConstraint(
                condition=Q(effect="", effect_on=None)
                | (~Q(effect="") & Q(effect_on__isnull=False, status="done")),
                name="measure_effect",
                violation_error_message="Effekten följs upp när åtgärden är genomförd, och har en dag.",
            ),
            models.CheckConstraint(
                condition=Q(follow_up=None) | Q(risk=None),
                name="measure_of_one",
                violation_error_message="En åtgärd gäller en avvikelse eller en risk, inte båda.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
