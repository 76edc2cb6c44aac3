"""What must be hidden: by hand, and held against solvers that share nothing with the code."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.table_cells import Known, Place, Rest, Shape, cells_of
from organisation.suppression import Cell, equation, hidden_cells

pytestmark = pytest.mark.once

ROOT, NORTH, SOUTH = 1, 2, 3
Values = dict[Place, Known]


def place(gender: str = "T", unit: int = ROOT, part: str = "", span: str = "year", month: int = 12) -> Place:
    return Place(unit, part, gender, span, month)


def number(value: int | str | None) -> Known:
    return Known("protected", None) if value is None else Known("number", Decimal(value))


def hidden(shape: Shape, values: Values, threshold: int = 5) -> set[Place]:
    found = hidden_cells(*cells_of(shape, values, threshold))
    return {key for key in found if isinstance(key, Place)}


def alone(**fields: object) -> Shape:
    return Shape(**{"root": ROOT, "parents": {ROOT: None}, "people": "count", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("women", "men", "expected"),
    [
        (9, 1, "KM"),
        (1, 9, "KM"),
        (2, 3, "KM"),
        (2, 1, "KMT"),
        (9, 0, ""),
        (0, 0, ""),
        (3, 0, "KT"),
        (9, 5, ""),
    ],
)
def test_one_boy_among_girls(women: int, men: int, expected: str) -> None:
    values = {place("K"): number(women), place("M"): number(men), place("T"): number(women + men)}
    assert hidden(alone(), values) == {place(gender) for gender in expected}


def test_a_value_that_the_source_has_protected_is_not_worked_out() -> None:
    values = {place("K"): number(None), place("M"): number(18), place("T"): number(20)}
    assert hidden(alone(), values) == {place("K"), place("M")}


def test_those_of_no_known_gender_are_a_group_too() -> None:
    values = {place("K"): number(9), place("M"): number(9), place("T"): number(20)}
    # Two are left: one of the three that tell so is hidden.
    assert hidden(alone(), values) == {place("K")}


def test_the_group_of_a_survey_is_those_who_answered() -> None:
    shape = alone(people="group")

    def mean(value: str, answers: int | None) -> Known:
        return Known("number", Decimal(value), 1, answers=answers)

    values = {place("K"): mean("4.4", 20), place("M"): mean("3.0", 2), place("T"): mean("4.3", 22)}
    assert hidden(shape, values) == {place("K"), place("M")}
    assert hidden(shape, {key: mean("2.0", 30) for key in values}) == set()
    # A mean of 2 says nothing of how many they are.
    assert hidden(shape, {place("T"): mean("2.0", None)}) == set()


@pytest.mark.parametrize(
    ("numerator", "denominator", "people", "is_hidden"),
    [
        (116, 305, "count", False),
        (3, 305, "count", True),
        (302, 305, "count", True),
        (305, 305, "count", False),
        (0, 305, "count", False),
        (3, 305, "group", False),
        (0, 4, "group", True),
        (0, 4, "count", True),
    ],
)
def test_a_fraction_tells_of_those_in_it_and_those_left(
    numerator: int, denominator: int, people: str, is_hidden: bool
) -> None:
    known = Known("fraction", Decimal(1), 0, Decimal(numerator), Decimal(denominator))
    assert bool(hidden(alone(people=people), {place(): known})) == is_hidden


def test_parts_beside_a_sum() -> None:
    shape = alone(summed=("sa", "bpsd"))

    def table(sa: int, bpsd: int) -> Values:
        return {place(part="sa"): number(sa), place(part="bpsd"): number(bpsd), place(): number(sa + bpsd)}

    assert hidden(shape, table(93, 24)) == set()
    assert hidden(shape, table(93, 2)) == {place(part="sa"), place(part="bpsd")}
    without_sum = {key: known for key, known in table(93, 2).items() if key.part}
    assert hidden(shape, without_sum) == {place(part="bpsd")}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # Two of ten are left for two that are not nobody: the third is hidden, or each of them is one.
        ((1, 1, 8), "abc"),
        ((1, 2, 8), "ab"),
        ((1, 1, 0), "ab."),
        ((1, 8, 9), "ab"),
        ((0, 8, 9), ""),
    ],
)
def test_two_that_are_two_together(parts: tuple[int, int, int], expected: str) -> None:
    values = {place(part=part): number(size) for part, size in zip("abc", parts, strict=True)}
    values[place()] = number(sum(parts))
    assert hidden(alone(summed=tuple("abc")), values) == {place(part=part.strip(".")) for part in expected}


@pytest.mark.parametrize(
    ("own", "external", "expected"),
    [(18, 2, {"external"}), (18, 16, {"external"}), (18, 6, set()), (18, 0, set()), (4, 0, {""})],
)
def test_of_which_some_are_external(own: int, external: int, expected: set[str]) -> None:
    values = {place(): number(own), place(part="external"): number(external)}
    assert hidden(alone(of_which=("external",)), values) == {place(part=part) for part in expected}


def month(number_of: int, gender: str = "T") -> Place:
    return place(gender, span="month", month=number_of)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([12, 13], {2}),
        ([12, 13, 20], {2}),
        ([12, 13, 16], {2, 3}),
        ([12, 12, 17], set()),
        ([12, 20, 14], {3}),
        ([3, 9, 10], {1, 3}),
    ],
)
def test_two_periods_counted_from_january_whose_difference_is_one_person(
    values: list[int], expected: set[int]
) -> None:
    shape = alone(span="month", is_cumulative=True)
    table = {month(at): number(value) for at, value in enumerate(values, 1)}
    assert hidden(shape, table) == {month(at) for at in expected}


@pytest.mark.parametrize("year_of", ["sum", "own", "mean"])
def test_a_month_within_a_years_sum(year_of: str) -> None:
    months = [10, 11, 2, 13, 14, 15, 16, 17, 18, 19, 20, 21]
    table = {month(at): number(value) for at, value in enumerate(months, 1)}
    shape = alone(span="month", year_of=year_of)
    assert hidden(shape, table) == {month(3)}
    table[place()] = number(sum(months))
    # The last month is told together with the year; the earlier ones have been told already.
    assert hidden(shape, table) == {month(3), month(12)}


@pytest.mark.parametrize("tertials", [(10, 2, 0), (10, 11, 2), (3, 10, 0)])
def test_the_years_sum_is_hidden_before_a_period_that_has_been_told(tertials: tuple[int, int, int]) -> None:
    table = {
        place(span="tertial", month=at): number(value) for at, value in zip((4, 8, 12), tertials, strict=True)
    }
    small = {key for key, known in table.items() if known.value in (2, 3)}
    shape = alone(span="tertial", year_of="sum")
    assert hidden(shape, table | {place(): number(sum(tertials))}) == {place(), *small}


def test_the_year_that_is_its_last_month() -> None:
    table = {month(at): number(9) for at in range(1, 12)} | {month(12): number(2), place(): number(2)}
    assert hidden(alone(span="month", year_of="last"), table) == {month(12), place()}


def tertial(at: int, part: str = "") -> Place:
    return place(span="tertial", month=at, part=part)


def survey(value: str, answers: int) -> Known:
    return Known("number", Decimal(value), 1, answers=answers)


def fraction(numerator: int, denominator: int) -> Known:
    return Known("fraction", Decimal(numerator), 0, Decimal(numerator), Decimal(denominator))


@pytest.mark.parametrize(
    ("people", "women", "total"),
    [
        ("count", number(20), number(22)),
        ("count", fraction(10, 20), fraction(10, 22)),
        ("count", fraction(10, 20), fraction(20, 32)),
        ("group", survey("4.4", 20), survey("4.3", 22)),
        ("group", fraction(10, 20), fraction(11, 22)),
    ],
)
def test_those_of_whom_nothing_is_told_are_what_the_others_leave(
    people: str, women: Known, total: Known
) -> None:
    """Two are men, or were not counted among the men, though nobody has said so."""
    assert hidden(alone(people=people), {place("K"): women, place(): total}) == {place("K")}
    assert hidden(alone(people=people), {place("K"): women, place(): women}) == set()


def test_a_unit_that_has_told_nothing_gives_no_other_away() -> None:
    shape = alone(parents={ROOT: None, NORTH: ROOT, SOUTH: ROOT, 4: ROOT})

    def table(north: int, total: int) -> Values:
        return {place(unit=NORTH): number(north), place(unit=SOUTH): number(20), place(): number(total)}

    # Nobody is left for the fourth: the three of the north are 23 less 20.
    assert hidden(shape, table(3, 23)) == {place(unit=NORTH), place(unit=SOUTH)}
    assert hidden(shape, table(10, 32)) == {place(unit=NORTH)}
    assert hidden(shape, table(10, 40)) == set()


@pytest.mark.parametrize(
    ("people", "women", "men", "total"),
    [
        ("count", fraction(20, 25), fraction(10, 25), fraction(30, 52)),
        ("group", survey("4.4", 25), survey("4.1", 25), survey("4.2", 52)),
    ],
)
def test_those_who_are_left_are_few_in_any_way_that_they_are_told_of(
    people: str, women: Known, men: Known, total: Known
) -> None:
    values = {place("K"): women, place("M"): men, place(): total}
    assert hidden(alone(people=people), values) == {place("K"), place("M")}


@pytest.mark.parametrize(("share", "answers", "is_hidden"), [(5, 20, True), (95, 20, True), (50, 20, False)])
def test_a_share_of_those_who_answered_is_a_number_of_them(share: int, answers: int, is_hidden: bool) -> None:
    known = Known("share", Decimal(share), 0, answers=answers)
    assert bool(hidden(alone(), {place(): known})) == is_hidden
    assert not hidden(alone(people="group"), {place(): known})


@pytest.mark.parametrize(
    ("people", "first", "second"),
    [
        ("count", fraction(10, 20), fraction(10, 22)),
        ("count", fraction(10, 20), fraction(20, 32)),
        ("group", survey("4.0", 20), survey("4.1", 22)),
    ],
)
def test_of_what_is_counted_from_january_few_are_new_in_any_way_that_they_are_told_of(
    people: str, first: Known, second: Known
) -> None:
    shape = alone(span="tertial", is_cumulative=True, people=people)
    assert hidden(shape, {tertial(4): first, tertial(8): second}) == {tertial(8)}


@pytest.mark.parametrize("year_of", ["own", "last"])
@pytest.mark.parametrize("told", [{4: 20, 12: 22}, {4: 10, 8: 20}, {4: 10, 8: 20, 12: 22}])
def test_the_year_is_the_last_of_what_is_counted_from_january(year_of: str, told: dict[int, int]) -> None:
    table = {tertial(at): number(value) for at, value in told.items()} | {place(): number(22)}
    shape = alone(span="tertial", is_cumulative=True, year_of=year_of)
    assert hidden(shape, table) == {place(), *([tertial(12)] if 12 in told else [])}


def test_those_outside_a_part_that_is_counted_from_january() -> None:
    """Ten and eleven of them are outside, so one is new."""
    shape = alone(span="tertial", is_cumulative=True, of_which=("external",))
    values = {tertial(4): number(20), tertial(8): number(30)}
    values |= {tertial(4, "external"): number(10), tertial(8, "external"): number(19)}
    assert hidden(shape, values) == {tertial(8, "external")}
    assert hidden(shape, values | {tertial(8, "external"): number(15)}) == set()


@pytest.mark.parametrize("span", ["tertial", "month", ""])
@pytest.mark.parametrize(
    ("people", "periods", "year"),
    [
        ("count", (number(10), number(3), number(20)), number(33)),
        ("count", (number(10), number(3), number(11)), number(8)),
        ("count", (number(10), number(3), number(12)), number(8)),
        ("group", (survey("4.0", 20), survey("4.4", 3), survey("4.1", 20)), survey("4.3", 43)),
    ],
)
def test_a_year_of_its_own_that_its_periods_come_to(
    span: str, people: str, periods: tuple[Known, ...], year: Known
) -> None:
    """Their sum, their mean as it is printed, or as many who answered: also if it is measured less often by now."""
    table = {tertial(at): known for at, known in zip((4, 8, 12), periods, strict=True)}
    assert hidden(alone(span=span, people=people), table | {place(): year}) == {tertial(8), tertial(12)}


def test_a_period_that_nobody_has_told_of_is_what_the_others_leave_of_the_year() -> None:
    table = {tertial(4): number(10), tertial(8): number(10), place(): number(22)}
    # The first two have been told already.
    assert hidden(alone(span="tertial", year_of="sum"), table) == {place()}
    assert hidden(alone(span="tertial", year_of="sum"), table | {place(): number(25)}) == set()


def gender_by_unit(cells: Mapping[tuple[int, str], int]) -> Values:
    values = {place(gender, unit): number(value) for (unit, gender), value in cells.items()}
    for unit in (NORTH, SOUTH):
        values[place("T", unit)] = number(cells[unit, "K"] + cells[unit, "M"])
    for gender in "KM":
        values[place(gender)] = number(cells[NORTH, gender] + cells[SOUTH, gender])
    values[place("T")] = number(sum(cells.values()))
    return values


TWO_UNITS = alone(parents={ROOT: None, NORTH: ROOT, SOUTH: ROOT}, is_sum_of_units=True)


def test_gender_by_unit() -> None:
    values = gender_by_unit({(NORTH, "K"): 2, (NORTH, "M"): 30, (SOUTH, "K"): 40, (SOUTH, "M"): 50})
    expected = {place(gender, unit) for gender in "KM" for unit in (NORTH, SOUTH)}
    assert hidden(TWO_UNITS, values) == expected
    zeros = gender_by_unit({(NORTH, "K"): 0, (NORTH, "M"): 30, (SOUTH, "K"): 40, (SOUTH, "M"): 0})
    assert hidden(TWO_UNITS, zeros) == set()


def test_the_same_table_in_any_order_gives_the_same_answer() -> None:
    values = gender_by_unit({(NORTH, "K"): 2, (NORTH, "M"): 30, (SOUTH, "K"): 7, (SOUTH, "M"): 7})
    assert hidden(TWO_UNITS, dict(reversed(values.items()))) == hidden(TWO_UNITS, values)


# Held against solvers.

counts = st.one_of(st.integers(0, 9), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Shape, Values]:
    """Women and men by unit and tertial with all totals, or some of these ways to divide them."""
    units = draw(st.sampled_from([[], [NORTH, SOUTH], [NORTH, SOUTH, 4]]))
    genders = draw(st.sampled_from(["T", "KM"]))
    months = draw(st.sampled_from([[12], [4, 8, 12]]))
    span = "tertial" if len(months) > 1 else "year"
    amounts: dict[Place, int] = {}
    for unit, gender, at in product(units or [ROOT], genders, months):
        amounts[Place(unit, "", gender, span, at)] = draw(counts)

    def total(group: Mapping[Place, int], **fields: object) -> None:
        for key, value in list(group.items()):
            above = key._replace(**fields)  # type: ignore[arg-type]
            amounts[above] = amounts.get(above, 0) + value

    if units:
        total(dict(amounts), unit=ROOT)
    if genders == "KM":
        total(dict(amounts), gender="T")
    if span == "tertial" and draw(st.booleans()):
        total(dict(amounts), span="year", month=12)
    shape = alone(
        parents={ROOT: None, **dict.fromkeys(units, ROOT)},
        span="tertial" if span == "tertial" else "",
        year_of="sum",
        is_sum_of_units=bool(units),
    )
    return shape, {key: number(value) for key, value in amounts.items()}


def rank(rows: list[list[Fraction]]) -> int:
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for row in rows[found + 1 :]:
            times = row[column] / pivot[column]
            for at, each in enumerate(pivot):
                row[at] -= times * each
        found += 1
    return found


def worked_out(equations: list[Mapping[Hashable, int]], unknown: list[Hashable]) -> set[Hashable]:
    """The unknowns with one possible value: those whose own row adds nothing to the rank of the system."""
    rows = [[Fraction(each.get(key, 0)) for key in unknown] for each in equations]
    full = rank(rows)
    return {
        key
        for at, key in enumerate(unknown)
        if rank([*rows, [Fraction(int(other == at)) for other in range(len(unknown))]]) == full
    }


@settings(max_examples=150)
@given(tables())
def test_nothing_hidden_can_be_worked_out_and_nothing_is_hidden_without_need(
    table: tuple[Shape, Values],
) -> None:
    shape, values = table
    cells, equations = cells_of(shape, values, 5)
    chosen = hidden_cells(cells, equations)
    assert worked_out(equations, list(chosen)) == set()  # type: ignore[arg-type]
    small = {key for key, known in values.items() if known.value is not None and 0 < known.value < 5}
    assert small <= chosen
    if not small:
        assert chosen == set()


@settings(max_examples=150)
@given(tables())
def test_nor_from_what_was_told_earlier_in_the_year(table: tuple[Shape, Values]) -> None:
    """Whoever has kept the report of each tertial has seen what was shown then, and sees what is shown now."""
    shape, values = table
    seen: set[Hashable] = set()
    for month in (4, 8, 12):
        told = {key: known for key, known in values.items() if key.month <= month}
        cells, equations = cells_of(shape, told, 5)
        seen |= told.keys() - hidden_cells(cells, equations)
    unseen = [key for key in cells if key not in seen]
    assert worked_out(equations, unseen) == set()  # type: ignore[arg-type]


@settings(max_examples=60)
@given(st.tuples(*[st.integers(0, 7)] * 4))
def test_nor_from_counts_being_whole_and_not_below_zero(four: tuple[int, ...]) -> None:
    """By trying the tables of two genders and two units that agree with what is shown."""
    keys = [(unit, gender) for unit in (NORTH, SOUTH) for gender in "KM"]
    values = gender_by_unit(dict(zip(keys, four, strict=True)))
    chosen = hidden(TWO_UNITS, values)
    shown = {key: known for key, known in values.items() if key not in chosen}
    possible: dict[Place, set[Decimal | None]] = {key: set() for key in chosen}
    # If there is another table at all there is one near by: sums differ by ones.
    near = [range(max(0, value - 2), value + 3) for value in four]
    for other in product(*near) if chosen else []:
        candidate = gender_by_unit(dict(zip(keys, other, strict=True)))
        if all(candidate[key] == known for key, known in shown.items()):
            for key in chosen:
                value = candidate[key].value or Decimal(0)
                # Nobody is not a group: a small number that is hidden is known to be one or more.
                if value or not values[key].value:
                    possible[key].add(value)
    assert [key for key, found in possible.items() if len(found) == 1] == []


def test_what_remains_is_protected_without_being_printed() -> None:
    cells = {
        "whole": Cell(Fraction(18), rank=1),
        "part": Cell(Fraction(16)),
        Rest(0): Cell(Fraction(2), True, is_printed=False),
    }
    assert hidden_cells(cells, [equation("whole", ["part", Rest(0)])]) == {"part"}
