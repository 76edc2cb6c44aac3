"""Municipality, committee, unit tree, people, roles, closed months, audit events and jobs."""

from typing import Any, Self

from django.contrib.auth.models import AbstractUser
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from organisation.permissions import Permission

YEAR_MIN, YEAR_MAX = 2000, 2100

# First parts of addresses that are not a committee's.
RESERVED_SLUGS = (
    "admin",
    "halsa",
    "jobb",
    "logga-in",
    "logga-ut",
    "losenord",
    "media",
    "static",
    "tillganglighet",
)


def year_month_constraints(name: str) -> list[models.CheckConstraint]:
    """The two checks of every row that stands for a month."""
    return [
        models.CheckConstraint(
            condition=Q(year__gte=YEAR_MIN, year__lte=YEAR_MAX),
            name=f"{name}_year",
            violation_error_message=f"Året måste ligga mellan {YEAR_MIN} och {YEAR_MAX}.",
        ),
        models.CheckConstraint(
            condition=Q(month__gte=1, month__lte=12),
            name=f"{name}_month",
            violation_error_message="Månaden måste vara 1 till 12.",
        ),
    ]


class User(AbstractUser):
    title = models.CharField("titel", max_length=100, blank=True)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Municipality(models.Model):
    code = models.CharField(
        "kommunkod",
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^\d{4}$", "Kommunkoden är fyra siffror.")],
    )
    name = models.CharField("namn", max_length=100)

    class Meta:
        verbose_name = "kommun"
        verbose_name_plural = "kommuner"

    def __str__(self) -> str:
        return self.name


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def for_user(self, user: Any) -> Self:
        """The committees that the user belongs to; an administrator's are all."""
        if user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.filter(user=user).values("committee_id"))

    def with_roles_of(self, user: Any) -> Self:
        """Each committee with own_memberships: the user's memberships in it, with role and unit."""
        mine = (
            Membership.objects.filter(user=user).select_related("role", "unit").order_by("role__name", "pk")
        )
        return self.prefetch_related(models.Prefetch("memberships", mine, to_attr="own_memberships"))


class Committee(models.Model):
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="kommun", related_name="committees"
    )
    name = models.CharField("namn", max_length=100)
    slug = models.SlugField("adressnamn", max_length=50, unique=True, help_text="Står i adressen: krokom-sn.")
    small_group_threshold = models.PositiveSmallIntegerField(
        "minsta grupp",
        default=5,
        validators=[MinValueValidator(1)],
        help_text="Uppgifter om färre personer än så visas inte.",
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "nämnd"
        verbose_name_plural = "nämnder"
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="committee_slug_free",
                violation_error_message="Adressnamnet används av programmet självt. Välj ett annat.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="committee_name",
                violation_error_message="Kommunen har redan en nämnd med det namnet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.municipality.name}"


class UnitQuerySet(models.QuerySet["Unit"]):
    def for_user(self, user: Any) -> Self:
        """Units of the user's committees; a membership for a unit gives its subtree."""
        if user.is_superuser:
            return self
        memberships = Membership.objects.filter(user=user, committee=models.OuterRef("committee"))
        own_path = models.ExpressionWrapper(models.OuterRef("path"), output_field=models.CharField())
        return self.filter(
            models.Exists(memberships.filter(unit=None))
            | models.Exists(
                memberships.annotate(own_path=own_path).filter(own_path__startswith=F("unit__path"))
            )
        )

    def subtree(self, unit: "Unit") -> Self:
        """The unit and everything below it."""
        return self.filter(committee=unit.committee_id, path__startswith=unit.path)

    def valid_in(self, year: int) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=year), Q(valid_to=None) | Q(valid_to__gte=year)
        )

    def in_order(self) -> Self:
        return self.order_by("committee_id", "position", "code")


class Unit(models.Model):
    """A responsibility (ansvar) in the tree under a committee.

    path is the codes from the root, each followed by a slash; organisation.structure is its only writer.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="units")
    code = models.CharField(
        "ansvarskod",
        max_length=20,
        validators=[
            RegexValidator(r"^[^/;\s]+$", "Koden får inte innehålla blanksteg, snedstreck eller semikolon.")
        ],
    )
    name = models.CharField("namn", max_length=150)
    type = models.CharField(
        "typ", max_length=50, blank=True, help_text="Till exempel område, verksamhet eller enhet."
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="överordnad", null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField("ordning", default=0)
    valid_from = models.PositiveSmallIntegerField("från år", null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField("till och med år", null=True, blank=True)
    path = models.CharField("sökväg", max_length=500, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        constraints = [
            models.UniqueConstraint(
                "committee",
                Lower("code"),
                name="unit_code",
                violation_error_message="Nämnden har redan en enhet med den koden.",
            ),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(parent=None),
                name="unit_one_root",
                violation_error_message="Nämnden har redan en översta enhet.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_validity",
                violation_error_message="Enheten kan inte sluta gälla innan den börjar.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="unit_not_own_parent",
                violation_error_message="En enhet kan inte vara överordnad sig själv.",
            ),
        ]
        indexes = [models.Index(fields=["committee", "path"], name="unit_path")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def level(self) -> int:
        """0 for the committee's own unit, 1 for its children, and so on."""
        return self.path.count("/") - 1


class Role(models.Model):
    code = models.SlugField("kod", max_length=30, unique=True)
    name = models.CharField("namn", max_length=50)
    permissions = models.JSONField("behörigheter", default=list, blank=True)

    class Meta:
        verbose_name = "roll"
        verbose_name_plural = "roller"

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: Any, committee: Committee) -> Self:
        return self.filter(user=user, committee=committee).select_related("role", "unit")


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, verbose_name="person", related_name="memberships")
    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="memberships")
    role = models.ForeignKey(Role, models.PROTECT, verbose_name="roll", related_name="memberships")
    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        verbose_name="enhet",
        null=True,
        blank=True,
        help_text="Tom: hela nämnden. Annars gäller rollen enheten och allt under den.",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "uppdrag i nämnd"
        verbose_name_plural = "roller i nämnder"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "committee", "role", "unit"],
                name="membership_once",
                violation_error_message="Personen har redan den rollen.",
            ),
            models.UniqueConstraint(
                fields=["user", "committee", "role"],
                condition=Q(unit=None),
                name="membership_once_whole",
                violation_error_message="Personen har redan den rollen för hela nämnden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"

    def grants(self, permission: Permission) -> bool:
        return permission.value in self.role.permissions


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
