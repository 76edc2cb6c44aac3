"""The indicators of a report with their values, targets and levels, each kind read once.

Values are read through goals.measured alone, which masks what a reader may not see. Each block reads its own: of
300 indicators with ten years of months no report shows all.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Q

from goals.measured import hidden_years, measured
from goals.models import (
    Assessment,
    Form,
    Indicator,
    IndicatorPart,
    Meaning,
    Target,
    ValueKind,
)
from goals.targets import WHOLE, shown_target, style_of
from goals.values import Value
from organisation.figures import rounded
from reports.contents import LevelMark
from reports.indicator_cells import suffix
from reports.indicator_records import (
    GoalRecord,
    IndicatorFigures,
    IndicatorRecord,
    PartRecord,
    TargetRecord,
)
from reports.indicator_settings import Period

if TYPE_CHECKING:
    from reports.sources import Sources

_FIELDS = (
    "id",
    "code",
    "name",
    "theme",
    "footnote",
    "value_kind",
    "unit_label",
    "shows_unit",
    "qualifier",
    "direction",
    "gender_split",
    "is_by_unit",
    "scale_id",
    "valid_from",
    "valid_to",
)
_LEVEL = ("symbol", "colour", "label")


class IndicatorSources:
    def __init__(self, sources: "Sources") -> None:
        self._sources = sources
        self.committee = sources.committee
        self.year, self.month = sources.report.year, sources.report.month

    @cached_property
    def goals(self) -> tuple[GoalRecord, ...]:
        """Those of the report's year, parents before children."""
        return tuple(
            GoalRecord(goal.id, goal.code, goal.number, goal.text, goal.level.name, goal.parent_id)
            for goal in self._sources.goals.goals
        )

    @cached_property
    def indicators(self) -> tuple[IndicatorRecord, ...]:
        own = Indicator.objects.filter(committee=self.committee)
        rows = list(own.in_order().values_list(*_FIELDS))
        none: frozenset[int] = frozenset()
        parts = self._parts()
        goals = _by_first(own.filter(goals__year=self.year).values_list("id", "goals__id"))
        return tuple(
            replace(
                IndicatorRecord(*row),
                parts=parts.get(row[0], ()),
                goal_ids=goals.get(row[0], none),
            )
            for row in rows
        )

    def with_units(self, indicators: Iterable[IndicatorRecord]) -> list[IndicatorRecord]:
        """With the units that hand in their values, which are many and asked for by few tables."""
        own = Indicator.objects.filter(committee=self.committee, units__isnull=False)
        units = _by_first(own.values_list("id", "units__id"))
        none: frozenset[int] = frozenset()
        return [replace(each, unit_ids=units.get(each.id, none)) for each in indicators]

    def _parts(self) -> dict[int, tuple[PartRecord, ...]]:
        parts = IndicatorPart.objects.filter(indicator__committee=self.committee)
        rows = parts.order_by("indicator_id", "position", "id").values_list(
            "indicator_id", "code", "label", "pattern", "is_of_which"
        )
        return {
            pk: tuple(PartRecord(*row[1:]) for row in each)
            for pk, each in groupby(rows, key=lambda row: row[0])
        }

    def figures(
        self,
        indicators: Iterable[IndicatorRecord],
        periods: Collection[Period],
        *,
        units: Iterable[int],
        genders: Collection[str] | None = None,
        target_years: Collection[int] = (),
        level_years: Collection[int] = (),
    ) -> IndicatorFigures:
        """What a block shows, in a number of queries that does not depend on how many indicators or units.

        target_years and level_years are the years whose targets and assessments it shows.
        """
        ids, unit_ids = [each.id for each in indicators], list(units)
        return IndicatorFigures(
            tree=self._sources.tree,
            year=self.year,
            month=self.month,
            threshold=self.committee.small_group_threshold,
            measured=measured(
                ids,
                {period.year for period in periods},
                units=unit_ids,
                genders=genders,
                periods=[(period.year, period.span, period.month) for period in periods],
            ),
            targets=self._targets(ids, target_years, unit_ids),
            marks=self.marks if level_years else {},
            unassessed=self.unassessed if level_years else {},
            hidden=hidden_years(ids, level_years, units=unit_ids) if level_years else frozenset(),
        )

    def _targets(
        self, indicators: Iterable[int], years: Iterable[int], units: Iterable[int]
    ) -> dict[tuple[int, int, str, int], TargetRecord]:
        """Those of the units and of the committee. Most are one number, and are read without the rest."""
        wanted = Target.objects.filter(
            indicator__in=list(indicators),
            year__in=list(years),
            unit__in=[*units, self._sources.tree.root.id],
        )
        is_number = Q(kind=Target.Kind.VALUE, form__in=[Form.NUMBER, Form.SHARE], part="")
        found = {}
        fields = ("indicator_id", "unit_id", "part", "year", "form", "value", "decimals", "note")
        for *key, form, value, decimals, note in wanted.filter(is_number).values_list(*fields):
            indicator, unit, part, year = key
            ending = suffix(self._by_id[indicator], form)
            figure = rounded(value, decimals)
            found[indicator, unit, part, year] = TargetRecord("", note, figure, decimals, ending, value)
        for target in wanted.exclude(is_number).select_related("indicator"):
            found[target.indicator_id, target.unit_id, target.part, target.year] = self._target(target)
        return found

    def _target(self, target: Target) -> TargetRecord:
        """One that is more than a number: a span, a change, a duration, of a part, or none at all."""
        if target.kind == Target.Kind.NONE:
            return TargetRecord("", target.note)
        patterns = {part.code: part.pattern for part in self._by_id[target.indicator_id].parts}
        text = shown_target(target, target.indicator, pattern=patterns.get(target.part, WHOLE))
        value = target.value if target.kind == Target.Kind.VALUE else None
        return TargetRecord(text, target.note, value=value, each_unit=_each_unit(target))

    @cached_property
    def _by_id(self) -> dict[int, IndicatorRecord]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def marks(self) -> dict[tuple[int, int, int, int], LevelMark]:
        rows = Assessment.objects.filter(indicator__committee=self.committee, level__isnull=False)
        fields = ("indicator_id", "unit_id", "year", "month", *(f"level__{field}" for field in _LEVEL))
        return {
            (indicator, unit, year, month): LevelMark(*level)
            for indicator, unit, year, month, *level in rows.order_by("id").values_list(*fields)
        }

    @cached_property
    def unassessed(self) -> dict[int, LevelMark]:
        levels = self._sources.goals.scale_levels.values()
        return {level.scale_id: level.mark for level in levels if level.meaning == Meaning.NOT_ASSESSED}


def _each_unit(target: Target) -> str:
    """What each unit is to reach, printed; '' where the target says nothing of it."""
    if target.each_unit is None:
        return ""
    own = target.indicator
    form = {ValueKind.SHARE: Form.SHARE, ValueKind.DURATION: Form.DURATION}.get(
        ValueKind(own.value_kind), Form.NUMBER
    )
    return style_of(own).text(Value(form, target.each_unit, own.decimals))


def _by_first(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
    return {first: frozenset(each) for first, each in found.items()}
