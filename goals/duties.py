"""What each unit is to write after a period: about which goals and assignments, and which values it is to measure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal, cast

from django.db.models import Exists, OuterRef, Q, Value

from goals.follow_up_periods import months_of, months_of_goals
from goals.measured_periods import TERTIAL_ENDS
from goals.models import (
    Assignment,
    AssignmentQuerySet,
    Frequency,
    Gender,
    GenderSplit,
    Goal,
    GoalQuerySet,
    Indicator,
    IndicatorPart,
    IndicatorQuerySet,
    Span,
    Totalling,
    ValueKind,
    YearOf,
)
from organisation.due import due_months
from organisation.models import Committee, Unit

_NOBODY: frozenset[int] = frozenset()

Kind = Literal["goal", "assignment", "indicator"]
SubjectKey = tuple[Kind, int]

_KINDS: tuple[Kind, ...] = ("goal", "assignment", "indicator")
_Found = tuple[tuple[Goal, ...], tuple[Assignment, ...], tuple[Indicator, ...]]


@dataclass(frozen=True)
class Cell:
    """A value of an indicator that a unit is to give. One that is not required may be left empty."""

    part: str
    gender: str
    span: str
    month: int
    is_required: bool = True


@dataclass(frozen=True)
class Duty:
    """Something that a unit is to follow up: with a level, with a text, with values.

    An indicator asks for its values, and for a level where it has a scale; its text is free. The committee gives
    no values of what its units' are summed up to, but judges them: they are summed.
    """

    kind: Kind
    subject_id: int
    unit_id: int
    has_scale: bool
    cells: tuple[Cell, ...] = ()
    summed: tuple[Cell, ...] = ()

    @property
    def judged(self) -> tuple[Cell, ...]:
        """The values that a proposal is made from."""
        return self.cells or self.summed

    @property
    def key(self) -> SubjectKey:
        return self.kind, self.subject_id

    @property
    def asks_for_text(self) -> bool:
        return self.kind != "indicator"


@dataclass(frozen=True)
class Subjects:
    """The goals, assignments and indicators that are followed up after a period, in order."""

    year: int
    month: int
    goals: tuple[Goal, ...]
    assignments: tuple[Assignment, ...]
    indicators: tuple[Indicator, ...]
    units: Mapping[SubjectKey, frozenset[int]]
    parts: Mapping[int, tuple[IndicatorPart, ...]]
    # The months of the year after which the committee follows up its goals.
    months: frozenset[int]
    root: frozenset[int]
    # Units without units under them.
    leaves: frozenset[int]

    @cached_property
    def _by_key(self) -> dict[SubjectKey, Goal | Assignment | Indicator]:
        return {
            **{("goal", each.pk): each for each in self.goals},
            **{("assignment", each.pk): each for each in self.assignments},
            **{("indicator", each.pk): each for each in self.indicators},
        }

    def subject(self, duty: Duty) -> Goal | Assignment | Indicator:
        return self._by_key[duty.key]

    def all(self) -> Iterator[tuple[Kind, Goal | Assignment | Indicator]]:
        yield from (("goal", each) for each in self.goals)
        yield from (("assignment", each) for each in self.assignments)
        yield from (("indicator", each) for each in self.indicators)

    def units_of(self, kind: Kind, subject: Goal | Assignment | Indicator) -> frozenset[int]:
        """Who is to follow it up: those named, and the committee itself, for which the root stands."""
        named = self.units.get((kind, subject.pk), _NOBODY)
        if isinstance(subject, Goal):
            return named if subject.level.scale_id is None else named | self.root
        if isinstance(subject, Assignment):
            return named or self.root
        own = _NOBODY if is_summed(subject) and subject.scale_id is None else self.root
        # Where nobody is named all measure that have no units under them.
        return own | (named or self.leaves) if subject.is_by_unit else own

    def duties_of(self, unit: Unit) -> list[Duty]:
        """In the order that they are written in."""
        found = [
            Duty("goal", goal.pk, unit.pk, goal.level.scale_id is not None)
            for goal in self.goals
            if unit.pk in self.units_of("goal", goal)
        ]
        found += [
            Duty("assignment", each.pk, unit.pk, each.scale_id is not None)
            for each in self.assignments
            if unit.pk in self.units_of("assignment", each)
        ]
        return found + [
            self.duty_of(unit, each)
            for each in self.indicators
            if unit.pk in self.units_of("indicator", each)
        ]

    def duty_of(self, unit: Unit, indicator: Indicator) -> Duty:
        cells = self.cells_of(indicator)
        entered, summed = ((), cells) if unit.parent_id is None and is_summed(indicator) else (cells, ())
        return Duty("indicator", indicator.pk, unit.pk, indicator.scale_id is not None, entered, summed)

    def cells_of(self, indicator: Indicator) -> tuple[Cell, ...]:
        return cells_of(indicator, self.parts.get(indicator.pk, ()), self.month)


def subjects_due(committee: Committee, year: int, month: int, unit: Unit | None = None) -> Subjects:
    """Everything that the committee follows up after the month, in a fixed number of queries.

    With a unit no more is read of who writes about what than duties_of that unit needs.
    """
    goals = Goal.objects.filter(committee=committee, year=year)
    assignments = _assignments(committee, year, month)
    indicators = Indicator.objects.filter(committee=committee).valid_in(year)
    if unit is not None:
        root, leaves = _root_and_leaves(committee)
        goals, assignments, indicators = _of_unit(unit, leaves, goals, assignments, indicators)
    of_year = list(goals.select_related("level").in_order())
    of_committee = (
        months_of((goal.follow_up_months, goal.follow_up_times) for goal in of_year)
        if unit is None
        else months_of_goals(committee, year)
    )
    found = (
        tuple(each for each in of_year if _is_followed_up(each, month)),
        tuple(each for each in assignments.in_order() if _is_due(each, month, of_committee)),
        tuple(each for each in indicators.in_order() if is_measured(each, year, month)),
    )
    if not any(found):
        return Subjects(year, month, *found, {}, {}, of_committee, _NOBODY, _NOBODY)
    if unit is None:
        root, leaves = _root_and_leaves(committee)
    units = _units(found) if unit is None else _own_units(found, unit)
    return Subjects(year, month, *found, units, _parts(committee), of_committee, root, leaves)


def is_summed(indicator: Indicator) -> bool:
    """Whether the committee's value is the sum of its units', so that nobody enters it."""
    return indicator.is_by_unit and indicator.totalling == Totalling.SUM


def is_measured(indicator: Indicator, year: int, month: int) -> bool:
    """Whether a value of the indicator is due after the month."""
    match indicator.frequency:
        case Frequency.MONTH:
            return True
        case Frequency.TERTIAL:
            return month in TERTIAL_ENDS
        case Frequency.SECOND_YEAR:
            return month == 12 and (year - (indicator.valid_from or year)) % 2 == 0
        case _:
            return month == 12


def cells_of(indicator: Indicator, parts: Iterable[IndicatorPart], month: int) -> tuple[Cell, ...]:
    """The values that make up the indicator after the month, as they are entered: what is worked out is not asked for."""
    asks_for_year = indicator.year_of == YearOf.OWN and not indicator.is_cumulative
    return _cells(
        indicator.frequency,
        asks_for_year,
        indicator.gender_split != GenderSplit.NONE,
        indicator.value_kind,
        tuple((part.code, part.is_of_which) for part in parts),
        month,
    )


# Hundreds of indicators are of a few sorts.
@lru_cache(maxsize=1024)
def _cells(
    frequency: str,
    asks_for_year: bool,
    is_split: bool,
    value_kind: str,
    parts: tuple[tuple[str, bool], ...],
    month: int,
) -> tuple[Cell, ...]:
    own = {"month": Span.MONTH.value, "tertial": Span.TERTIAL.value}.get(frequency, Span.YEAR.value)
    spans = [own]
    if own != Span.YEAR and month == 12 and asks_for_year:
        spans.append(Span.YEAR.value)
    codes = [code for code, _ in parts]
    if all(is_of_which for _, is_of_which in parts):
        codes.insert(0, "")
    return tuple(
        Cell(code, gender, span, month, is_required)
        for span in spans
        for code in codes
        for gender, is_required in _genders(is_split, value_kind)
    )


def _genders(is_split: bool, value_kind: str) -> list[tuple[str, bool]]:
    """A count's total follows from women and men; that of a share or a mean does not, and may be given."""
    if not is_split:
        return [(Gender.TOTAL.value, True)]
    split = [(Gender.WOMEN.value, True), (Gender.MEN.value, True)]
    is_added = value_kind in (ValueKind.NUMBER, ValueKind.AMOUNT)
    return split if is_added else [*split, (Gender.TOTAL.value, False)]


def _assignments(committee: Committee, year: int, month: int) -> AssignmentQuerySet:
    """Those given before the period's end that were open during its year."""
    after = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return (
        Assignment.objects.filter(committee=committee)
        .filter(Q(decided_on=None) | Q(decided_on__lt=after))
        .filter(Q(closed_on=None) | Q(closed_on__gte=date(year, 1, 1)))
    )


def _is_followed_up(goal: Goal, month: int) -> bool:
    return month in due_months(goal.follow_up_months, goal.follow_up_times)


def _is_due(assignment: Assignment, month: int, of_committee: Collection[int]) -> bool:
    return month in of_committee or month in assignment.due_months


def _of_unit(
    unit: Unit,
    leaves: Collection[int],
    goals: GoalQuerySet,
    assignments: AssignmentQuerySet,
    indicators: IndicatorQuerySet,
) -> tuple[GoalQuerySet, AssignmentQuerySet, IndicatorQuerySet]:
    """Those that Subjects.units_of gives the unit. The committee's own page judges by every indicator: is_named tells
    which of them name its unit.
    """
    if unit.parent_id is None:
        return (
            goals.filter(Q(level__scale__isnull=False) | Q(_naming(Goal, unit))),
            assignments.filter(Q(_naming(Assignment, unit)) | ~Q(_naming(Assignment))),
            indicators.annotate(is_named=_naming(Indicator, unit)),
        )
    named = Q(units=unit)
    measures = named | Q(units=None) if unit.pk in leaves else named
    return goals.filter(named), assignments.filter(named), indicators.filter(measures, is_by_unit=True)


def _naming(model: type[Goal | Assignment | Indicator], unit: Unit | None = None) -> Exists:
    """Whether a row names the unit; any unit, where none is given."""
    links = model.units.through._default_manager.filter(**{str(model._meta.model_name): OuterRef("pk")})
    return Exists(links if unit is None else links.filter(unit=unit))


def _own_units(found: _Found, unit: Unit) -> dict[SubjectKey, frozenset[int]]:
    """Of what was read for the unit, and is its own."""
    own = frozenset({unit.pk})
    return {
        (kind, row.pk): own
        for kind, rows in zip(_KINDS, cast("Any", found), strict=True)
        for row in rows
        if getattr(row, "is_named", True)
    }


def _units(found: _Found) -> dict[SubjectKey, frozenset[int]]:
    """The units of each, in one query. A row without units is not among the keys."""
    parts = [
        type(rows[0])
        .units.through._default_manager.filter(**{f"{kind}__in": [row.pk for row in rows]})
        .values_list(Value(kind), f"{kind}_id", "unit_id")
        for kind, rows in zip(_KINDS, cast("Any", found), strict=True)
        if rows
    ]
    named: dict[SubjectKey, set[int]] = defaultdict(set)
    for kind, pk, unit_id in parts[0].union(*parts[1:], all=True):
        named[kind, pk].add(unit_id)
    return {key: frozenset(units) for key, units in named.items()}


def _root_and_leaves(committee: Committee) -> tuple[frozenset[int], frozenset[int]]:
    parents = dict(Unit.objects.filter(committee=committee).values_list("pk", "parent_id"))
    root = frozenset(pk for pk, parent in parents.items() if parent is None)
    return root, frozenset(parents) - frozenset(parents.values()) - root


def _parts(committee: Committee) -> dict[int, tuple[IndicatorPart, ...]]:
    found: dict[int, list[IndicatorPart]] = defaultdict(list)
    for part in IndicatorPart.objects.filter(indicator__committee=committee).order_by("position", "code"):
        found[part.indicator_id].append(part)
    return {indicator_id: tuple(parts) for indicator_id, parts in found.items()}
