"""A control as somebody has typed it, before it is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from internal_control.models import Control, CountedItem, Risk
from organisation.models import Unit


@dataclass(frozen=True)
class ItemEntry:
    """A row that is counted, as typed. is_part: it is part of the nearest row before it that is none.

    code is of the stored row, '' for a new one.
    """

    label: str
    is_deviation: bool = False
    is_part: bool = False
    code: str = ""


@dataclass(frozen=True)
class ControlEntry:
    """The facts of a control as typed. months are 1–12; performer is a user or None."""

    code: str
    process: str
    title: str
    method: str
    unit: Unit
    responsible: str
    months: tuple[int, ...]
    risk: Risk | None = None
    sample_size: int | None = None
    method_text: str = ""
    rule: str = ""
    performer: Any = None
    reported_to: str = ""
    counts_people: bool = False
    items: Sequence[ItemEntry] = ()


# The fields that the entry and the row have alike.
FACTS = (
    "code",
    "risk",
    "process",
    "title",
    "method",
    "sample_size",
    "method_text",
    "rule",
    "unit",
    "responsible",
    "performer",
    "reported_to",
    "counts_people",
)


@dataclass(frozen=True)
class PlacedItem:
    """A typed row in its place: top is the row that it is part of, itself if it is part of none."""

    entry: ItemEntry
    top: ItemEntry
    has_parts: bool

    @property
    def is_deviation(self) -> bool:
        """Deviations are told at the top level; a row under one is one, too."""
        return self.top.is_deviation


def placed(items: Sequence[ItemEntry]) -> Iterator[PlacedItem]:
    top: ItemEntry | None = None
    for at, entry in enumerate(items):
        if top is None or not entry.is_part:
            top = entry
        after = items[at + 1] if at + 1 < len(items) else None
        yield PlacedItem(entry, top, entry is top and after is not None and after.is_part)


def stored_items(control: Control) -> list[ItemEntry]:
    """What the control counts, as it would be typed. One query."""
    rows = list(control.counted_items.order_by("position", "code"))
    return [
        # Only the top says that it is a deviation: what is under it is one, too.
        ItemEntry(each.label, each.is_deviation and each is top, each is not top, each.code)
        for top in rows
        if top.parent_id is None
        for each in (top, *_parts(rows, top))
    ]


def _parts(rows: Sequence[CountedItem], top: CountedItem) -> list[CountedItem]:
    return [each for each in rows if each.parent_id == top.pk]


def stored_months(control: Control) -> tuple[int, ...]:
    """One query."""
    return tuple(control.follow_ups.order_by("month").values_list("month", flat=True))
