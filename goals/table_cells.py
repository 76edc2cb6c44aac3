"""A year of an indicator as one table: its values, how they add up, and which of them are about few people.

Pure: imports neither Django nor Celery.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from goals.values import NUMBER, PROTECTED
from organisation.suppression import Cell, Equation, equation

WOMEN, MEN, TOTAL = "K", "M", "T"
MONTH, TERTIAL, YEAR = "month", "tertial", "year"
PERIODS = {MONTH: tuple(range(1, 13)), TERTIAL: (4, 8, 12)}
OWN, SUM, MEAN, LAST = "own", "sum", "mean", "last"
COUNT, GROUP = "count", "group"


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
    """times × total = the parts. may_leave: the parts may leave something over, which is a group of its own."""

    total: Place
    parts: tuple[Place, ...]
    times: int = 1
    may_leave: bool = False


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
    sums = [
        *_by_gender(values),
        *_by_part(shape, values),
        *_by_unit(shape, values),
        *_by_period(shape, values),
    ]
    small = {place for place, known in values.items() if _is_small(shape, known, threshold)}
    if shape.is_cumulative and shape.people == COUNT:
        small |= _small_steps(shape, values, small, threshold)
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
        else:
            equations.append(equation(each.total, each.parts, each.times))
    return cells, equations


def _by_gender(values: Mapping[Place, Known]) -> Iterator[_Sum]:
    for place in sorted(values):
        parts = (place._replace(gender=WOMEN), place._replace(gender=MEN))
        if place.gender == TOTAL and all(part in values for part in parts):
            yield _Sum(place, parts, may_leave=True)


def _by_part(shape: Shape, values: Mapping[Place, Known]) -> Iterator[_Sum]:
    for place in sorted(values):
        if place.part:
            continue
        summed = tuple(place._replace(part=part) for part in shape.summed)
        if summed and all(part in values for part in summed):
            yield _Sum(place, summed, may_leave=True)
        for part in shape.of_which:
            if (within := place._replace(part=part)) in values:
                yield _Sum(place, (within,), may_leave=True)


def _by_unit(shape: Shape, values: Mapping[Place, Known]) -> Iterator[_Sum]:
    below: dict[int, list[int]] = {}
    for unit, parent in shape.parents.items():
        if parent is not None:
            below.setdefault(parent, []).append(unit)
    for place in sorted(values):
        parts = tuple(place._replace(unit=unit) for unit in below.get(place.unit, ()))
        if parts and all(part in values for part in parts):
            yield _Sum(place, parts, may_leave=True)


def _by_period(shape: Shape, values: Mapping[Place, Known]) -> Iterator[_Sum]:
    if not shape.span:
        return
    for place in sorted(values):
        periods = tuple(place._replace(span=shape.span, month=month) for month in PERIODS[shape.span])
        if place.span != YEAR or not all(period in values for period in periods):
            continue
        year_of = LAST if shape.is_cumulative and shape.year_of != OWN else shape.year_of
        if year_of == MEAN:
            yield _Sum(place, periods, times=len(periods))
        # A year that was entered for itself may still be what the periods add up to, or the last of them.
        if year_of == SUM or (year_of == OWN and _left(_Sum(place, periods), values) == 0):
            yield _Sum(place, periods)
        if year_of == LAST or (year_of == OWN and _left(_Sum(place, periods[-1:]), values) == 0):
            yield _Sum(place, periods[-1:])


def _left(each: _Sum, values: Mapping[Place, Known]) -> Fraction | None:
    """What remains of the total when the parts are taken away; None if any of them is not known."""
    amounts = [_fraction(values[place].amount) for place in (each.total, *each.parts)]
    known = [amount for amount in amounts if amount is not None]
    return None if len(known) < len(amounts) else known[0] - sum(known[1:])


def _is_small(shape: Shape, known: Known, threshold: int) -> bool:
    if known.form == PROTECTED:
        return True
    groups: list[Decimal | int | None] = [known.answers]
    if known.denominator is not None:
        groups.append(known.denominator)
        if shape.people == COUNT and known.numerator is not None:
            groups += [known.numerator, known.denominator - known.numerator]
    elif shape.people == COUNT and known.form == NUMBER:
        groups.append(known.value)
    return any(group is not None and 0 < group < threshold for group in groups)


def _small_steps(
    shape: Shape, values: Mapping[Place, Known], small: set[Place], threshold: int
) -> set[Place]:
    """Of what is counted from January: a period whose difference to an earlier shown one is a small group.

    From January on, so that what has been told before stays told.
    """
    found: set[Place] = set()
    shown: dict[Place, list[Decimal]] = {}
    for place in sorted(values):
        amount = values[place].amount
        if place.span == YEAR or place in small or amount is None:
            continue
        earlier = shown.setdefault(place._replace(month=0), [])
        if any(0 < abs(amount - other) < threshold for other in earlier):
            found.add(place)
        else:
            earlier.append(amount)
    return found


def _fraction(amount: Decimal | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)
