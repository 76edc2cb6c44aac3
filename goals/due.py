"""After which months something is followed up. Pure."""

from collections.abc import Sequence
from math import ceil

MONTHS_OF_YEAR = 12


def due_months(months: Sequence[int], times: int | None) -> tuple[int, ...]:
    """The months 1–12, in order: those given, else as many times a year spread evenly and ending in December.

    Three times a year is April, August and December; without either it is December alone.
    """
    if months:
        return tuple(sorted(set(months)))
    count = times or 1
    return tuple(ceil(MONTHS_OF_YEAR * turn / count) for turn in range(1, count + 1))
