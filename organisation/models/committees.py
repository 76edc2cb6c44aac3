"""Municipality, committee, unit tree, people and their roles."""

from typing import Any, Self

from django.contrib.auth.models import AbstractUser
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from organisation.models.codes import code_validator

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
    code = models.CharField("ansvarskod", max_length=20, validators=[code_validator])
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

    def is_valid_in(self, year: int) -> bool:
        return (self.valid_from or year) <= year <= (self.valid_to or year)

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
