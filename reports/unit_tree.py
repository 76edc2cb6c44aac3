"""The units of a committee as frozen records, and the choices among them that a template makes. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True)
class UnitRecord:
    id: int
    code: str
    name: str
    parent_id: int | None
    valid_from: int | None = None
    valid_to: int | None = None

    def is_valid_in(self, year: int) -> bool:
        return (self.valid_from or year) <= year <= (self.valid_to or year)


class Choice(StrEnum):
    ROOT = "nämnden"
    AREAS = "områden"  # the children of the root
    LEAVES = "lägsta"
    ALL = "alla"
    TREE = "träd"  # all, with sum rows


@dataclass(frozen=True)
class UnitChoice:
    """Which units a block is about: a choice, or the codes listed in the template."""

    choice: Choice | None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitTree:
    """Units in their order: position, then code."""

    units: tuple[UnitRecord, ...]

    @cached_property
    def root(self) -> UnitRecord:
        return next(unit for unit in self.units if unit.parent_id is None)

    @cached_property
    def _by_id(self) -> dict[int, UnitRecord]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _children(self) -> dict[int | None, list[UnitRecord]]:
        found: dict[int | None, list[UnitRecord]] = {}
        for unit in self.units:
            found.setdefault(unit.parent_id, []).append(unit)
        return found

    def parent(self, unit: UnitRecord) -> UnitRecord | None:
        return self._by_id[unit.parent_id] if unit.parent_id is not None else None

    def children(self, unit: UnitRecord, years: Iterable[int]) -> list[UnitRecord]:
        """The unit's children that existed in any of the years."""
        wanted = set(years)
        return [child for child in self._children.get(unit.id, ()) if any(map(child.is_valid_in, wanted))]

    def walk(
        self, unit: UnitRecord, years: Iterable[int], level: int = 0
    ) -> Iterator[tuple[UnitRecord, int]]:
        """The unit and everything below it, each with its depth, in the tree's order."""
        wanted = set(years)
        yield unit, level
        for child in self.children(unit, wanted):
            yield from self.walk(child, wanted, level + 1)

    def chosen(self, wanted: UnitChoice, years: Iterable[int]) -> list[UnitRecord]:
        """The units of a choice that existed in any of the years, the root left out except where it is asked for.

        Codes that do not exist are left out: checking the template tells of them.
        """
        kept = set(years)
        if wanted.choice is Choice.ROOT:
            return [self.root]
        if wanted.choice is Choice.AREAS:
            return self.children(self.root, kept)
        if wanted.choice is None:
            by_code = {unit.code: unit for unit in self.units}
            return [by_code[code] for code in wanted.codes if code in by_code]
        below = [unit for unit, level in self.walk(self.root, kept) if level > 0]
        if wanted.choice is Choice.LEAVES:
            return [unit for unit in below if not self.children(unit, kept)]
        return below
