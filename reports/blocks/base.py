"""What every block of a template can do. A block type is one module here: its settings, reader, check and builder."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from reports.contents import Block, Section
from reports.indicator_records import IndicatorNeed
from reports.sources import Sources
from reports.toml_reading import TableReader
from reports.unit_tree import Choice, UnitChoice

LISTABLE = (Choice.ROOT, Choice.AREAS, Choice.LEAVES, Choice.ALL)


class Namespace(StrEnum):
    """Within each, a name may be used once in a template."""

    SECTION = "avsnitt"
    CHAPTERS = "målkapitel"
    TEXT = "text"
    PICTURE = "bild"
    TABLE = "tabell eller diagram"
    TABLE_NAME = "namn på tabell eller diagram"


@dataclass(frozen=True)
class TextPlace:
    """A text that the template has room for. units is None for one text; else one text for each unit.

    standard is what is printed until somebody writes.
    """

    key: str
    name: str
    hint: str = ""
    units: UnitChoice | None = None
    is_signed: bool = False
    standard: str = ""


@dataclass(frozen=True)
class Known:
    """What a committee has that a template can name. Cost types by kind: 'revenue' or 'cost'.

    goal_codes are those of any year: a template serves several.
    """

    unit_codes: frozenset[str]
    cost_types: dict[str, str]
    goal_levels: tuple[str, ...] = ()  # names, the topmost first
    goal_codes: frozenset[str] = frozenset()
    indicator_codes: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()  # of indicators
    control_codes: frozenset[str] = frozenset()  # of any year


@dataclass(frozen=True)
class Finding:
    """Something about a template in a committee. An error keeps it from being used; else it is a warning."""

    message: str
    line: int
    is_error: bool = True

    def __str__(self) -> str:
        return f"Rad {self.line}: {self.message}"


@dataclass(frozen=True)
class BlockSettings(ABC):
    """A block as the template has it; a subclass for each type."""

    TYPE: ClassVar[str]  # the word of the template
    # Whether the block shows what was counted at controls beside last time's.
    compares_occasions: ClassVar[bool] = False
    line: int

    @classmethod
    @abstractmethod
    def read(cls, table: TableReader) -> Self:
        """Read the block's own keys. Raises TemplateError."""

    @abstractmethod
    def build(self, sources: Sources) -> Block:
        """The block as it is printed. What is missing becomes a note for who works with the report."""

    def sections(self, sources: Sources) -> tuple[Section, ...]:
        """The sections that the block makes under its own, such as one for each goal.

        level counts from 1, directly under the block's section. Keys come from made_key, with the block's own first.
        """
        return ()

    def names(self) -> Iterable[tuple[Namespace, str]]:
        """The names that nothing else in the template may have."""
        return ()

    def text_place(self) -> TextPlace | None:
        return None

    def check(self, known: Known) -> Iterable[Finding]:
        """What the block names that the committee does not have."""
        return ()

    def years(self, year: int) -> set[int]:
        """The years whose amounts the block shows, in a report of year."""
        return set()

    def goal_years(self, year: int) -> set[int]:
        """The years whose goals the block shows, beside the report's own."""
        return set()

    def units_by_month(self, sources: Sources) -> Iterable[int]:
        """The units (ids) whose amounts of each month the block shows."""
        return ()

    def needs(self, sources: Sources) -> Iterable[IndicatorNeed]:
        """What the block shows of indicators: it is read for all blocks before the first of them shows any."""
        return ()


def read_units(
    table: TableReader, choices: tuple[Choice, ...] = LISTABLE, key: str = "enheter"
) -> UnitChoice:
    if table.is_list(key):
        return UnitChoice(None, table.texts(key))
    return UnitChoice(table.choice(key, choices))


def check_units(units: UnitChoice, known: Known, line: int) -> Iterable[Finding]:
    for code in units.codes:
        if code not in known.unit_codes:
            yield Finding(f"Enheten ”{code}” finns inte i nämnden.", line)
