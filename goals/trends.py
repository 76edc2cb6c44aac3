"""Which way an indicator goes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True, slots=True)
class Trend:
    """symbol never stands without label. is_better is None where nothing says which way is better."""

    symbol: str
    label: str
    is_better: bool | None


def trend(values: Sequence[Decimal | None], direction: str) -> Trend | None:
    """The newest value against the one before it that is known; oldest first, as they are printed.

    None where the newest is not known, or nothing before it. direction is one of goals.models.Direction.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2 or values[-1] is None:
        return None
    before, newest = known[-2:]
    if newest == before:
        return Trend("▶", "Oförändrat", None)
    rises = newest > before
    is_better = rises == (direction == HIGHER) if direction in (HIGHER, LOWER) else None
    label = ("Ökar" if rises else "Minskar") + {None: "", True: ", bättre", False: ", sämre"}[is_better]
    return Trend("▲" if rises else "▼", label, is_better)
