"""Indicators and what is known of them, as the tables of a report read them. Frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from goals.goal_tree import numbered
from goals.measured import Key, Measured
from goals.models import Gender
from reports.contents import LevelMark
from reports.indicator_settings import Period
from reports.unit_tree import UnitTree


@dataclass(frozen=True)
class PartRecord:
    code: str
    label: str
    pattern: str  # with {värde}
    is_of_which: bool


@dataclass(frozen=True)
class GoalRecord:
    id: int
    code: str
    number: str
    text: str
    level: str  # its name
    parent_id: int | None
    indicator_ids: frozenset[int]

    @property
    def label(self) -> str:
        return numbered(self.number, self.text)


@dataclass(frozen=True)
class IndicatorRecord:
    """unit_ids are the units that hand in values (IndicatorSources.with_units)."""

    id: int
    code: str
    name: str
    theme: str
    footnote: str
    value_kind: str
    unit_label: str
    shows_unit: bool
    qualifier: str
    decimals: int
    direction: str
    gender_split: str
    is_by_unit: bool
    scale_id: int | None
    valid_from: int | None
    valid_to: int | None
    parts: tuple[PartRecord, ...] = ()
    unit_ids: frozenset[int] = frozenset()

    @cached_property
    def part_codes(self) -> tuple[str, ...]:
        """'' for its own value first."""
        return ("", *(part.code for part in self.parts))

    @cached_property
    def patterns(self) -> dict[str, str]:
        """How the values of its parts are printed, by code."""
        return {part.code: part.pattern for part in self.parts}

    def is_valid_in(self, year: int) -> bool:
        return (self.valid_from or year) <= year <= (self.valid_to or year)


@dataclass(frozen=True)
class TargetRecord:
    """figure and suffix are the target where it is one number; else text is, as it is printed.

    each_unit is what every unit is to reach, printed, of a target for a share of the units.
    """

    text: str
    note: str = ""
    figure: Decimal | None = None
    decimals: int = 0
    suffix: str = ""
    value: Decimal | None = None  # of one number or duration: where a chart draws its line
    each_unit: str = ""


@dataclass(frozen=True)
class IndicatorNeed:
    """What a table or chart shows: of which indicators and units (ids), women, men or both, and when.

    target_years and level_years are the years whose targets and assessments it shows.
    """

    indicators: frozenset[int]
    units: frozenset[int]
    genders: frozenset[Gender]
    periods: frozenset[Period]
    target_years: frozenset[int] = frozenset()
    level_years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class IndicatorFigures:
    """What the tables and charts of a report are made of, seen from the end of month in year.

    measured is masked already: it holds no value that a reader may not see. targets are by (indicator, unit,
    part, year), marks by (indicator, unit, year, month), unassessed the mark of a scale's level for that.
    """

    tree: UnitTree
    year: int
    month: int
    threshold: int
    measured: Mapping[Key, Measured]
    targets: Mapping[tuple[int, int, str, int], TargetRecord] = field(default_factory=dict)
    marks: Mapping[tuple[int, int, int, int], LevelMark] = field(default_factory=dict)
    unassessed: Mapping[int, LevelMark] = field(default_factory=dict)
    hidden: frozenset[tuple[int, int, int]] = (
        frozenset()
    )  # (indicator, unit, year) with a value that is hidden
