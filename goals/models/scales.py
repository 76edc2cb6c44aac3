"""Assessment scales: levels that a committee words and orders itself, as data."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from organisation.marks import Colour, Symbol
from organisation.models import Committee


class Meaning(models.TextChoices):
    """What a level says, for proposals and summaries: a scale has at most one level of each but OTHER."""

    MET = "met", "Uppnått"
    PARTLY = "partly", "Delvis uppnått"
    NOT_MET = "not_met", "Inte uppnått"
    NOT_ASSESSED = "not_assessed", "Inte bedömt än"
    OTHER = "other", "Något annat"


class AssessmentScaleQuerySet(models.QuerySet["AssessmentScale"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(committee__in=Committee.objects.for_user(user))


class AssessmentScale(models.Model):
    """One of a committee's scales. It has a level that means not yet assessed: goals.scales demands it."""

    class Use(models.TextChoices):
        GOAL = "goal", "Mål och mått"
        ASSIGNMENT = "assignment", "Uppdrag"
        PROGRESS = "progress", "Framdrift"

    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name="nämnd", related_name="assessment_scales"
    )
    code = models.SlugField("kortnamn", max_length=30)
    name = models.CharField("namn", max_length=100)
    use = models.CharField("används för", max_length=20, choices=Use)

    objects = AssessmentScaleQuerySet.as_manager()

    class Meta:
        verbose_name = "bedömningsskala"
        verbose_name_plural = "bedömningsskalor"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code"],
                name="assessment_scale_code",
                violation_error_message="Nämnden har redan en skala med det kortnamnet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssessmentLevel(models.Model):
    """A level of a scale. plural is how it stands in 'Av 14 mål är 8 uppnådda'."""

    scale = models.ForeignKey(AssessmentScale, models.CASCADE, verbose_name="skala", related_name="levels")
    code = models.SlugField("kortnamn", max_length=30)
    label = models.CharField("etikett", max_length=60)
    plural = models.CharField(
        "i flertal", max_length=60, help_text="Som det står i meningen: Av 14 mål är 8 uppnådda."
    )
    symbol = models.CharField("symbol", max_length=20, choices=Symbol)
    colour = models.CharField("färg", max_length=10, choices=Colour)
    meaning = models.CharField("betyder", max_length=20, choices=Meaning)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "nivå"
        verbose_name_plural = "nivåer"
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "code"],
                name="assessment_level_code",
                violation_error_message="Skalan har redan en nivå med det kortnamnet.",
            ),
            models.UniqueConstraint(
                fields=["scale", "meaning"],
                condition=~Q(meaning="other"),
                name="assessment_level_meaning",
                violation_error_message="Skalan har redan en nivå som betyder det.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_assessed(self) -> bool:
        return self.meaning != Meaning.NOT_ASSESSED
