"""What a risk value is worth on a committee's own scale. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A step of an axis; value counts from 1."""

    value: int
    label: str
    description: str = ""


@dataclass(frozen=True)
class Level:
    """What values from from_value up to the next level's are called, as {% level %} wants it.

    decision: the RiskDecision that the level proposes.
    """

    from_value: int
    label: str
    symbol: str
    colour: str
    decision: str = ""


@dataclass(frozen=True)
class RiskScale:
    """A plan's scale. Steps in rising order, as many on both axes; levels in rising order."""

    likelihood: tuple[Step, ...]
    consequence: tuple[Step, ...]
    levels: tuple[Level, ...]

    @property
    def steps(self) -> int:
        return len(self.likelihood)

    @property
    def highest(self) -> int:
        """The highest risk value that there can be."""
        return self.steps**2

    def level_of(self, value: int | None) -> Level | None:
        """The level of a risk value; None where the risk is not valued."""
        if value is None:
            return None
        return next((level for level in reversed(self.levels) if level.from_value <= value), None)

    def likelihood_step(self, value: int | None) -> Step | None:
        return next((step for step in self.likelihood if step.value == value), None)

    def consequence_step(self, value: int | None) -> Step | None:
        return next((step for step in self.consequence if step.value == value), None)

    def holds(self, step: int) -> bool:
        return 1 <= step <= self.steps

    def ranges(self) -> Iterator[tuple[Level, int, int]]:
        """Each level with its lowest and its highest value."""
        ends = [*(level.from_value - 1 for level in self.levels[1:]), self.highest]
        yield from zip(self.levels, (level.from_value for level in self.levels), ends, strict=True)
