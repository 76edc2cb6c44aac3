"""The only way to what was counted at occasions, for show: what is about few people is masked here.

Pages, reports and packages all ask here, for numbers examined and deviations too; a test walks the source for
anyone who reads counts past it. Reports and files never pass may_see_small: what they hold goes to anybody.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from django.db.models import FilteredRelation, Q

from internal_control.count_tables import DEVIATING, EXAMINED, Item, Key, hidden_in, sums_withheld, table_of
from internal_control.models import Control, CountedItem, FollowUp, Result
from organisation.access import may, may_all
from organisation.figures import formatted, plain
from organisation.models import Committee, Unit
from organisation.permissions import Permission

# The units (primary keys) whose small numbers somebody may see; True is all of them, False none.
SmallSeen: TypeAlias = Collection[int] | bool
HIDDEN = ".."


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as its reader may see it; value is None where it is hidden or was not counted."""

    value: int | None = None
    is_hidden: bool = False

    @property
    def text(self) -> str:
        """As it is printed: '1 234', '..', '–'."""
        return HIDDEN if self.is_hidden else formatted(self._decimal)

    @property
    def signed(self) -> str:
        """As a difference is printed: '+3', '−3', '0', '..', '–'."""
        return f"+{self.text}" if self.value is not None and self.value > 0 else self.text

    @property
    def plain_text(self) -> str:
        """The same as text for CSV: no thousands separator."""
        return HIDDEN if self.is_hidden else plain(self._decimal)

    @property
    def typed_text(self) -> str:
        """As somebody would type it; '' if it was not counted, '..' if hidden."""
        return HIDDEN if self.is_hidden else "" if self.value is None else str(self.value)

    @property
    def _decimal(self) -> Decimal | None:
        return None if self.value is None else Decimal(self.value)


NOTHING = Figure()


@dataclass(frozen=True, slots=True)
class Counted:
    """now, as it was last time, and the difference between them: hidden where either is."""

    now: Figure
    before: Figure

    @property
    def change(self) -> Figure:
        if self.now.is_hidden or self.before.is_hidden:
            return Figure(is_hidden=True)
        if self.now.value is None or self.before.value is None:
            return NOTHING
        return Figure(self.now.value - self.before.value)


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

    @property
    def has_hidden(self) -> bool:
        every = [self.sample_size, self.deviations, *(row.counted for row in self.rows)]
        return any(each.now.is_hidden or each.before.is_hidden for each in every)


@dataclass(frozen=True, slots=True)
class MaskedCounts:
    """A control's numbers at an occasion as somebody may see them: not yet beside any other's."""

    items: tuple[Item, ...] = ()
    figures: Mapping[Key, Figure] = field(default_factory=dict)

    def figure(self, key: Key) -> Figure:
        return self.figures.get(key, NOTHING)

    def alone(self) -> OccasionCounts:
        return self._told(MaskedCounts(), None)

    def beside(self, before: "MaskedCounts", previous: FollowUp) -> OccasionCounts:
        return self._told(before, previous)

    def _told(self, before: "MaskedCounts", previous: FollowUp | None) -> OccasionCounts:
        return OccasionCounts(
            Counted(self.figure(EXAMINED), before.figure(EXAMINED)),
            Counted(self.figure(DEVIATING), before.figure(DEVIATING)),
            tuple(_row(item, self, before) for item in self.items),
            previous,
        )


class Recorded(NamedTuple):
    """The totals of an occasion as they are stored, named as its columns."""

    pk: int
    control: int
    sample_size: int | None
    deviations: int | None
    sample_size_withheld: bool
    deviations_withheld: bool


class About(NamedTuple):
    """What decides who sees a control's numbers, named as its columns."""

    counts_people: bool
    unit: int
    plan__committee__small_group_threshold: int


def counts_of(
    follow_ups: Iterable[FollowUp], *, may_see_small: SmallSeen = False
) -> dict[int, OccasionCounts]:
    """By the primary key of the occasion, beside last time; at most four queries however many they are."""
    wanted = list(follow_ups)
    previous = previous_of(wanted)
    recorded = [_recorded(each) for each in (*wanted, *previous.values())]
    about = Control.objects.filter(pk__in={each.control for each in recorded})
    counts = masked(
        recorded,
        {pk: About(*facts) for pk, *facts in about.values_list("pk", *About._fields)},
        may_see_small=may_see_small,
    )
    return {
        each.pk: counts[each.pk].beside(counts[last.pk], last) if last else counts[each.pk].alone()
        for each in wanted
        for last in [previous.get(each.pk)]
    }


def previous_of(follow_ups: Iterable[FollowUp]) -> dict[int, FollowUp]:
    """The last occasion of the same control before each that was carried out, of any year; with control and plan.

    By the primary key of the later. Two queries, and one for the controls where they were not fetched already.
    """
    wanted = list(follow_ups)
    keys = {each.pk: (each.control.plan.committee_id, each.control.code) for each in wanted}
    carried_out = FollowUp.objects.filter(
        control__plan__committee_id__in={committee for committee, _ in keys.values()},
        control__code__in={code for _, code in keys.values()},
    ).exclude(result__in=[Result.PENDING, Result.NOT_DONE])
    times: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for committee, code, *time in carried_out.values_list(
        "control__plan__committee_id", "control__code", "control__plan__year", "month", "pk"
    ):
        times.setdefault((committee, code), []).append((time[0], time[1], time[2]))
    latest: dict[int, int] = {}
    for each in wanted:
        now = (each.control.plan.year, each.month)
        earlier = [time for time in times.get(keys[each.pk], ()) if time[:2] < now]
        if earlier:
            latest[each.pk] = max(earlier)[2]
    rows = FollowUp.objects.select_related("control__plan").in_bulk(set(latest.values())) if latest else {}
    return {pk: rows[earlier_pk] for pk, earlier_pk in latest.items()}


def small_seen_by(user: Any, committee: Committee, units: Iterable[Unit]) -> SmallSeen:
    """Which of the units' small numbers a user may see, for may_see_small of a page."""
    if may_all(user, Permission.VIEW_SMALL, committee):
        return True
    return frozenset(unit.pk for unit in units if may(user, Permission.VIEW_SMALL, committee, unit))


def _recorded(each: FollowUp) -> Recorded:
    return Recorded(
        each.pk,
        each.control_id,
        each.sample_size,
        each.deviations,
        each.sample_size_withheld,
        each.deviations_withheld,
    )


def masked(
    recorded: Collection[Recorded], about: Mapping[int, About], *, may_see_small: SmallSeen = False
) -> dict[int, MaskedCounts]:
    """By the key of the occasion; about by that of the control, for all of recorded. One query."""
    items, counts = _itemised(set(about), {each.pk for each in recorded})
    found: dict[int, MaskedCounts] = {}
    for each in recorded:
        of_control = items.get(each.control, ())
        counts_people, unit, threshold = about[each.control]
        counted = counts.get(each.pk, {})
        withheld = _totals_withheld(each) | {code for code, count in counted.items() if count is None}
        if not (of_control or counts_people or withheld):
            # Nothing but the two totals, and nobody to protect: most controls.
            totals: dict[Key, Figure] = {
                EXAMINED: Figure(each.sample_size),
                DEVIATING: Figure(each.deviations),
            }
            found[each.pk] = MaskedCounts((), totals)
            continue
        unknown = withheld | sums_withheld(of_control, withheld)
        told = {code: count for code, count in counted.items() if count is not None}
        table = table_of(of_control, told, each.sample_size, each.deviations, withheld)
        sees = may_see_small if isinstance(may_see_small, bool) else unit in may_see_small
        hidden = set() if sees or not counts_people else hidden_in(of_control, table, threshold, unknown)
        figures = {
            key: Figure(is_hidden=True) if key in hidden else Figure(number) for key, number in table.items()
        }
        figures |= {key: Figure(is_hidden=True) for key in unknown}
        found[each.pk] = MaskedCounts(of_control, figures)
    return found


def _totals_withheld(follow_up: Recorded) -> set[Key]:
    """Those that a package did not tell when it was loaded, so that nobody here sees them."""
    found: set[Key] = set()
    if follow_up.sample_size is None and follow_up.sample_size_withheld:
        found.add(EXAMINED)
    if follow_up.deviations is None and follow_up.deviations_withheld:
        found.add(DEVIATING)
    return found


# The columns of a count: of what and when, how many, and what the item is.
_ITEMISED = (
    "control_id",
    "code",
    "of_occasions__follow_up_id",
    "of_occasions__count",
    "label",
    "parent__code",
    "is_deviation",
)


def _itemised(
    controls: Collection[int], occasions: Collection[int]
) -> tuple[dict[int, tuple[Item, ...]], dict[int, dict[str, int | None]]]:
    """What each control counts, parts after what they are parts of; and by occasion and item how many they were.

    None is a number that a package did not tell.
    """
    of_occasions = FilteredRelation("counts", condition=Q(counts__follow_up__in=occasions))
    rows = CountedItem.objects.filter(control__in=controls).annotate(of_occasions=of_occasions)
    by_control: dict[int, dict[str, Item]] = {}
    counts: dict[int, dict[str, int | None]] = {}
    for control, code, occasion, count, *item in rows.order_by("position", "code").values_list(*_ITEMISED):
        of_control = by_control.setdefault(control, {})
        if code not in of_control:
            label, parent, is_deviation = item
            of_control[code] = Item(code, label, parent or "", is_deviation)
        if occasion is not None:
            counts.setdefault(occasion, {})[code] = count
    items = {
        control: tuple(
            each
            for top in of_control.values()
            if not top.parent
            for each in (top, *(part for part in of_control.values() if part.parent == top.code))
        )
        for control, of_control in by_control.items()
    }
    return items, counts


def _row(item: Item, now: MaskedCounts, before: MaskedCounts) -> CountRow:
    top = next((each for each in now.items if each.code == item.parent), item)
    return CountRow(
        code=item.code,
        label=item.label,
        depth=1 if item.parent else 0,
        is_sum=any(each.parent == item.code for each in now.items),
        is_deviation=top.is_deviation,
        counted=Counted(now.figure(item.code), before.figure(item.code)),
    )
