"""Report templates: TOML read strictly into frozen records, and checked against a committee.

docs/report-templates.md describes every block and key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from budget.models import CostType
from goals.models import Goal, GoalLevel, Indicator
from internal_control.models import Control
from organisation.models import Committee, Unit
from reports.blocks import BLOCK_TYPES
from reports.blocks.base import BlockSettings, Finding, Known, Namespace
from reports.blocks.table_reading import read_label
from reports.models import ReportKind
from reports.toml_reading import TableReader, TemplateError, listed, loaded

__all__ = ["Finding", "ReportTemplateSpec", "SectionSpec", "TemplateError", "check", "parse"]

DEEPEST = 4  # h1 is the title, so that sections reach h5


class KindWord(StrEnum):
    ANNUAL = "årsredovisning"
    INTERIM = "delårsrapport"
    MONTHLY = "månadsrapport"
    INTERNAL_BUDGET = "internbudget"
    CONTROL_PLAN = "internkontrollplan"
    CONTROL_FOLLOW_UP = "internkontrolluppföljning"

    @property
    def report_kind(self) -> ReportKind:
        return ReportKind[self.name]


@dataclass(frozen=True)
class SectionSpec:
    """level 1 is a chapter. Sections stand in reading order; a deeper one belongs to the nearest before it."""

    key: str
    title: str
    level: int
    blocks: tuple[BlockSettings, ...]
    line: int


@dataclass(frozen=True)
class ReportTemplateSpec:
    name: str
    kind: ReportKind
    is_numbered: bool
    sections: tuple[SectionSpec, ...]

    def blocks(self) -> Iterator[BlockSettings]:
        """Every block in reading order."""
        for section in self.sections:
            yield from section.blocks

    def years(self, year: int) -> set[int]:
        """The years whose amounts a report of year shows."""
        return {year}.union(*(block.years(year) for block in self.blocks()))


@lru_cache(maxsize=256)
def parse(source: str) -> ReportTemplateSpec:
    """Read a template. Raises TemplateError at the first fault."""
    table, lines = loaded(source)
    reader = TableReader(table, (), lines, "mallen")
    name = reader.text("namn")
    kind = reader.choice("slag", KindWord).report_kind
    is_numbered = reader.flag("numrerade", default=False)
    taken: dict[tuple[Namespace, str], int] = {}
    sections: list[SectionSpec] = []
    for section_reader in reader.tables("avsnitt", "ett avsnitt"):
        section = _read_section(section_reader, sections[-1].level if sections else 0)
        _take(taken, Namespace.SECTION, section.key, section.line)
        for block in section.blocks:
            for namespace, taken_name in block.names():
                _take(taken, namespace, taken_name, block.line)
        sections.append(section)
    reader.finish()
    return ReportTemplateSpec(name, kind, is_numbered, tuple(sections))


def check(spec: ReportTemplateSpec, committee: Committee) -> list[Finding]:
    """What the template names that the committee does not have (errors), and sums that may mislead (warnings)."""
    indicators = list(Indicator.objects.filter(committee=committee).values_list("code", "theme"))
    known = Known(
        unit_codes=frozenset(Unit.objects.filter(committee=committee).values_list("code", flat=True)),
        cost_types=dict(
            CostType.objects.filter(committee=committee)
            .order_by("position", "name")
            .values_list("name", "kind")
        ),
        goal_levels=tuple(
            GoalLevel.objects.filter(committee=committee).order_by("position").values_list("name", flat=True)
        ),
        goal_codes=frozenset(Goal.objects.filter(committee=committee).values_list("code", flat=True)),
        indicator_codes=frozenset(code for code, _ in indicators),
        themes=frozenset(theme for _, theme in indicators),
        control_codes=frozenset(
            Control.objects.filter(plan__committee=committee).values_list("code", flat=True)
        ),
    )
    return [finding for block in spec.blocks() for finding in block.check(known)]


def _read_section(reader: TableReader, level_before: int) -> SectionSpec:
    key, title = reader.key(), read_label(reader, "titel")
    level = reader.number("djup", 1, least=1, most=DEEPEST)
    if level > level_before + 1:
        raise reader.error(
            f"Avsnittet ”{title}” har djup {level} men får ha högst {level_before + 1} här:"
            " djupet ökar med ett i taget.",
            "djup",
        )
    blocks = tuple(map(_read_block, reader.tables("block", "ett block", required=False)))
    return SectionSpec(key, title, level, blocks, reader.line)


def _read_block(reader: TableReader) -> BlockSettings:
    word = reader.text("typ")
    if word not in BLOCK_TYPES:
        raise reader.error(f"Blocktypen ”{word}” finns inte. De som finns: {listed(BLOCK_TYPES)}.", "typ")
    reader.what = f"blocket {word}"
    return BLOCK_TYPES[word].read(reader)


def _take(taken: dict[tuple[Namespace, str], int], namespace: Namespace, name: str, line: int) -> None:
    first = taken.setdefault((namespace, name), line)
    if first != line:
        raise TemplateError(
            f"”{name}” används redan som {namespace}, på rad {first}. Varje namn får stå en gång.", line
        )
