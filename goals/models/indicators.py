"""Indicators with their targets and measurements."""

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from goals.models.goals import Goal
from goals.models.scales import AssessmentScale
from organisation.models import Committee, Unit, code_validator, year_month_constraints


class ValueKind(models.TextChoices):
    NUMBER = "number", "Antal"
    SHARE = "share", "Andel i procent"
    NUMBER_OR_SHARE = "number_or_share", "Antal eller andel"
    AMOUNT = "amount", "Kronor"
    DURATION = "duration", "Timmar och minuter"
    INDEX = "index", "Index eller medelvärde"


class Direction(models.TextChoices):
    HIGHER = "higher", "Högre är bättre"
    LOWER = "lower", "Lägre är bättre"
    WITHIN = "within", "Inom ett spann är bäst"
    NONE = "none", "Ingen riktning"


class Frequency(models.TextChoices):
    MONTH = "month", "Varje månad"
    TERTIAL = "tertial", "Varje tertial"
    YEAR = "year", "Varje år"
    SECOND_YEAR = "second_year", "Vartannat år"


class GenderSplit(models.TextChoices):
    NONE = "none", "Inte uppdelat på kön"
    WOMEN_MEN = "women_men", "Kvinnor och män"
    GIRLS_BOYS = "girls_boys", "Flickor och pojkar"


class People(models.TextChoices):
    """Whether small numbers must be protected: the group is the value itself, or whom the value describes."""

    NONE = "none", "Handlar inte om enskilda personer"
    COUNT = "count", "Räknar personer"
    GROUP = "group", "Beskriver en grupp personer"


class Totalling(models.TextChoices):
    """Where the committee's own value comes from, for an indicator by unit."""

    OWN = "own", "Förs in för sig"
    SUM = "sum", "Summan av enheterna"


class YearOf(models.TextChoices):
    """Where a year's value comes from, for an indicator that is measured more often."""

    OWN = "own", "Förs in för sig"
    SUM = "sum", "Summan av perioderna"
    MEAN = "mean", "Medelvärdet av perioderna"
    LAST = "last", "Den sista perioden"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def for_user(self, user: Any) -> Self:
        return self.filter(committee__in=Committee.objects.for_user(user))

    def valid_in(self, year: int) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=year), Q(valid_to=None) | Q(valid_to__gte=year)
        )

    def in_order(self) -> Self:
        return self.order_by("position", "code", "pk")


class Indicator(models.Model):
    """What is measured, over the years. An indicator without a scale is followed but not assessed.

    theme groups indicators in tables. unit_label stands after each value where shows_unit ('12 st'); qualifier
    after a share ('38 % av brukarna'). is_cumulative: each period counts from January.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="nämnd", related_name="indicators")
    code = models.CharField("kod", max_length=30, validators=[code_validator])
    name = models.CharField("namn", max_length=300)
    theme = models.CharField("område", max_length=100, blank=True)
    definition = models.TextField("definition", blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    footnote = models.CharField("fotnot", max_length=300, blank=True)
    value_kind = models.CharField("mäts i", max_length=20, choices=ValueKind)
    unit_label = models.CharField(
        "måttenhet", max_length=30, blank=True, help_text="Till exempel st, tim, tkr."
    )
    shows_unit = models.BooleanField("måttenheten skrivs efter värdet", default=False)
    qualifier = models.CharField(
        "andel av vad", max_length=50, blank=True, help_text="Skrivs efter en andel: 38 % av brukarna."
    )
    decimals = models.PositiveSmallIntegerField("decimaler", default=0, validators=[MaxValueValidator(4)])
    direction = models.CharField("riktning", max_length=10, choices=Direction, default=Direction.NONE)
    frequency = models.CharField("mäts", max_length=20, choices=Frequency, default=Frequency.YEAR)
    gender_split = models.CharField("kön", max_length=20, choices=GenderSplit, default=GenderSplit.NONE)
    is_by_unit = models.BooleanField("per enhet", default=False)
    units = models.ManyToManyField(
        Unit, verbose_name="enheter som lämnar värden", blank=True, related_name="indicators"
    )
    totalling = models.CharField("nämndens värde", max_length=10, choices=Totalling, default=Totalling.OWN)
    year_of = models.CharField("årets värde", max_length=10, choices=YearOf, default=YearOf.OWN)
    is_cumulative = models.BooleanField(
        "räknas från januari", default=False, help_text="Varje period är summan sedan årets början."
    )
    people = models.CharField("personer", max_length=10, choices=People, default=People.NONE)
    is_cleared = models.BooleanField("prövat: små tal får visas", default=False)
    cleared_reason = models.CharField("skäl", max_length=300, blank=True)
    scale = models.ForeignKey(
        AssessmentScale,
        models.PROTECT,
        verbose_name="bedömningsskala",
        null=True,
        blank=True,
        related_name="indicators",
        help_text="Tom: måttet följs utan att bedömas.",
    )
    goals = models.ManyToManyField(Goal, verbose_name="mål", blank=True, related_name="indicators")
    valid_from = models.PositiveSmallIntegerField("från år", null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField("till och med år", null=True, blank=True)
    position = models.PositiveIntegerField("ordning", default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "mått"
        verbose_name_plural = "mått"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code"],
                name="indicator_code",
                violation_error_message="Nämnden har redan ett mått med den koden.",
            ),
            models.CheckConstraint(
                condition=Q(is_cleared=False, cleared_reason="")
                | (Q(is_cleared=True) & ~Q(cleared_reason="")),
                name="indicator_cleared_pair",
                violation_error_message="Skriv skälet till att små tal får visas, eller låt rutan vara tom.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="indicator_validity",
                violation_error_message="Måttet kan inte sluta gälla innan det börjar.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid_in(self, year: int) -> bool:
        return (self.valid_from or year) <= year <= (self.valid_to or year)


class IndicatorPart(models.Model):
    """A part of an indicator that has several values at once: 93 SA and 24 BPSD; 18, of which 2 external.

    pattern is how its value is printed, with {värde} in it. is_of_which: the part is within the indicator's
    own value; otherwise the parts stand beside each other, and is_summed says that the own value is their sum.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name="mått", related_name="parts")
    code = models.CharField("kod", max_length=20, validators=[code_validator])
    label = models.CharField("namn", max_length=100)
    pattern = models.CharField("skrivs", max_length=60, default="{värde}")
    is_of_which = models.BooleanField("varav", default=False)
    is_summed = models.BooleanField("ingår i summan", default=False)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "del av mått"
        verbose_name_plural = "delar av mått"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "code"],
                name="indicator_part_code",
                violation_error_message="Måttet har redan en del med den koden.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Gender(models.TextChoices):
    """In the order and with the codes of Kolada."""

    WOMEN = "K", "Kvinnor"
    MEN = "M", "Män"
    TOTAL = "T", "Totalt"


class Span(models.TextChoices):
    """How long a measurement's period is; its month is the last of it: tertials 4, 8 and 12, the year 12."""

    MONTH = "month", "Månad"
    TERTIAL = "tertial", "Tertial"
    YEAR = "year", "År"


class Form(models.TextChoices):
    """How a value is written. MISSING has no value but a reason; PROTECTED has a value that we were not told."""

    NUMBER = "number", "Tal"
    SHARE = "share", "Andel"
    FRACTION = "fraction", "Bråk"
    DURATION = "duration", "Timmar och minuter"
    MISSING = "missing", "Saknas"
    PROTECTED = "protected", "Skyddat"


_WITHOUT_VALUE = ["missing", "protected"]


class Measurement(models.Model):
    """A measured value. goals.measuring and goals.protecting are its only writers, goals.measured its only reader.

    value is exact, in the indicator's unit: a share in per cent, a duration in minutes; of a fraction the share
    in per cent, or the numerator where the indicator is a number. decimals is how it was written.
    part is a part's code, or '' for the indicator's own value; unit is the root for the committee's value.
    answers is how many people it rests on, response_rate in per cent. note becomes a footnote; for MISSING it
    is the reason. is_derived rows are sums made from others; is_suppressed ones are shown to nobody outside.
    """

    # Without indexes of their own: those below begin with them.
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name="mått", related_name="measurements", db_index=False
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, verbose_name="enhet", related_name="measurements", db_index=False
    )
    part = models.CharField("del", max_length=20, blank=True)
    gender = models.CharField("kön", max_length=1, choices=Gender, default=Gender.TOTAL)
    year = models.PositiveSmallIntegerField("år")
    span = models.CharField("period", max_length=10, choices=Span, default=Span.YEAR)
    month = models.PositiveSmallIntegerField("månad", default=12)
    form = models.CharField("form", max_length=10, choices=Form, default=Form.NUMBER)
    value = models.DecimalField("värde", max_digits=18, decimal_places=4, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    numerator = models.DecimalField("täljare", max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("nämnare", max_digits=18, decimal_places=4, null=True, blank=True)
    answers = models.PositiveIntegerField("antal svar", null=True, blank=True)
    response_rate = models.DecimalField(
        "svarsfrekvens", max_digits=5, decimal_places=2, null=True, blank=True
    )
    note = models.CharField("fotnot", max_length=300, blank=True)
    is_derived = models.BooleanField("uträknat", default=False)
    is_suppressed = models.BooleanField("visas inte", default=False)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("ändrat", default=timezone.now)
    changed_by = models.CharField("ändrat av", max_length=150, blank=True)

    class Meta:
        verbose_name = "mätvärde"
        verbose_name_plural = "mätvärden"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "part", "gender", "year", "span", "month"],
                name="measurement_once",
                violation_error_message="Måttet har redan ett värde för den perioden.",
            ),
            models.CheckConstraint(
                condition=Q(form__in=_WITHOUT_VALUE, value=None)
                | (~Q(form__in=_WITHOUT_VALUE) & Q(value__isnull=False)),
                name="measurement_value",
                violation_error_message="Skriv ett värde, eller skälet till att det saknas.",
            ),
            models.CheckConstraint(
                condition=~Q(form="missing") | ~Q(note=""),
                name="measurement_missing_reason",
                violation_error_message="Skriv varför värdet saknas.",
            ),
            models.CheckConstraint(
                condition=Q(form="fraction", numerator__gte=0, denominator__gt=0)
                | (~Q(form="fraction") & Q(numerator=None, denominator=None)),
                name="measurement_fraction",
                violation_error_message="Ett bråk har en täljare och en nämnare som är större än noll.",
            ),
            models.CheckConstraint(
                condition=~Q(form="share") | Q(value__gte=0, value__lte=100),
                name="measurement_share",
                violation_error_message="En andel ligger mellan 0 och 100 procent.",
            ),
            models.CheckConstraint(
                condition=Q(span="month")
                | Q(span="tertial", month__in=[4, 8, 12])
                | Q(span="year", month=12),
                name="measurement_span",
                violation_error_message="En tertial slutar i april, augusti eller december, ett år i december.",
            ),
            *year_month_constraints("measurement"),
        ]
        indexes = [
            models.Index(fields=["indicator", "year", "span", "month"], name="measurement_period"),
            # Of one unit, as most pages and reports show: without the others' values to be passed over.
            models.Index(
                fields=["unit", "indicator", "year", "span", "month"], name="measurement_unit_period"
            ),
            models.Index(fields=["unit", "year", "month"], name="measurement_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}-{self.month:02}"


class Target(models.Model):
    """What a value should be in a year. unit is the root for the committee's target; part as in Measurement.

    VALUE: at least or at most value, by the indicator's direction. SPAN: value to upper. CHANGE: value more
    (or, negative, less) than the year before, in per cent where form is SHARE, else in the indicator's unit.
    UNIT_SHARE: value per cent of the units reach each_unit. NONE: no target, and note says why.
    partly_from is where the target is reached in part; empty means that there is no such thing.
    """

    class Kind(models.TextChoices):
        VALUE = "value", "Ett värde"
        SPAN = "span", "Ett spann"
        CHANGE = "change", "En förändring"
        UNIT_SHARE = "unit_share", "En andel av enheterna"
        NONE = "none", "Inget mål"

    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name="mått", related_name="targets")
    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name="enhet", related_name="targets")
    part = models.CharField("del", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("målet är", max_length=20, choices=Kind, default=Kind.VALUE)
    form = models.CharField("form", max_length=10, choices=Form, default=Form.NUMBER)
    value = models.DecimalField("värde", max_digits=18, decimal_places=4, null=True, blank=True)
    upper = models.DecimalField("till", max_digits=18, decimal_places=4, null=True, blank=True)
    each_unit = models.DecimalField(
        "värde som varje enhet ska nå", max_digits=18, decimal_places=4, null=True, blank=True
    )
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    numerator = models.DecimalField("täljare", max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("nämnare", max_digits=18, decimal_places=4, null=True, blank=True)
    partly_from = models.DecimalField(
        "delvis uppnått från", max_digits=18, decimal_places=4, null=True, blank=True
    )
    note = models.CharField("fotnot", max_length=300, blank=True)

    class Meta:
        verbose_name = "målvärde"
        verbose_name_plural = "målvärden"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "part", "year"],
                name="target_once",
                violation_error_message="Måttet har redan ett målvärde för det året.",
            ),
            models.CheckConstraint(
                condition=(Q(kind="none", value=None) & ~Q(note=""))
                | (~Q(kind="none") & Q(value__isnull=False)),
                name="target_value",
                violation_error_message="Skriv ett målvärde, eller skälet till att det saknas.",
            ),
            models.CheckConstraint(
                condition=Q(kind="span", upper__gte=F("value")) | (~Q(kind="span") & Q(upper=None)),
                name="target_span",
                violation_error_message="Ett spann går från ett lägre värde till ett högre.",
            ),
            models.CheckConstraint(
                condition=Q(kind="unit_share", each_unit__isnull=False, value__gte=0, value__lte=100)
                | (~Q(kind="unit_share") & Q(each_unit=None)),
                name="target_unit_share",
                violation_error_message="En andel av enheterna är 0 till 100 procent av dem, med ett värde att nå.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"
