"""What pages about indicators can be set to: themes, years, units, and which indicators are measured when."""

from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q, Subquery

from goals.measured_periods import MONTH, TERTIAL, Period
from goals.models import (
    Frequency,
    Indicator,
    IndicatorPart,
    IndicatorQuerySet,
    Measurement,
    Totalling,
    YearOf,
)
from organisation.access import may
from organisation.models import Committee, Unit, UnitQuerySet
from organisation.permissions import Permission


def indicator_themes(committee: Committee) -> list[str]:
    """The themes in use, in the order of the first indicator of each."""
    themes = Indicator.objects.filter(committee=committee).exclude(theme="").in_order()
    return list(dict.fromkeys(themes.values_list("theme", flat=True)))


def years_with_values(committee: Committee) -> list[int]:
    """From the last year that has any back to the first. The first and last of each unit are looked up in an index,
    where asking for the different years of a million values would go through them all.
    """
    of_unit = Measurement.objects.filter(unit=OuterRef("pk"))
    ends = Unit.objects.filter(committee=committee).aggregate(
        first=Min(Subquery(of_unit.order_by("year").values("year")[:1])),
        last=Max(Subquery(of_unit.order_by("-year").values("year")[:1])),
    )
    return list(range(ends["last"], ends["first"] - 1, -1)) if ends["last"] else []


def with_parts(indicators: IndicatorQuerySet) -> IndicatorQuerySet:
    """Each with its parts in their order."""
    return indicators.prefetch_related(Prefetch("parts", IndicatorPart.objects.order_by("position", "pk")))


def units_to_show(user: Any, committee: Committee) -> UnitQuerySet:
    """The one that stands for the committee itself, and those in the user's scope, in order."""
    scope = Q(parent=None) | Q(pk__in=Unit.objects.for_user(user).values("pk"))
    return Unit.objects.filter(scope, committee=committee).in_order()


def units_to_enter(user: Any, committee: Committee, year: int) -> list[Unit]:
    """The units that somebody may enter values for; the topmost stands for the committee itself."""
    units = Unit.objects.for_user(user).filter(committee=committee).valid_in(year).in_order()
    return [unit for unit in units if may(user, Permission.FOLLOW_UP, committee, unit)]


def indicators_to_enter(committee: Committee, unit: Unit, period: Period, theme: str = "") -> list[Indicator]:
    """The indicators whose values of the period are typed for the unit, rather than worked out from others."""
    indicators = Indicator.objects.filter(committee=committee).valid_in(period.year)
    if theme:
        indicators = indicators.filter(theme=theme)
    if period.span in {MONTH, TERTIAL}:
        frequency = Frequency.MONTH if period.span == MONTH else Frequency.TERTIAL
        indicators = indicators.filter(frequency=frequency)
    else:
        yearly = Q(frequency__in=[Frequency.YEAR, Frequency.SECOND_YEAR])
        indicators = indicators.filter(yearly | Q(year_of=YearOf.OWN))
    if unit.parent_id is None:
        indicators = indicators.exclude(is_by_unit=True, totalling=Totalling.SUM)
    else:
        # An indicator by unit that names none is entered by them all.
        reporting = Indicator.units.through.objects.filter(indicator=OuterRef("pk"))
        indicators = indicators.filter(
            Exists(reporting.filter(unit=unit)) | ~Exists(reporting), is_by_unit=True
        )
    return list(with_parts(indicators).in_order())


def reporting_count(indicator: Indicator) -> int:
    """How many units enter values of their own; all below the topmost where none is named."""
    if not indicator.is_by_unit:
        return 0
    below = Unit.objects.filter(committee=indicator.committee_id, parent__isnull=False)
    return indicator.units.count() or below.count()


def reporting_units(indicator: Indicator, units: list[Unit]) -> list[Unit]:
    """Those of the units that the indicator's values are typed for; the topmost stands for the committee."""
    named = {unit.pk for unit in indicator.units.all()}
    has_own = not (indicator.is_by_unit and indicator.totalling == Totalling.SUM)
    return [
        unit
        for unit in units
        if (has_own if unit.parent_id is None else indicator.is_by_unit and (unit.pk in named or not named))
    ]
