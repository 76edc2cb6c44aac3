"""Which values are to be hidden so that no small group can be worked out from the ones that are shown.

Pure: imports neither Django nor Celery. Exact: a hidden value must not follow from the shown ones by adding and
subtracting, nor from that it is at least one: nobody is not a group, and is shown. So two that are two together are
one each. Rows of the elimination are whole numbers, multiplied instead of divided.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)
X = TypeVar("X", bound=Hashable)

# Cells whose values, each times its number, sum to zero: a total is −1 and each of its parts 1.
Equation: TypeAlias = Mapping[K, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table. size is None if it is not known even to us, as where a source has protected it.

    is_small: it is about a group that must not be seen. rank is how many times it has been summed, and month
    when it is first told; both say what is rather hidden. is_printed is False for what nobody prints but anybody
    can work out, such as what remains of a whole.
    """

    size: Fraction | None
    is_small: bool = False
    rank: int = 0
    month: int = 12
    is_printed: bool = True


def equation(total: K, parts: Iterable[K], times: int = 1) -> dict[K, int]:
    """times × total = the sum of the parts."""
    terms = {total: -times}
    for part in parts:
        terms[part] = terms.get(part, 0) + 1
    return terms


def hidden_cells(cells: Mapping[K, Cell], equations: Sequence[Equation[K]]) -> set[K]:
    """The printed cells that must be hidden: the small ones, and more so that they cannot be worked out.

    As long as a hidden cell follows from the shown ones one more is hidden, of those that it follows from: the latest
    first since what was told earlier stays told, then zeros last, a part before a total, the smallest first.
    The order of the cells decides the rest, so that the same table always gives the same answer.
    """
    places = {key: place for place, key in enumerate(cells)}
    hidden = {key for key, cell in cells.items() if cell.is_small and cell.is_printed}
    behind = {key for key, cell in cells.items() if not cell.is_printed}
    small_behind = {key for key in behind if cells[key].is_small}
    settled: set[tuple[int, ...]] = set()
    more = hidden | small_behind
    while more:
        more = set()
        for group in _groups(equations, hidden | behind):
            unknown = len({key for at in group for key in equations[at] if key in hidden or key in behind})
            if (unknown, *group) in settled:
                continue
            found = _to_hide(
                [equations[at] for at in group], hidden | behind, hidden | small_behind, cells, places
            )
            if not found:
                settled.add((unknown, *group))
            more |= found
        hidden |= more
    return hidden


def _groups(equations: Sequence[Equation[K]], unknown: set[K]) -> list[list[int]]:
    """Places of the equations with something unknown in them, together where they share it."""
    above: dict[K, K] = {}

    def top(key: K) -> K:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    members = [(at, [key for key in each if key in unknown]) for at, each in enumerate(equations)]
    for _, keys in members:
        for key in keys[1:]:
            above[top(key)] = top(keys[0])
    groups: dict[K, list[int]] = {}
    for at, keys in members:
        if keys:
            groups.setdefault(top(keys[0]), []).append(at)
    return list(groups.values())


def _to_hide(
    group: list[Equation[K]],
    unknown: set[K],
    guarded: set[K],
    cells: Mapping[K, Cell],
    places: Mapping[K, int],
) -> set[K]:
    """One more cell for each guarded one that follows from what is shown."""
    ones = {key for key in unknown if cells[key].is_printed and cells[key].size == 1}
    if not _solved(group, unknown, ones, traced=False).keys() & guarded:
        return set()
    solved = _solved(group, unknown, ones, traced=True)
    chosen: set[K] = set()
    for key in sorted(solved.keys() & guarded, key=places.__getitem__):
        sources = _sources(group, solved[key], unknown)
        if sources and chosen.isdisjoint(sources):
            chosen.add(min(sources, key=lambda source: (*reluctance(cells[source]), places[source])))
    return chosen


def reluctance(cell: Cell) -> tuple[int, bool, int, Fraction]:
    """Of the cells that would do, the one that has the least is hidden."""
    size = abs(cell.size or Fraction(0))
    return (-cell.month, not size, cell.rank, size)


def _sources(group: list[Equation[K]], combination: Mapping[int, int], unknown: set[K]) -> list[K]:
    """The shown cells that something follows from, by a combination of equations."""
    sums: dict[K, int] = {}
    for at, times in combination.items():
        for key, factor in group[at].items():
            if key not in unknown:
                sums[key] = sums.get(key, 0) + times * factor
    return [key for key, total in sums.items() if total]


@dataclass(slots=True)
class _Row(Generic[K]):
    """An equation's unknown terms, and which of the group's equations it has been added up from."""

    terms: dict[K, int]
    made_of: dict[int, int]


def _solved(
    group: list[Equation[K]], unknown: set[K], ones: set[K], *, traced: bool
) -> dict[K, dict[int, int]]:
    """The unknowns that follow from the rest; each with the combination of equations that it follows by.

    ones are those that are one: as they are no less, several follow from a sum of them that is as many as they are.
    """
    rows = [
        _Row({key: factor for key, factor in each.items() if key in unknown}, {at: 1} if traced else {})
        for at, each in enumerate(group)
    ]
    rows_with: dict[K, set[int]] = {}
    for at, row in enumerate(rows):
        for key in row.terms:
            rows_with.setdefault(key, set()).add(at)
    pivots: dict[K, int] = {}
    for at in sorted(range(len(rows)), key=lambda each: len(rows[each].terms)):
        if rows[at].terms:
            pivot = min(rows[at].terms, key=lambda key: len(rows_with[key]))
            pivots[pivot] = at
            for other in rows_with[pivot] - {at}:
                _eliminate(rows, other, at, pivot, rows_with)
    found: dict[K, dict[int, int]] = {}
    for at in pivots.values():
        terms = rows[at].terms
        if len(terms) == 1 or (terms.keys() <= ones and len({factor > 0 for factor in terms.values()}) == 1):
            found |= dict.fromkeys(terms, rows[at].made_of)
    return found


def _eliminate(rows: list[_Row[K]], other: int, by: int, pivot: K, rows_with: dict[K, set[int]]) -> None:
    """Take the pivot out of another row; whole numbers stay whole."""
    times, less = rows[by].terms[pivot], rows[other].terms[pivot]
    before = rows[other].terms
    after = _combined(before, rows[by].terms, times, less)
    made_of = _combined(rows[other].made_of, rows[by].made_of, times, less)
    for key in before.keys() - after.keys():
        rows_with[key].discard(other)
    for key in after.keys() - before.keys():
        rows_with[key].add(other)
    shared = gcd(*after.values(), *made_of.values()) or 1
    rows[other] = _Row(
        {key: factor // shared for key, factor in after.items()},
        {at: factor // shared for at, factor in made_of.items()},
    )


def _combined(one: dict[X, int], other: dict[X, int], times: int, less: int) -> dict[X, int]:
    """times × one − less × other, without what comes to nothing."""
    result = {key: factor * times for key, factor in one.items()}
    for key, factor in other.items():
        total = result.get(key, 0) - factor * less
        if total:
            result[key] = total
        else:
            result.pop(key, None)
    return result
