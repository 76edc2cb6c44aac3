"""A year of an indicator as one table: its values, how they add up, and which of them are about few people.

Pure: imports neither Django nor Celery.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple, TypeAlias

from goals.values import NUMBER, PROTECTED, SHARE
from organisation.figures import rounded
from organisation.suppression import Cell, Equation, equation, reluctance

WOMEN, MEN, TOTAL = "K", "M", "T"
MONTH, TERTIAL, YEAR = "month", "tertial", "year"
PERIODS = {MONTH: tuple(range(1, 13)), TERTIAL: (4, 8, 12)}
OWN, SUM, MEAN, LAST = "own", "sum", "mean", "last"
COUNT, GROUP = "count", "group"

# Numbers of people, in each way that a value tells of them.
Groups: TypeAlias = tuple[Fraction | None, ...]


class Place(NamedTuple):
    """Where a value stands within a year of an indicator; unit is a primary key."""

    unit: int
    part: str
    gender: str
    span: str
    month: int


class Rest(NamedTuple):
    """What remains of a total when its parts are taken away; printed nowhere, but anybody can work it out."""

    of_sum: int


@dataclass(frozen=True, slots=True)
class _Sum:
    """times × total = the parts. may_leave: the parts may leave something over, which is a group of its own.

    is_whole is False where some of the parts have not been told, which are then what is left over.
    """

    total: Place
    parts: tuple[Place, ...]
    times: int = 1
    may_leave: bool = False
    is_whole: bool = True

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class Known:
    """A value of any form; exact as in goals.models.Measurement. value None is a value that we were not told."""

    form: str
    value: Decimal | None
    decimals: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    answers: int | None = None

    @property
    def amount(self) -> Decimal | None:
        """What adds up in a table: of a fraction its numerator."""
        return self.value if self.numerator is None else self.numerator


@dataclass(frozen=True)
class Shape:
    """What an indicator's table is like. parents: of every unit that reports and the root, the nearest such above.

    The root has parent None. summed are the parts whose sum is the own value, of_which those within it.
    people is COUNT or GROUP; span that of its periods, '' for an indicator that is measured by year.
    """

    root: int
    parents: Mapping[int, int | None] = field(default_factory=dict)
    summed: tuple[str, ...] = ()
    of_which: tuple[str, ...] = ()
    people: str = ""
    span: str = ""
    year_of: str = OWN
    is_sum_of_units: bool = False
    is_cumulative: bool = False


def cells_of(
    shape: Shape, values: Mapping[Place, Known], threshold: int
) -> tuple[dict[Place | Rest, Cell], list[Equation[Place | Rest]]]:
    """The table's cells in their order, and every sum that holds between them."""
    people = {place: _groups(shape, known) for place, known in values.items()}
    sums = [
        *_by_gender(values),
        *_by_part(shape, values),
        *_by_unit(shape, values),
        *_by_period(shape, values, people),
    ]
    small = {place for place, known in values.items() if _is_small(known, people[place], threshold)}
    if shape.is_cumulative:
        small |= _small_steps(people, small, threshold)
    small |= _few_left(shape, sums, values, people, small, threshold)
    ranks = Counter(each.total for each in sums)
    cells: dict[Place | Rest, Cell] = {
        place: Cell(_fraction(values[place].amount), place in small, ranks[place], place.month)
        for place in sorted(values)
    }
    equations: list[Equation[Place | Rest]] = []
    for number, each in enumerate(sums):
        left = _left(each, values) if shape.people == COUNT and each.may_leave else Fraction(0)
        if left:
            rest = Rest(number)
            cells[rest] = Cell(left, 0 < left < threshold, is_printed=False)
            equations.append(equation(each.total, [*each.parts, rest]))
        elif each.is_whole or _leaves_nobody(each, people):
            equations.append(equation(each.total, each.parts, each.times))
    return cells, equations


def _by_gender(values: Mapping[Place, Known]) -> Iterator[_Sum]:
    for place in sorted(values):
        if place.gender == TOTAL:
            yield from _divided(place, [place._replace(gender=gender) for gender in (WOMEN, MEN)], values)


def _by_part(shape: Shape, values: Mapping[Place, Known]) -> Iterator[_Sum]:
    for place in sorted(values):
        if place.part:
            continue
        yield from _divided(place, [place._replace(part=part) for part in shape.summed], values)
        for part in shape.of_which:
            yield from _divided(place, [place._replace(part=part)], values)


def _by_unit(shape: Shape, values: Mapping[Place, Known]) -> Iterator[_Sum]:
    below: dict[int, list[int]] = {}
    for unit, parent in shape.parents.items():
        if parent is not None:
            below.setdefault(parent, []).append(unit)
    for place in sorted(values):
        yield from _divided(place, [place._replace(unit=unit) for unit in below.get(place.unit, ())], values)


def _divided(total: Place, parts: Sequence[Place], values: Mapping[Place, Known]) -> Iterator[_Sum]:
    """The total in those of its parts that have been told; nothing where none of them has."""
    told = tuple(part for part in parts if part in values)
    if told:
        yield _Sum(total, told, may_leave=True, is_whole=len(told) == len(parts))


def _by_period(shape: Shape, values: Mapping[Place, Known], people: Mapping[Place, Groups]) -> Iterator[_Sum]:
    years = [place for place in sorted(values) if place.span == YEAR]
    # Values stay when an indicator is to be measured more or less often, and still add up.
    for (span, months), year in product(PERIODS.items(), years):
        places = [year._replace(span=span, month=month) for month in months]
        told = tuple(place for place in places if place in values)
        is_whole = len(told) == len(places)
        year_of = shape.year_of if span == shape.span else OWN
        if shape.is_cumulative and year_of != OWN:
            year_of = LAST
        # A year that was entered for itself may still be what the periods come to, or the last of them.
        own = year_of == OWN and bool(told)
        if is_whole and (year_of == MEAN or (own and _is_mean(year, told, values))):
            yield _Sum(year, told, times=len(told))
        if told and year_of == SUM:
            yield _Sum(year, told, may_leave=not is_whole, is_whole=is_whole)
        elif own and _adds_up(_Sum(year, told), values, people):
            yield _Sum(year, told)
        last = _Sum(year, tuple(places[-1:]))
        if places[-1] in values and (year_of == LAST or (own and _left(last, values) == 0)):
            yield last


def _is_mean(year: Place, periods: Sequence[Place], values: Mapping[Place, Known]) -> bool:
    """Whether the year is printed as the mean of the periods."""
    known = values[year]
    amounts = [values[place].value for place in periods]
    told = [amount for amount in amounts if amount is not None]
    if known.value is None or known.numerator is not None or len(told) < len(amounts):
        return False
    return rounded(sum(told, Decimal(0)) / len(told), known.decimals) == rounded(known.value, known.decimals)


def _adds_up(each: _Sum, values: Mapping[Place, Known], people: Mapping[Place, Groups]) -> bool:
    """Whether the parts come to the total, in what is counted or in how many they are."""
    return _left(each, values) == 0 or 0 in _people_left(each, people)


def _leaves_nobody(each: _Sum, people: Mapping[Place, Groups]) -> bool:
    known = [left for left in _people_left(each, people) if left is not None]
    return bool(known) and not any(known)


def _left(each: _Sum, values: Mapping[Place, Known]) -> Fraction | None:
    """What remains of the total when the parts are taken away; None if any of them is not known."""
    return _less([_fraction(values[place].amount) for place in each.places])


def _people_left(each: _Sum, people: Mapping[Place, Groups]) -> Groups:
    """How many remain of the total, in each way, when the parts are taken away."""
    return tuple(_less(groups) for groups in zip(*(people[place] for place in each.places), strict=True))


def _less(amounts: Sequence[Fraction | None]) -> Fraction | None:
    """The first less the others; None if any of them is not known."""
    known = [amount for amount in amounts if amount is not None]
    return None if len(known) < len(amounts) else known[0] - sum(known[1:])


def _groups(shape: Shape, known: Known) -> Groups:
    """How many people a value is about, in each way that it tells of them; None where it does not.

    First those who are counted, where they are, and last those who answered.
    """
    answers = None if known.answers is None else Fraction(known.answers)
    count, of = _fraction(known.numerator), _fraction(known.denominator)
    if shape.people != COUNT:
        return (of, answers)
    if known.form == NUMBER:
        count = _fraction(known.value)
    elif known.form == SHARE and answers is not None and known.value is not None:
        count, of = Fraction(known.value) * answers / 100, answers
    return (count, of, None if count is None or of is None else of - count, answers)


def _is_small(known: Known, groups: Groups, threshold: int) -> bool:
    return known.form == PROTECTED or _has_few(groups, threshold)


def _has_few(groups: Iterable[Fraction | None], threshold: int) -> bool:
    return any(group is not None and 0 < group < threshold for group in groups)


def _small_steps(people: Mapping[Place, Groups], small: set[Place], threshold: int) -> set[Place]:
    """Of what is counted from January: a period whose difference to an earlier shown one is a small group.

    From January on and the year last, so that what has been told before stays told.
    """
    found: set[Place] = set()
    shown: dict[Place, list[Groups]] = {}
    for place in sorted(set(people) - small):
        if not _told_in_time(people[place], shown.setdefault(_series(place), []), threshold):
            found.add(place)
    return found


def _few_left(
    shape: Shape,
    sums: Sequence[_Sum],
    values: Mapping[Place, Known],
    people: Mapping[Place, Groups],
    small: set[Place],
    threshold: int,
) -> set[Place]:
    """A value of each sum that leaves few people over: of those asked or who answered, or new since a period before.

    What is left of those who are counted is a cell of the table, and protected there.
    """
    found: set[Place] = set()
    shown: dict[tuple[Place, ...], list[Groups]] = {}
    for each in sums:
        if not each.may_leave or not (small | found).isdisjoint(each.places):
            continue
        left = _people_left(each, people)
        earlier = shown.setdefault(tuple(_series(place) for place in each.places), [])
        is_few = _has_few(left[1:] if shape.people == COUNT else left, threshold)
        if is_few or (shape.is_cumulative and not _told_in_time(left, earlier, threshold)):
            cells = {
                place: Cell(_fraction(values[place].amount), rank=int(place == each.total), month=place.month)
                for place in each.places
            }
            found.add(min(each.places, key=lambda place: reluctance(cells[place])))
    return found


def _told_in_time(groups: Groups, earlier: list[Groups], threshold: int) -> bool:
    """Whether the groups differ by no small one from those told before; then they are told too."""
    steps = [
        abs(group - before)
        for told in earlier
        for group, before in zip(groups, told, strict=True)
        if group is not None and before is not None
    ]
    is_told = not _has_few(steps, threshold)
    if is_told:
        earlier.append(groups)
    return is_told


def _series(place: Place) -> Place:
    return place._replace(span="", month=0)


def _fraction(amount: Decimal | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)
