"""Rows of a package that name others: units of a goal, goals of an indicator."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models


def linked(
    through: type[models.Model], owner: str, other: str, wanted: Mapping[int, Iterable[int]]
) -> set[int]:
    """Make each owner's links those wanted, and leave other owners'; returns the owners that got others.

    owner and other are the names of the two foreign keys of the table between.
    """
    table: Any = through._default_manager
    there: dict[int, set[int]] = {key: set() for key in wanted}
    rows = table.filter(**{f"{owner}_id__in": list(wanted)})
    for key, target in rows.values_list(f"{owner}_id", f"{other}_id"):
        there[key].add(target)
    created = []
    changed: set[int] = set()
    for key, targets in wanted.items():
        fresh = set(targets)
        if fresh == there[key]:
            continue
        changed.add(key)
        if gone := there[key] - fresh:
            table.filter(**{f"{owner}_id": key, f"{other}_id__in": gone}).delete()
        created += [
            through(**{f"{owner}_id": key, f"{other}_id": target}) for target in sorted(fresh - there[key])
        ]
    table.bulk_create(created, batch_size=500)
    return changed
