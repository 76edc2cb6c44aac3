"""The list of indicators: which are chosen, in which order, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from goals.indicator_choices import with_parts
from goals.indicator_outcomes import Standing, standings, target_text, targets_of
from goals.measured import SmallSeen
from goals.models import AssessmentLevel, Indicator, IndicatorQuerySet, Measurement
from organisation.models import Committee, Unit
from organisation.searching import holding

ORDERS = {"namn": ("name", "code"), "kod": ("code",), "mats": ("frequency", "position", "code")}

SEARCHED = ("code", "name", "theme", "source")
NO_THEME = "Utan område"


@dataclass(frozen=True)
class Row:
    """level is of the indicator's own scale; None where it is not assessed or nothing is proposed.

    target is that of the standing's year, and of the year of the list before there is any value.
    """

    indicator: Indicator
    standing: Standing | None
    level: AssessmentLevel | None
    target: str


def chosen_indicators(
    *,
    user: Any,
    committee: Committee,
    year: int,
    search: str = "",
    theme: str = "",
    unit: str = "",
    goal: str = "",
    frequency: str = "",
    missing: bool = False,
) -> IndicatorQuerySet:
    """Of those that are valid in the year, each once. unit and goal are codes, which the committee has one of in a year;
    missing: without any value in the year.
    """
    indicators = Indicator.objects.for_user(user).filter(committee=committee).valid_in(year)
    if theme:
        indicators = indicators.filter(theme=theme)
    if unit:
        indicators = indicators.filter(Q(units__code=unit) | Q(units=None), is_by_unit=True)
    if goal:
        indicators = indicators.filter(goals__code=goal, goals__year=year)
    if frequency:
        indicators = indicators.filter(frequency=frequency)
    if missing:
        values = Measurement.objects.filter(indicator=OuterRef("pk"), year=year).exclude(form="missing")
        indicators = indicators.exclude(Exists(values))
    return holding(indicators, SEARCHED, search)


def in_order(indicators: IndicatorQuerySet, order: str) -> IndicatorQuerySet:
    """By name, code or frequency; else in the committee's own order."""
    falling, key = order.startswith("-"), order.removeprefix("-")
    if key not in ORDERS:
        return indicators.in_order()
    first, *rest = ORDERS[key]
    return indicators.order_by(f"{'-' if falling else ''}{first}", *rest, "pk")


def with_standings(indicators: IndicatorQuerySet) -> IndicatorQuerySet:
    """With what rows() reads of each."""
    return with_parts(indicators.select_related("scale").prefetch_related("scale__levels"))


def rows(indicators: Sequence[Indicator], root: Unit, year: int, may_see_small: SmallSeen) -> list[Row]:
    known = standings(indicators, root, year, may_see_small)
    without = [indicator.pk for indicator in indicators if indicator.pk not in known]
    targets = targets_of(without, [year]) if without else {}
    return [
        Row(
            indicator,
            standing := known.get(indicator.pk),
            proposed_level(indicator, standing),
            standing.target if standing else target_text(indicator, root, year, targets),
        )
        for indicator in indicators
    ]


def proposed_level(indicator: Indicator, standing: Standing | None) -> AssessmentLevel | None:
    """The level of the indicator's scale that means what is proposed."""
    if standing is None or standing.proposal is None or indicator.scale is None:
        return None
    meaning = standing.proposal.meaning
    return next((level for level in indicator.scale.levels.all() if level.meaning == meaning), None)


def by_theme(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under their themes, in the order of each theme's first; one group without a name if there are none."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.indicator.theme, []).append(row)
    return [(theme or (NO_THEME if len(groups) > 1 else ""), of) for theme, of in groups.items()]
