"""Closed months, audit events and jobs."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisation.models.committees import Committee
from organisation.models.months import year_month_constraints


class ClosedMonth(models.Model):
    """A month whose figures may no longer change. organisation.periods writes it, and a package that is loaded."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name="nämnd", related_name="closed_months"
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    closed_at = models.DateTimeField("stängd", default=timezone.now)
    closed_by = models.CharField("stängd av", max_length=150)

    class Meta:
        verbose_name = "stängd månad"
        verbose_name_plural = "stängda månader"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "month"],
                name="closed_month_once",
                violation_error_message="Månaden är redan stängd.",
            ),
            *year_month_constraints("closed_month"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def of(self, committee: Committee) -> Self:
        return self.filter(committee_slug=committee.slug)

    def matching(self, text: str) -> Self:
        """Events whose action, subject or actor holds the text."""
        return self.filter(Q(action__icontains=text) | Q(subject__icontains=text) | Q(actor__icontains=text))

    def newest_first(self) -> Self:
        return self.order_by("-id")


class AuditEvent(models.Model):
    """What somebody did. No foreign keys: history neither blocks the living data nor disappears with it.

    The newest event of a committee is also the version of its data: organisation.audit.version.
    """

    at = models.DateTimeField("tid", default=timezone.now)
    actor = models.CharField("vem", max_length=150)
    actor_id = models.BigIntegerField("personens nummer", null=True, blank=True)
    committee_slug = models.SlugField("nämnd", max_length=50, blank=True)
    action = models.CharField("händelse", max_length=60)
    subject = models.CharField("gäller", max_length=200, blank=True)
    details = models.JSONField("uppgifter", default=dict, blank=True)
    changes_data = models.BooleanField("ändrar uppgifter", default=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelselogg"
        indexes = [
            models.Index(fields=["committee_slug", "-id"], name="audit_committee"),
            models.Index(
                fields=["committee_slug", "-id"], condition=Q(changes_data=True), name="audit_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action}"


class JobState(models.TextChoices):
    QUEUED = "queued", "I kö"
    RUNNING = "running", "Pågår"
    DONE = "done", "Klart"
    FAILED = "failed", "Misslyckades"


class JobQuerySet(models.QuerySet["Job"]):
    def for_user(self, user: Any) -> Self:
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.for_user(user))

    def unfinished(self) -> Self:
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])


class Job(models.Model):
    """Long work that somebody can watch: state, progress and error. organisation.jobs is its only writer.

    total is 0 until it is known; done counts from 0 to total.
    """

    committee = models.ForeignKey(
        Committee, models.CASCADE, verbose_name="nämnd", related_name="jobs", null=True, blank=True
    )
    kind = models.CharField("slag", max_length=40)
    subject = models.CharField("gäller", max_length=200)
    state = models.CharField("läge", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("gjort", default=0)
    total = models.PositiveIntegerField("av", default=0)
    step = models.CharField("steg", max_length=200, blank=True)
    error = models.TextField("fel", blank=True)
    result_url = models.CharField("resultat", max_length=300, blank=True)
    created_at = models.DateTimeField("beställt", default=timezone.now)
    created_by = models.CharField("beställt av", max_length=150)
    started_at = models.DateTimeField("började", null=True, blank=True)
    finished_at = models.DateTimeField("slutade", null=True, blank=True)
    heartbeat_at = models.DateTimeField("senast sedd", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "jobb"
        verbose_name_plural = "jobb"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[JobState.DONE, JobState.FAILED], finished_at__isnull=False)
                | Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True),
                name="job_finished",
                violation_error_message="Ett avslutat jobb har en sluttid, och bara ett avslutat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
