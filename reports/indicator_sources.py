"""The indicators of a report with their values, targets and levels, each kind read once for all its blocks.

Values are read through goals.measured alone, which masks what a reader may not see. Blocks say beforehand what they
show, and no more is read: of 300 indicators with ten years of months no report shows all.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q

from goals.measured import Style, Wanted, hidden_years, measured_together
from goals.models import Assessment, Form, Indicator, Meaning, Target, ValueKind
from goals.targets import WHOLE, shown_target, style_of
from goals.typed_targets import decimals_of
from goals.values import Value
from organisation.figures import rounded
from reports.contents import LevelMark
from reports.indicator_cells import suffix
from reports.indicator_records import (
    GoalRecord,
    IndicatorFigures,
    IndicatorNeed,
    IndicatorRecord,
    PartRecord,
    TargetRecord,
)

if TYPE_CHECKING:
    from reports.sources import Sources

T = TypeVar("T")

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
    "decimals",
    "direction",
    "gender_split",
    "is_by_unit",
    "scale_id",
    "valid_from",
    "valid_to",
)
_OF_PARTS = ("parts__code", "parts__label", "parts__pattern", "parts__is_of_which")
_IN_ORDER = ("position", "code", "pk", "parts__position", "parts__pk")
_LEVEL = ("symbol", "colour", "label")
_TARGET = tuple(field.attname for field in Target._meta.concrete_fields)


class IndicatorSources:
    def __init__(self, sources: "Sources") -> None:
        self._sources = sources
        self.committee = sources.committee
        self.year, self.month = sources.report.year, sources.report.month

    @cached_property
    def goals(self) -> tuple[GoalRecord, ...]:
        """Those of the report's year, parents before children."""
        of_year = self._sources.goals
        return tuple(
            GoalRecord(
                goal.id,
                goal.code,
                goal.number,
                goal.text,
                goal.level.name,
                goal.parent_id,
                of_year.indicators_of(goal),
            )
            for goal in of_year.goals
        )

    @cached_property
    def indicators(self) -> tuple[IndicatorRecord, ...]:
        """With their parts: a row each, or one for an indicator without any."""
        own = Indicator.objects.filter(committee=self.committee).order_by(*_IN_ORDER)
        size = len(_FIELDS)
        each_part: Iterable[tuple[Any, ...]] = own.values_list(*_FIELDS, *_OF_PARTS)
        found = []
        for fields, rows in groupby(each_part, key=lambda row: row[:size]):
            parts = tuple(PartRecord(*row[size:]) for row in rows if row[size] is not None)
            found.append(IndicatorRecord(*[*fields, parts]))
        return tuple(found)

    def with_units(self, indicators: Iterable[IndicatorRecord]) -> list[IndicatorRecord]:
        """With the units that hand in their values, which are many and asked for by few tables."""
        none: frozenset[int] = frozenset()
        return [replace(each, unit_ids=self._units.get(each.id, none)) for each in indicators]

    @cached_property
    def _units(self) -> dict[int, frozenset[int]]:
        own = Indicator.objects.filter(committee=self.committee, units__isnull=False)
        return _by_first(own.values_list("id", "units__id"))

    def figures(self, need: IndicatorNeed) -> IndicatorFigures:
        """Those that any block of the report needs: need is among what the block has said before."""
        if need not in self._needs:
            raise LookupError("A block shows figures of indicators that its needs() does not name.")
        return self._figures

    @cached_property
    def _needs(self) -> frozenset[IndicatorNeed]:
        return frozenset(need for block in self._sources.blocks for need in block.needs(self._sources))

    @cached_property
    def _figures(self) -> IndicatorFigures:
        """What all blocks show, in a number of queries that depends neither on them nor on what they show."""
        with_levels = [need for need in self._needs if need.level_years]
        return IndicatorFigures(
            tree=self._sources.tree,
            year=self.year,
            month=self.month,
            threshold=self.committee.small_group_threshold,
            measured=measured_together(self._wanted(), self._styles()),
            targets=self._targets(),
            marks=self._marks(with_levels),
            unassessed=self._unassessed() if with_levels else {},
            hidden=_hidden(with_levels),
        )

    def _wanted(self) -> Iterator[Wanted]:
        """Tables with the same columns and units are read as one."""
        alike = _merged(((need.units, need.genders, need.periods), need.indicators) for need in self._needs)
        for (units, genders, periods), indicators in alike.items():
            yield Wanted(
                indicators,
                units,
                parts=frozenset(part for pk in indicators for part in self._by_id[pk].part_codes),
                genders=frozenset(genders),
                periods=frozenset((period.year, period.span, period.month) for period in periods),
            )

    def _styles(self) -> dict[tuple[int, str], Style]:
        """How the values of each indicator and of its parts are printed, as goals.measured.styles_of has it."""
        shown = [self._by_id[pk] for pk in frozenset().union(*(need.indicators for need in self._needs))]
        found = {(each.id, ""): style_of(each) for each in shown}
        for each in shown:
            for part, pattern in each.patterns.items():
                found[each.id, part] = Style.of_part(each.value_kind, each.qualifier, pattern)
        return found

    def _targets(self) -> dict[tuple[int, int, str, int], TargetRecord]:
        """Those of the units and of the committee."""
        root = self._sources.tree.root.id
        wanted = _merged(((need.units, need.target_years), need.indicators) for need in self._needs)
        each_of = [
            Target.objects.filter(indicator__in=indicators, year__in=years, unit__in={*units, root})
            for (units, years), indicators in wanted.items()
            if years
        ]
        if not each_of:
            return {}
        first, *others = each_of
        rows = (first.union(*others) if others else first).values(*_TARGET)
        return {
            (row["indicator_id"], row["unit_id"], row["part"], row["year"]): self._target(row) for row in rows
        }

    def _target(self, row: dict[str, Any]) -> TargetRecord:
        """Most are one number; others a span, a change, a duration, of a part, or none at all."""
        indicator = self._by_id[row["indicator_id"]]
        value = row["value"] if row["kind"] == Target.Kind.VALUE else None
        if value is not None and row["form"] in (Form.NUMBER, Form.SHARE) and not row["part"]:
            decimals = row["decimals"]
            ending = suffix(indicator, row["form"])
            return TargetRecord("", row["note"], rounded(value, decimals), decimals, ending, value)
        target = Target(**row)
        if target.kind == Target.Kind.NONE:
            return TargetRecord("", target.note)
        text = shown_target(target, indicator, pattern=indicator.patterns.get(target.part, WHOLE))
        return TargetRecord(text, target.note, value=value, each_unit=_each_unit(target, indicator))

    @cached_property
    def _by_id(self) -> dict[int, IndicatorRecord]:
        return {indicator.id: indicator for indicator in self.indicators}

    def _marks(self, needs: Collection[IndicatorNeed]) -> dict[tuple[int, int, int, int], LevelMark]:
        """Those of the report's month, and of the end of other years."""
        if not needs:
            return {}
        indicators, units, years = _all_of(needs)
        at_report = Q(year=self.year, month=self.month)
        rows = Assessment.objects.filter(
            at_report | Q(year__in=years - {self.year}, month=12),
            indicator__in=indicators,
            unit__in=units,
            level__isnull=False,
        )
        fields = ("indicator_id", "unit_id", "year", "month", *(f"level__{field}" for field in _LEVEL))
        return {
            (indicator, unit, year, month): LevelMark(*level)
            for indicator, unit, year, month, *level in rows.order_by("id").values_list(*fields)
        }

    def _unassessed(self) -> dict[int, LevelMark]:
        levels = self._sources.goals.scale_levels.values()
        return {level.scale_id: level.mark for level in levels if level.meaning == Meaning.NOT_ASSESSED}


def _hidden(needs: Collection[IndicatorNeed]) -> frozenset[tuple[int, int, int]]:
    if not needs:
        return frozenset()
    indicators, units, years = _all_of(needs)
    return hidden_years(indicators, years, units=units)


def _all_of(needs: Iterable[IndicatorNeed]) -> tuple[set[int], set[int], set[int]]:
    """The indicators, units and years of the assessments of all of them."""
    indicators, units, years = set[int](), set[int](), set[int]()
    for need in needs:
        indicators |= need.indicators
        units |= need.units
        years |= need.level_years
    return indicators, units, years


def _merged(pairs: Iterable[tuple[T, frozenset[int]]]) -> dict[T, frozenset[int]]:
    found: dict[T, frozenset[int]] = {}
    for key, ids in pairs:
        found[key] = found.get(key, frozenset()) | ids
    return found


def _each_unit(target: Target, indicator: IndicatorRecord) -> str:
    """What each unit is to reach, printed; '' where the target says nothing of it."""
    if target.each_unit is None:
        return ""
    form = {ValueKind.SHARE: Form.SHARE, ValueKind.DURATION: Form.DURATION}.get(
        ValueKind(indicator.value_kind), Form.NUMBER
    )
    return style_of(indicator).text(
        Value(form, target.each_unit, max(indicator.decimals, decimals_of(target.each_unit)))
    )


def _by_first(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
    return {first: frozenset(each) for first, each in found.items()}
