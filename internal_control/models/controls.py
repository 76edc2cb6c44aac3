"""Controls of a plan, and what is counted at them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from internal_control.models.plans import ControlPlan
from internal_control.models.risks import Risk
from organisation.models import Committee, Unit, code_validator


class ControlQuerySet(models.QuerySet["Control"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(plan__committee__in=Committee.objects.for_user(user))

    def in_order(self) -> Self:
        return self.order_by("position", "code", "pk")


class Control(models.Model):
    """What is checked, how and by whom. The same control in another year has the same code: that is its history.

    Its occasions are its follow_ups, one a month in which it is carried out. responsible is a title, as the plan
    prints it; performer is the person whose task it is, if the person has an account. struck_on: the day since when
    it is not carried out any more, by a decision.
    """

    class Method(models.TextChoices):
        SAMPLE = "sample", "Stickprov"
        ALL = "all", "Alla"
        SYSTEM = "system", "Systemkontroll"
        INTERVIEW = "interview", "Intervju"
        OTHER = "other", "Annat sätt"

    plan = models.ForeignKey(ControlPlan, models.CASCADE, verbose_name="plan", related_name="controls")
    code = models.CharField("kod", max_length=30, validators=[code_validator])
    risk = models.ForeignKey(
        Risk, models.RESTRICT, verbose_name="risk", null=True, blank=True, related_name="controls"
    )
    process = models.CharField("process eller område", max_length=150)
    title = models.CharField("kontrollmoment", max_length=500)
    method = models.CharField("metod", max_length=20, choices=Method)
    sample_size = models.PositiveIntegerField("antal i stickprovet", null=True, blank=True)
    method_text = models.TextField("så görs kontrollen", blank=True)
    rule = models.CharField("styrande dokument", max_length=500, blank=True)
    unit = models.ForeignKey(Unit, models.RESTRICT, verbose_name="enhet", related_name="controls")
    responsible = models.CharField("ansvarig", max_length=100)
    performer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="utförs av",
        null=True,
        blank=True,
        related_name="controls",
    )
    reported_to = models.CharField("rapporteras till", max_length=100, blank=True)
    counts_people = models.BooleanField(
        "det som räknas är personer",
        default=False,
        help_text="Då skyddas små antal, som för mått.",
    )
    struck_on = models.DateField("utgår från", null=True, blank=True)
    position = models.PositiveIntegerField("ordning", default=0)

    objects = ControlQuerySet.as_manager()

    class Meta:
        verbose_name = "kontroll"
        verbose_name_plural = "kontroller"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="control_code",
                violation_error_message="Planen har redan en kontroll med den koden.",
            ),
            models.CheckConstraint(
                condition=~Q(method="sample") | Q(sample_size__gte=1),
                name="control_sample",
                violation_error_message="Skriv hur många stickprovet omfattar.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CountedItem(models.Model):
    """A row that is counted at each occasion: 'Över fyra månader', and under it 'Väntan på utlåtande'.

    Only a row without rows under it is typed; one with them is their sum. There are two levels. is_deviation: what is
    counted here are deviations; a row under such a row is one too. All rows of the top level together are what was
    examined (FollowUp.sample_size), those that are deviations FollowUp.deviations.
    """

    control = models.ForeignKey(
        Control, models.CASCADE, verbose_name="kontroll", related_name="counted_items"
    )
    code = models.CharField("kod", max_length=30, validators=[code_validator])
    label = models.CharField("det som räknas", max_length=150)
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name="del av", null=True, blank=True, related_name="parts"
    )
    is_deviation = models.BooleanField("är avvikelse", default=False)
    position = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "antal att räkna"
        verbose_name_plural = "antal att räkna"
        constraints = [
            models.UniqueConstraint(
                fields=["control", "code"],
                name="counted_item_code",
                violation_error_message="Kontrollen räknar redan något med den koden.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
