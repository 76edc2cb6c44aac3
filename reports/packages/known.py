"""What the rows about goals may name: what stands in the package, and what is there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from goals.models import AssessmentLevel, Assignment, Goal, GoalLevel, Indicator, IndicatorPart
from organisation.models import Committee, Unit
from reports.packages.files import Row
from reports.packages.organisation_files import UnitRow

GoalKey = tuple[int, str]


@dataclass(frozen=True)
class KnownLevel:
    position: int
    scale: str


@dataclass
class Known:
    """By code; a file's rows are added as they are read. root is the code of the committee's own unit.

    scales: the meaning of each level; scale_uses: what each is used for. goal_levels: by name. goals: the name of their level, by year and code.
    indicators: as they are or are to be, perhaps not saved yet; indicator_scales has their scales, or ''. parts: by
    indicator and code. assignments: the scale that they are assessed on, or ''.
    """

    units: set[str]
    root: str
    scales: dict[str, dict[str, str]] = field(default_factory=dict)
    scale_uses: dict[str, str] = field(default_factory=dict)
    goal_levels: dict[str, KnownLevel] = field(default_factory=dict)
    goals: dict[GoalKey, str] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    indicator_scales: dict[str, str] = field(default_factory=dict)
    parts: set[tuple[str, str]] = field(default_factory=set)
    assignments: dict[str, str] = field(default_factory=dict)

    def unit(self, row: Row, column: str = "ansvar") -> str:
        """The unit that a cell names; the committee's own where it is empty."""
        code = row.cells[column] or self.root
        if code not in self.units:
            row.error(f"Ansvaret ”{code}” finns inte i nämndens organisation.")
        return code

    def unit_codes(self, row: Row, column: str = "enheter") -> list[str]:
        codes = row.words(column)
        for code in codes:
            if code not in self.units:
                row.error(f"Ansvaret ”{code}” finns inte i nämndens organisation.")
        return codes

    def scale(self, row: Row, column: str = "skala") -> str:
        code = row.cells[column]
        if code and code not in self.scales:
            row.error(f"Skalan ”{code}” finns inte i skalor.csv.")
        return code

    def goal_keys(self, row: Row, column: str = "mål") -> list[GoalKey]:
        """Goals written as 2021/n1 2022/n1."""
        keys: list[GoalKey] = []
        for word in row.words(column):
            year, _, code = word.partition("/")
            key = (int(year) if year.isascii() and year.isdigit() else 0, code)
            if key in self.goals:
                keys.append(key)
            else:
                row.error(f"Målet ”{word}” finns inte i mal.csv. Skriv år och kod, till exempel 2021/n1.")
        return keys

    def indicator(self, row: Row, column: str = "mått") -> tuple[str, Indicator | None]:
        code = row.cells[column]
        if code not in self.indicators:
            row.error(f"Måttet ”{code}” finns inte i matt.csv.")
        return code, self.indicators.get(code)

    def part(self, row: Row, indicator: str) -> str:
        code = row.cells["del"]
        if code and indicator in self.indicators and (indicator, code) not in self.parts:
            row.error(f"Måttet {indicator} har ingen del ”{code}” i mattdelar.csv.")
        return code


def scale_code(known: Known, kind: str, year: int, code: str) -> str | None:
    """The scale that a mål, uppdrag or mått is assessed on, '' for none; None if there is no such thing."""
    if kind == "mål":
        level = known.goals.get((year, code))
        return known.goal_levels[level].scale if level in known.goal_levels else None
    if kind == "uppdrag":
        return known.assignments.get(code)
    return known.indicator_scales.get(code)


def known_to(committee: Committee | None, units: list[UnitRow]) -> Known:
    """What is there before the goal files are read, with the package's units."""
    roots = [unit.code for unit in units if not unit.parent]
    codes = {unit.code for unit in units}
    if committee is None:
        return Known(codes, roots[0] if roots else "")
    stored: Mapping[str, int | None] = dict(
        Unit.objects.filter(committee=committee).values_list("code", "parent_id")
    )
    roots += [code for code, parent in stored.items() if parent is None]
    found = Known(codes | set(stored), roots[0] if roots else "")
    for scale, level, meaning in AssessmentLevel.objects.filter(scale__committee=committee).values_list(
        "scale__code", "code", "meaning"
    ):
        found.scales.setdefault(scale, {})[level] = meaning
    found.scale_uses.update(committee.assessment_scales.values_list("code", "use"))
    for name, position, code in GoalLevel.objects.filter(committee=committee).values_list(
        "name", "position", "scale__code"
    ):
        found.goal_levels[name] = KnownLevel(position, code or "")
    goals = Goal.objects.filter(committee=committee).values_list("year", "code", "level__name")
    found.goals.update({(year, code): level for year, code, level in goals})
    for indicator in Indicator.objects.filter(committee=committee).select_related("scale"):
        found.indicators[indicator.code] = indicator
        found.indicator_scales[indicator.code] = indicator.scale.code if indicator.scale else ""
    parts = IndicatorPart.objects.filter(indicator__committee=committee)
    found.parts.update(parts.values_list("indicator__code", "code"))
    assignments = Assignment.objects.filter(committee=committee).values_list("code", "scale__code")
    found.assignments.update({code: scale or "" for code, scale in assignments})
    return found
