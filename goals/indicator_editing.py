"""Setting up indicators: what they may be, and what changing or deleting one does to its values."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from goals.models import (
    Assessment,
    AssessmentScale,
    Direction,
    Frequency,
    GenderSplit,
    Goal,
    Indicator,
    IndicatorPart,
    Measurement,
    People,
    Target,
    Totalling,
    ValueKind,
    YearOf,
)
from goals.protecting import refresh
from organisation import audit, periods
from organisation.access import may_all
from organisation.meanwhile import changed_meanwhile, fingerprint_of
from organisation.meanwhile import fingerprint as row_fingerprint
from organisation.models import Unit, User
from organisation.permissions import Permission

# First words of addresses beside an indicator's code.
RESERVED_CODES = ("manader", "nytt", "rutnat")

# Kinds whose values can be added up. Shares and means cannot.
SUMMABLE = {ValueKind.NUMBER, ValueKind.AMOUNT, ValueKind.DURATION}
# Kinds that values may change between, because they are written and compared alike.
_ALIKE = {ValueKind.NUMBER, ValueKind.INDEX, ValueKind.NUMBER_OR_SHARE}


class IndicatorRefused(ValueError):
    """What an indicator cannot be. The message is Swedish and fit for the user; field is the one it is about."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def check_settings(indicator: Indicator) -> None:
    """Whether the indicator's own settings agree with each other. Raises IndicatorRefused."""
    if indicator.code in RESERVED_CODES:
        raise IndicatorRefused(f"Ordet ”{indicator.code}” kan inte vara ett måtts kod.", "code")
    is_often = indicator.frequency in {Frequency.MONTH, Frequency.TERTIAL}
    summable = indicator.value_kind in SUMMABLE
    if indicator.totalling == Totalling.SUM and not indicator.is_by_unit:
        raise IndicatorRefused(
            "Nämndens värde kan bara vara summan av enheterna när måttet lämnas per enhet.", "totalling"
        )
    if indicator.totalling == Totalling.SUM and not summable:
        raise IndicatorRefused("Andelar och medelvärden går inte att summera över enheterna.", "totalling")
    if indicator.year_of != YearOf.OWN and not is_often:
        raise IndicatorRefused(
            "Årets värde kan bara räknas ut när måttet mäts varje månad eller tertial.", "year_of"
        )
    if indicator.year_of == YearOf.SUM and not summable:
        raise IndicatorRefused("Andelar och medelvärden går inte att summera över året.", "year_of")
    if indicator.is_cumulative and not is_often:
        raise IndicatorRefused(
            "Bara det som mäts varje månad eller tertial kan räknas från januari.", "is_cumulative"
        )
    if indicator.is_cumulative and indicator.year_of in {YearOf.SUM, YearOf.MEAN}:
        raise IndicatorRefused(
            "När varje period räknas från januari är årets värde den sista perioden.", "year_of"
        )
    if indicator.scale is not None and (
        indicator.scale.committee_id != indicator.committee_id
        or indicator.scale.use != AssessmentScale.Use.GOAL
    ):
        raise IndicatorRefused("Välj en av nämndens skalor för mål och mått.", "scale")


def check_parts(parts: Sequence[IndicatorPart]) -> None:
    """Whether the parts go together. Raises IndicatorRefused."""
    codes = [part.code for part in parts]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise IndicatorRefused(f"Två delar har koden ”{twice}”.")
    for part in parts:
        if "{värde}" not in part.pattern:
            raise IndicatorRefused(
                f"Skriv {{värde}} där talet ska stå för delen ”{part.label}”, till exempel {{värde}} SA."
            )
        if part.is_of_which and part.is_summed:
            raise IndicatorRefused(
                f"Delen ”{part.label}” är antingen en varav-del eller en del av summan, inte båda."
            )


@transaction.atomic
def save_indicator(
    *,
    indicator: Indicator,
    units: Iterable[Unit],
    goals: Iterable[Goal],
    parts: Sequence[IndicatorPart],
    seen: str | None = None,
    by: Any,
) -> Indicator:
    """Store a new or changed indicator with its parts, in the order given; parts that are left out are deleted.

    seen is the fingerprint of what the writer began from. Raises IndicatorRefused, also if somebody has changed the
    indicator since, and then nothing is changed. Sums and protection are made anew for its values.
    """
    committee = indicator.committee
    periods.require_open(committee, [])
    if seen is not None and indicator.pk and fingerprint(Indicator.objects.get(pk=indicator.pk)) != seen:
        raise IndicatorRefused(changed_meanwhile("måttet"))
    units, goals = list(units), list(goals)
    check_settings(indicator)
    check_parts(parts)
    if any(unit.committee_id != committee.pk for unit in units):
        raise IndicatorRefused("En av enheterna hör till en annan nämnd.", "units")
    if any(goal.committee_id != committee.pk for goal in goals):
        raise IndicatorRefused("Ett av målen hör till en annan nämnd.", "goals")
    before = Indicator.objects.filter(pk=indicator.pk).first() if indicator.pk else None
    if before is not None:
        check_values(before, indicator)
        check_parts_of_values(before, parts)
        check_uncovering(before, indicator, by)
    indicator.save()
    indicator.units.set(units)
    indicator.goals.set(goals)
    _store_parts(indicator, parts)
    make_anew(indicator)
    audit.record(
        by=by,
        action="lade upp mått" if before is None else "ändrade mått",
        committee=committee,
        subject=indicator,
        code=indicator.code,
        **_changes(before, indicator),
    )
    return indicator


def fingerprint(indicator: Indicator) -> str:
    """The same as long as what people set up is the same: its settings, its parts, its units and its goals."""
    names = [field.attname for field in Indicator._meta.concrete_fields]
    parts = indicator.parts.order_by("pk").values_list("code", "label", "pattern", "is_of_which", "is_summed")
    return fingerprint_of([row_fingerprint(indicator, names, ["units", "goals"]), list(parts)])


def _store_parts(indicator: Indicator, parts: Sequence[IndicatorPart]) -> None:
    kept = [part.pk for part in parts if part.pk]
    IndicatorPart.objects.filter(indicator=indicator).exclude(pk__in=kept).delete()
    for position, part in enumerate(parts):
        part.indicator, part.position = indicator, position
        part.save()


def check_values(before: Indicator, after: Indicator) -> None:
    """Whether the values that the indicator already has fit what it becomes. Raises IndicatorRefused."""
    values = Measurement.objects.filter(indicator=before, is_derived=False)
    targets = Target.objects.filter(indicator=before)
    if before.value_kind != after.value_kind and not {before.value_kind, after.value_kind} <= _ALIKE:
        kind = ValueKind(before.value_kind).label.lower()
        if values.exists() or targets.exists():
            raise IndicatorRefused(
                f"Måttet har redan värden i {kind}. Lägg upp ett nytt mått i stället.", "value_kind"
            )
    if after.gender_split == GenderSplit.NONE and values.filter(gender__in="KM").exists():
        raise IndicatorRefused(
            "Måttet har värden uppdelade på kön. Ta bort dem innan uppdelningen tas bort.", "gender_split"
        )
    if not after.is_by_unit and values.filter(unit__parent__isnull=False).exists():
        raise IndicatorRefused(
            "Måttet har värden för enheter. Ta bort dem innan måttet slutar lämnas per enhet.", "is_by_unit"
        )
    if after.direction == Direction.NONE and targets.exclude(kind=Target.Kind.NONE).exists():
        raise IndicatorRefused(
            "Måttet har målvärden. Ta bort dem, eller välj om högre eller lägre är bättre.", "direction"
        )


def check_uncovering(before: Indicator, after: Indicator, by: Any) -> None:
    """Whether by may take away what protects the values. Raises IndicatorRefused: they would be shown to by too."""
    if before.is_cleared or before.people == People.NONE:
        return
    weaker = after.people == People.NONE or (before.people, after.people) == (People.COUNT, People.GROUP)
    if not (after.is_cleared or weaker):
        return
    if not isinstance(by, User) or may_all(by, Permission.VIEW_SMALL, before.committee):
        return
    if Measurement.objects.filter(indicator=before, is_suppressed=True).exists():
        raise IndicatorRefused(
            "Värden är skyddade för att de rör få personer. Skyddet kan bara tas bort av den som får se dem.",
            "people" if weaker else "is_cleared",
        )


def check_parts_of_values(indicator: Indicator, parts: Sequence[IndicatorPart]) -> None:
    """Whether every part that has values or targets is among the parts. Raises IndicatorRefused."""
    values = Measurement.objects.filter(indicator=indicator, is_derived=False).values_list("part", flat=True)
    targets = Target.objects.filter(indicator=indicator).values_list("part", flat=True)
    left_out = sorted({*values, *targets} - {"", *(part.code for part in parts)})
    if left_out:
        raise IndicatorRefused(
            f"Delen ”{left_out[0]}” har värden. Ta bort dem innan delen tas bort eller får en ny kod."
        )


def make_anew(indicator: Indicator) -> None:
    """Sums and protection of the indicator's values, after its settings have changed."""
    years = Measurement.objects.filter(indicator=indicator).values_list("year", flat=True).distinct()
    refresh(indicator.committee, [(indicator.pk, year) for year in years])


def _changes(before: Indicator | None, after: Indicator) -> dict[str, Any]:
    """For the log: what clearing small numbers says, and the names of the settings that changed."""
    told: dict[str, Any] = {}
    if after.is_cleared and (before is None or not before.is_cleared):
        told["small_numbers_cleared"] = after.cleared_reason
    if before is not None:
        told["changed"] = [
            str(field.verbose_name)
            for field in Indicator._meta.fields
            if getattr(before, field.attname) != getattr(after, field.attname)
        ]
    return told


def periods_of(indicator: Indicator) -> list[tuple[int, int]]:
    """The (year, month) of its values and assessments: what its deletion would change."""
    values = Measurement.objects.filter(indicator=indicator).values_list("year", "month")
    return [*values, *Assessment.objects.filter(indicator=indicator).values_list("year", "month")]


def what_goes_with(indicator: Indicator) -> dict[str, int]:
    """How many rows deleting the indicator takes with it: measurements, targets, assessments."""
    return {
        "measurements": Measurement.objects.filter(indicator=indicator, is_derived=False).count(),
        "targets": Target.objects.filter(indicator=indicator).count(),
        "assessments": Assessment.objects.filter(indicator=indicator).count(),
    }


@transaction.atomic
def delete_indicator(*, indicator: Indicator, by: Any, with_values: bool = False) -> None:
    """Delete an indicator with its parts, targets, values and assessments.

    Raises IndicatorRefused where there are values or assessments, unless with_values says that they go too;
    MonthClosed if any of them is in a closed month.
    """
    committee = indicator.committee
    periods.require_open(committee, periods_of(indicator))
    counts = what_goes_with(indicator)
    if (counts["measurements"] or counts["assessments"]) and not with_values:
        raise IndicatorRefused("Måttet har värden. Bekräfta att de också ska tas bort.")
    audit.record(
        by=by,
        action="tog bort mått",
        committee=committee,
        subject=indicator,
        code=indicator.code,
        measurements=counts["measurements"],
        targets=counts["targets"],
        assessments=counts["assessments"],
    )
    indicator.delete()
