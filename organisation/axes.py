"""A value axis with round numbers, and where a value falls on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MOST_STEPS = 5
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Axis:
    """From the lowest tick at pixel start to the highest at pixel end."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + float((value - low) / (high - low)) * (self.end - self.start)


def axis(values: Iterable[Decimal], start: float, end: float) -> Axis:
    """An axis that holds zero and all values, in at most MOST_STEPS even steps with few digits."""
    held = [Decimal(0), *values]
    low, high = min(held), max(held)
    if low == high:
        high = Decimal(1)
    step = _step((high - low) / MOST_STEPS)
    while _ceiling(high, step) - _floor(low, step) > MOST_STEPS:
        step = _step(step * Decimal("1.01"))
    ticks = tuple(step * at for at in range(_floor(low, step), _ceiling(high, step) + 1))
    return Axis(ticks, start, end)


def _step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is not less than least."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * step for step in _STEPS if power * step >= least).normalize()


def _floor(value: Decimal, step: Decimal) -> int:
    return int((value / step).to_integral_value(rounding="ROUND_FLOOR"))


def _ceiling(value: Decimal, step: Decimal) -> int:
    return int((value / step).to_integral_value(rounding="ROUND_CEILING"))
