"""What somebody wrote and judged about a goal, an assignment or an indicator after a period."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goals.models.assignments import Assignment
from goals.models.goals import Goal
from goals.models.indicators import Indicator
from goals.models.scales import AssessmentLevel
from organisation.models import Unit, year_month_constraints


def _only(subject: str) -> Q:
    others = {f"{name}": None for name in ("goal", "assignment", "indicator") if name != subject}
    return Q(**{f"{subject}__isnull": False}, **others)


class Assessment(models.Model):
    """About one subject, by one unit, after the period that ends with month. goals.assessing is its only writer.

    unit is the root for the committee's own. proposed is what the indicators proposed when level was chosen;
    where the two differ reason says why. text and measures are Markdown. version grows by one with every save.
    """

    goal = models.ForeignKey(
        Goal, models.CASCADE, verbose_name="mål", null=True, blank=True, related_name="assessments"
    )
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, verbose_name="uppdrag", null=True, blank=True, related_name="assessments"
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name="mått", null=True, blank=True, related_name="assessments"
    )
    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name="enhet", related_name="assessments")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("till och med månad")
    level = models.ForeignKey(
        AssessmentLevel, models.PROTECT, verbose_name="bedömning", null=True, blank=True, related_name="+"
    )
    proposed = models.ForeignKey(
        AssessmentLevel, models.SET_NULL, verbose_name="förslag", null=True, blank=True, related_name="+"
    )
    reason = models.CharField("skäl till annan bedömning", max_length=300, blank=True)
    text = models.TextField("uppföljning och analys", blank=True)
    measures = models.TextField("åtgärder", blank=True)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("ändrad", default=timezone.now)
    changed_by = models.CharField("ändrad av", max_length=150)

    class Meta:
        verbose_name = "bedömning"
        verbose_name_plural = "bedömningar"
        constraints = [
            models.CheckConstraint(
                condition=_only("goal") | _only("assignment") | _only("indicator"),
                name="assessment_one_subject",
                violation_error_message="En bedömning gäller ett mål, ett uppdrag eller ett mått.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[subject, "unit", "year", "month"],
                    condition=Q(**{f"{subject}__isnull": False}),
                    name=f"assessment_once_{subject}",
                    violation_error_message="Enheten har redan en bedömning för perioden.",
                )
                for subject in ("goal", "assignment", "indicator")
            ),
            *year_month_constraints("assessment"),
        ]
        indexes = [models.Index(fields=["unit", "year", "month"], name="assessment_of_unit")]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class ReplacedAssessment(models.Model):
    """What an assessment said before somebody else, or a later sitting, replaced it."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, verbose_name="bedömning", related_name="replaced"
    )
    version = models.PositiveIntegerField("version")
    level = models.ForeignKey(
        AssessmentLevel, models.SET_NULL, verbose_name="bedömning", null=True, related_name="+"
    )
    text = models.TextField("uppföljning och analys", blank=True)
    measures = models.TextField("åtgärder", blank=True)
    changed_at = models.DateTimeField("ändrad")
    changed_by = models.CharField("ändrad av", max_length=150)

    class Meta:
        verbose_name = "tidigare bedömning"
        verbose_name_plural = "tidigare bedömningar"

    def __str__(self) -> str:
        return f"{self.assessment_id}, {self.version}"
