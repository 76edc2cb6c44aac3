"""Which period an indicator was last measured in, and the one before: found by the database, which hands over no values."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from goals.measured import SmallSeen, sees_small
from goals.measured_periods import YEAR, Period
from goals.models import Form, Gender, Measurement
from organisation.models import Unit


def newest_periods(indicators: Collection[int], unit: Unit, years: Iterable[int]) -> dict[int, Period]:
    """Of each indicator the newest one with a value, hidden or not; a year is newer than its December. One query."""
    values = Measurement.objects.filter(indicator__in=indicators, unit=unit, year__in=list(years))
    found: dict[int, Period] = {}
    for indicator, period in _newest(values.exclude(form=Form.MISSING), "indicator_id"):
        found[indicator] = max(found.get(indicator, period), period, key=_age)
    return found


def periods_before(
    newest: Mapping[int, Period], unit: Unit, years: Iterable[int], may_see_small: SmallSeen
) -> dict[tuple[int, str], Period]:
    """By indicator and part, the last one as long as the newest and before it whose total the reader sees. One query."""
    alike: dict[Period, list[int]] = defaultdict(list)
    for indicator, period in newest.items():
        alike[period].append(indicator)
    if not alike:
        return {}
    earlier = reduce(or_, (Q(_before(period), indicator__in=pks) for period, pks in alike.items()))
    values = Measurement.objects.filter(earlier, unit=unit, year__in=list(years), gender=Gender.TOTAL)
    values = values.exclude(form__in=[Form.MISSING, Form.PROTECTED])
    if not sees_small(may_see_small, unit.pk):
        values = values.filter(is_suppressed=False)
    return {(indicator, part): period for indicator, part, period in _newest(values, "indicator_id", "part")}


def _newest(values: QuerySet[Measurement], *by: str) -> Iterable[Any]:
    """Tuples of by and the newest period of each length."""
    rows = values.values_list(*by, "span").annotate(at=Max(F("year") * 100 + F("month"))).order_by()
    return ((*key, Period(at // 100, at % 100, span)) for *key, span, at in rows)


def _age(period: Period) -> tuple[int, int, bool]:
    return period.year, period.month, period.span == YEAR


def _before(period: Period) -> Q:
    return Q(span=period.span) & (Q(year__lt=period.year) | Q(year=period.year, month__lt=period.month))
