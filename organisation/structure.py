"""The unit tree: the only writer of Unit.path."""

from collections.abc import Mapping

from django.db import transaction

from organisation.models import Committee, Unit


class TreeError(ValueError):
    """A tree that is none; the message is Swedish and names the unit's code in .code."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def paths(parents: Mapping[str, str | None]) -> dict[str, str]:
    """The path of every code, from each code's parent code (None for the root).

    Raises TreeError for an unknown parent, a cycle, no root or several.
    """
    found: dict[str, str] = {}

    def path(code: str, below: tuple[str, ...] = ()) -> str:
        if code in below:
            chain = " → ".join([*below[below.index(code) :], code])
            raise TreeError(f"Enheterna ligger i en ring: {chain}.", code)
        if code not in found:
            parent = parents[code]
            if parent is not None and parent not in parents:
                raise TreeError(f"Enheten {code} har den överordnade {parent}, som inte finns.", code)
            found[code] = (path(parent, (*below, code)) if parent is not None else "") + f"{code}/"
        return found[code]

    for code in parents:
        path(code)
    roots = [code for code, parent in parents.items() if parent is None]
    if len(roots) > 1:
        raise TreeError(f"Bara en enhet kan sakna överordnad, men det gör {', '.join(roots)}.", roots[1])
    return found


def check_place(*, committee: Committee, unit: Unit, code: str, parent: Unit | None) -> None:
    """Whether the unit, saved or new, may have the code and the parent. Raises TreeError if it makes no tree."""
    if parent is not None and parent.pk == unit.pk:
        raise TreeError("En enhet kan inte vara överordnad sig själv.", code)
    others = Unit.objects.filter(committee=committee).exclude(pk=unit.pk).select_related("parent")
    # What lies under the unit follows it when its code changes.
    parents = {code: parent.code if parent else None}
    for each in others:
        is_below = unit.pk is not None and each.parent_id == unit.pk
        parents[each.code] = code if is_below else each.parent.code if each.parent else None
    paths(parents)


@transaction.atomic
def rebuild_paths(committee: Committee) -> None:
    """Write the paths of a committee's units anew, after units were added or moved. Raises TreeError."""
    Committee.objects.select_for_update().get(pk=committee.pk)
    units = list(Unit.objects.filter(committee=committee).select_related("parent"))
    wanted = paths({unit.code: unit.parent.code if unit.parent else None for unit in units})
    changed = [unit for unit in units if unit.path != wanted[unit.code]]
    for unit in changed:
        unit.path = wanted[unit.code]
    Unit.objects.bulk_update(changed, ["path"], batch_size=500)
