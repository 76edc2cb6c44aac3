"""The goal tree: how many levels it has and what they are called is the committee's own."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from goals.models.scales import AssessmentScale
from organisation.models import YEAR_MAX, YEAR_MIN, Committee, Unit, code_validator


class GoalLevel(models.Model):
    """A level of the tree. position 1 is topmost; a goal's parent is of a level with a lower position.

    kind is what the level is in the glossary, name and plural what the committee calls it. Goals of a level
    without a scale are not assessed.
    """

    class Kind(models.TextChoices):
        FOCUS_AREA = "focus_area", "Fokusområde"
        COUNCIL_GOAL = "council_goal", "Fullmäktiges mål"
        COMMITTEE_GOAL = "committee_goal", "Nämndens mål"
        ACTIVITY = "activity", "Aktivitet"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="goal_levels")
    position = models.PositiveSmallIntegerField("ordning", validators=[MinValueValidator(1)])
    kind = models.CharField("slag", max_length=20, choices=Kind)
    name = models.CharField("namn", max_length=60, help_text="Till exempel Inriktningsmål.")
    plural = models.CharField("namn i flertal", max_length=60)
    scale = models.ForeignKey(
        AssessmentScale,
        models.PROTECT,
        verbose_name="bedömningsskala",
        null=True,
        blank=True,
        related_name="goal_levels",
        help_text="Tom: målen på nivån bedöms inte.",
    )

    class Meta:
        verbose_name = "målnivå"
        verbose_name_plural = "målnivåer"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "position"],
                name="goal_level_position",
                violation_error_message="Nämnden har redan en målnivå med den ordningen.",
            ),
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="goal_level_name",
                violation_error_message="Nämnden har redan en målnivå med det namnet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GoalQuerySet(models.QuerySet["Goal"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(committee__in=Committee.objects.for_user(user))

    def in_order(self) -> Self:
        return self.order_by("level__position", "position", "number", "pk")


class Goal(models.Model):
    """A goal of a committee in a year. code is its key in the year ('kf-1'); number is what is printed.

    units are those who follow it up, beside the committee itself. follow_up_months are the months (1–12) after
    which it is followed up, or empty; then follow_up_times a year, spread evenly, and three where that is empty
    too (organisation.due).
    """

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="goals")
    year = models.PositiveSmallIntegerField("år")
    code = models.CharField("kod", max_length=30, validators=[code_validator])
    level = models.ForeignKey(GoalLevel, models.PROTECT, verbose_name="nivå", related_name="goals")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="hör till", null=True, blank=True, related_name="children"
    )
    number = models.CharField("nummer", max_length=10, blank=True)
    text = models.CharField("mål", max_length=500)
    description = models.TextField("förklaring", blank=True)
    contributions = models.TextField(
        "så bidrar nämnden", blank=True, help_text="Vad nämnden ska göra under året. Skriv gärna i punkter."
    )
    expected_effect = models.TextField("förväntad effekt", blank=True)
    units = models.ManyToManyField(Unit, verbose_name="ansvariga enheter", blank=True, related_name="goals")
    decided_by = models.CharField("beslutat av", max_length=100, blank=True)
    decided_on = models.DateField("beslutat den", null=True, blank=True)
    decision_paragraph = models.CharField("§", max_length=20, blank=True)
    follow_up_method = models.TextField("så följs målet upp", blank=True)
    follow_up_times = models.PositiveSmallIntegerField(
        "gånger per år",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    follow_up_months = models.JSONField("månader", default=list, blank=True)
    reports_to_council = models.BooleanField("redovisas till fullmäktige", default=False)
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name="förra årets mål",
        null=True,
        blank=True,
        related_name="successors",
    )
    position = models.PositiveIntegerField("ordning", default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "code"],
                name="goal_code",
                violation_error_message="Året har redan ett mål med den koden.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="goal_not_own_parent",
                violation_error_message="Ett mål kan inte höra till sig självt.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=YEAR_MIN, year__lte=YEAR_MAX),
                name="goal_year",
                violation_error_message=f"Året måste ligga mellan {YEAR_MIN} och {YEAR_MAX}.",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_times=None) | Q(follow_up_times__gte=1, follow_up_times__lte=12),
                name="goal_follow_up_times",
                violation_error_message="Ett mål följs upp 1 till 12 gånger per år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()
