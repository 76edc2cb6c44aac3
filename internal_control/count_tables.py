"""What was counted at one occasion as a table: how it adds up, and what in it is about few people. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from organisation.suppression import Cell, Equation, equation, hidden_cells


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is counted; parent is the code of the item that it is a part of, '' at the top."""

    code: str
    label: str
    parent: str
    is_deviation: bool


@dataclass(frozen=True, slots=True)
class Total:
    """What is summed over all items, or for itself where nothing is itemised."""

    name: str


EXAMINED, DEVIATING, THE_REST = Total("examined"), Total("deviating"), Total("the rest")
Key = str | Total


def table_of(
    items: Sequence[Item],
    counts: Mapping[str, int],
    examined: int | None,
    deviating: int | None,
    withheld: Collection[Key] = (),
) -> dict[Key, int]:
    """Every number that is known, sums included, by the code of the item or which total it is.

    examined and deviating are taken as they were recorded where no item has a count, and where one of the counts is
    withheld: a package that was loaded does not tell it.
    """
    table: dict[Key, int] = {}
    unknown = {*withheld, *sums_withheld(items, withheld)}
    for item in items:
        parts = [counts[each.code] for each in items if each.parent == item.code and each.code in counts]
        if parts and item.code not in unknown:
            table[item.code] = sum(parts)
        elif item.code in counts:
            table[item.code] = counts[item.code]
    top = [item for item in items if not item.parent and item.code in table]
    if top and not any(item.code in unknown for item in items):
        examined = sum(table[item.code] for item in top)
        deviating = sum(table[item.code] for item in top if item.is_deviation)
    totals = {EXAMINED: examined, DEVIATING: deviating}
    return table | {total: number for total, number in totals.items() if number is not None}


def sums_withheld(items: Sequence[Item], withheld: Collection[Key]) -> set[str]:
    """The items that are not known since one of their parts is withheld."""
    return {item.parent for item in items if item.parent and item.code in withheld}


def hidden_in(
    items: Sequence[Item], table: Mapping[Key, int], threshold: int, unknown: Collection[Key] = ()
) -> set[Key]:
    """What must not be shown to everybody: groups of 1 to threshold − 1 people, and what gives them away.

    Those who do not deviate are a group too: nobody prints them, but anybody can take one number from the other.
    unknown is not known even here, and is not among what is returned.
    """
    has_rest = all(total in table or total in unknown for total in (EXAMINED, DEVIATING))
    cells: dict[Key, Cell] = {
        key: Cell(Fraction(number), is_small=0 < number < threshold, rank=_rank(key, items))
        for key, number in table.items()
    }
    cells |= {key: Cell(None, is_printed=False) for key in unknown}
    if EXAMINED in table and DEVIATING in table:
        left = table[EXAMINED] - table[DEVIATING]
        cells[THE_REST] = Cell(Fraction(left), is_small=0 < left < threshold, is_printed=False)
    elif has_rest:
        cells[THE_REST] = Cell(None, is_printed=False)
    return hidden_cells(cells, _equations(items, cells, has_rest=has_rest))


def _equations(items: Sequence[Item], cells: Collection[Key], *, has_rest: bool) -> list[Equation[Key]]:
    known = [item for item in items if item.code in cells]
    top = [item for item in known if not item.parent]
    found: list[Equation[Key]] = []
    for item in top:
        parts: list[Key] = [each.code for each in known if each.parent == item.code]
        if parts:
            found.append(equation(item.code, parts))
    if has_rest:
        found.append(equation(EXAMINED, [DEVIATING, THE_REST]))
    if top and has_rest:
        found += [
            equation(DEVIATING, [item.code for item in top if item.is_deviation]),
            equation(THE_REST, [item.code for item in top if not item.is_deviation]),
        ]
    return found


def _rank(key: Key, items: Sequence[Item]) -> int:
    """A part is rather hidden than a sum, and a sum than the whole."""
    if isinstance(key, Total):
        return {EXAMINED: 3, DEVIATING: 2}.get(key, 0)
    return 1 if any(item.parent == key for item in items) else 0
