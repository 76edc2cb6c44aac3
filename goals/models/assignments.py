"""Assignments: what the committee has been asked to do, by whom, and the decision that closed it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goals.models.goals import Goal
from goals.models.scales import AssessmentScale
from organisation.models import Committee, Unit, code_validator


class Giver(models.TextChoices):
    COUNCIL = "council", "Kommunfullmäktige"
    BOARD = "board", "Kommunstyrelsen"
    COMMITTEE = "committee", "Nämnden"
    AUDIT = "audit", "Revisionen"
    AUTHORITY = "authority", "Myndighet"
    OTHER = "other", "Annan"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(committee__in=Committee.objects.for_user(user))

    def in_order(self) -> Self:
        return self.order_by("position", "code", "pk")


class Assignment(models.Model):
    """One assignment. Under a goal and in the committee's register it is the same row.

    due_on is the day, or of MONTH the month's last day; due_months (1–12) of RECURRING. Closing is a date and
    the decision behind it, both or neither.
    """

    class Due(models.TextChoices):
        NONE = "none", "Ingen tid"
        DATE = "date", "Ett datum"
        MONTH = "month", "En månad"
        RECURRING = "recurring", "Återkommande månader"

    class Status(models.TextChoices):
        OPEN = "open", "Pågår"
        TO_CLOSE = "to_close", "Föreslås avslutas"
        CLOSED = "closed", "Avslutat"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="assignments")
    code = models.CharField("kod", max_length=30, validators=[code_validator])
    title = models.CharField("uppdrag", max_length=500)
    text = models.TextField("beskrivning", blank=True)
    giver = models.CharField("givet av", max_length=20, choices=Giver, default=Giver.COMMITTEE)
    giver_name = models.CharField("vem", max_length=100, blank=True, help_text="Till exempel IVO.")
    decided_on = models.DateField("beslutat den", null=True, blank=True)
    decision_paragraph = models.CharField("§", max_length=20, blank=True)
    registration_number = models.CharField("diarienummer", max_length=50, blank=True)
    units = models.ManyToManyField(
        Unit, verbose_name="ansvariga enheter", blank=True, related_name="assignments"
    )
    responsible = models.CharField("ansvarig", max_length=100, blank=True)
    due = models.CharField("ska vara klart", max_length=10, choices=Due, default=Due.NONE)
    due_on = models.DateField("senast", null=True, blank=True)
    due_months = models.JSONField("månader", default=list, blank=True)
    status = models.CharField("läge", max_length=10, choices=Status, default=Status.OPEN)
    closed_on = models.DateField("avslutat den", null=True, blank=True)
    closed_paragraph = models.CharField("§ för avslut", max_length=20, blank=True)
    scale = models.ForeignKey(
        AssessmentScale,
        models.PROTECT,
        verbose_name="bedömningsskala",
        null=True,
        blank=True,
        related_name="assignments",
    )
    goals = models.ManyToManyField(Goal, verbose_name="mål", blank=True, related_name="assignments")
    position = models.PositiveIntegerField("ordning", default=0)
    entered_at = models.DateTimeField("infört", default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code"],
                name="assignment_code",
                violation_error_message="Nämnden har redan ett uppdrag med den koden.",
            ),
            models.CheckConstraint(
                condition=(Q(status="closed", closed_on__isnull=False) & ~Q(closed_paragraph=""))
                | (~Q(status="closed") & Q(closed_on=None, closed_paragraph="")),
                name="assignment_closed_by_decision",
                violation_error_message="Ett uppdrag avslutas med ett beslut: skriv datum och paragraf.",
            ),
            models.CheckConstraint(
                condition=Q(due__in=["date", "month"], due_on__isnull=False)
                | (~Q(due__in=["date", "month"]) & Q(due_on=None)),
                name="assignment_due",
                violation_error_message="Skriv när uppdraget ska vara klart.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssignmentNote(models.Model):
    """What was said about an assignment at a meeting, or between them."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, verbose_name="uppdrag", related_name="notes")
    meeting_on = models.DateField("sammanträde", null=True, blank=True)
    decision_paragraph = models.CharField("§", max_length=20, blank=True)
    text = models.TextField("anteckning")
    written_at = models.DateTimeField("skriven", default=timezone.now)
    written_by = models.CharField("skriven av", max_length=150)

    class Meta:
        verbose_name = "anteckning"
        verbose_name_plural = "anteckningar"

    def __str__(self) -> str:
        return self.text[:60]
