"""The only way to what was counted at occasions, for show: what is about few people is masked here.

Pages, reports and packages all ask here, for numbers examined and deviations too; a test walks the source for
anyone who reads counts past it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from internal_control.models import FollowUp

# The units (primary keys) whose small numbers somebody may see; True is all of them, False none.
SmallSeen: TypeAlias = Collection[int] | bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as its reader may see it; value is None where it is hidden or was not counted."""

    value: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """now, as it was last time, and the difference between them."""

    now: Figure
    before: Figure
    change: Figure


@dataclass(frozen=True, slots=True)
class CountRow:
    """What is counted. depth is 0, or 1 for a part of the row above it; is_sum: it is the sum of its parts."""

    code: str
    label: str
    depth: int
    is_sum: bool
    is_deviation: bool
    counted: Counted


@dataclass(frozen=True, slots=True)
class OccasionCounts:
    """All that was counted at an occasion. previous is the last occasion before it that was carried out."""

    sample_size: Counted
    deviations: Counted
    rows: tuple[CountRow, ...]
    previous: FollowUp | None


def counts_of(follow_ups: Iterable[FollowUp], *, may_see_small: SmallSeen) -> Mapping[int, OccasionCounts]:
    """By the primary key of the occasion; as many queries however many they are."""
    raise NotImplementedError
