"""Rows of a package put in the place of those that are there, and only where they differ."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from django.db import models

Key = TypeVar("Key", bound=Hashable)


def differs(row: models.Model | None, values: Mapping[str, Any]) -> bool:
    """Whether the row is missing or has another value."""
    return row is None or any(getattr(row, name) != value for name, value in values.items())


def updated(
    model: type[models.Model],
    existing: Mapping[Key, models.Model],
    wanted: Mapping[Key, Mapping[str, Any]],
    *,
    stamp: Mapping[str, Any] | None = None,
    **new: Any,
) -> int:
    """Make existing rows like the wanted ones and create those that are missing; returns how many changed.

    new: what a created row has besides; stamp: what a created or changed row gets, such as by whom.
    Existing rows that are not wanted stay as they are.
    """
    stamp = stamp or {}
    created: list[models.Model] = []
    changed: list[models.Model] = []
    names: set[str] = set(stamp)
    for key, values in wanted.items():
        names.update(values)
        row = existing.get(key)
        if row is None:
            created.append(model(**new, **stamp, **values))
        elif differs(row, values):
            for name, value in (dict(stamp) | dict(values)).items():
                setattr(row, name, value)
            changed.append(row)
    model._default_manager.bulk_create(created, batch_size=500)
    if changed:
        model._default_manager.bulk_update(changed, sorted(names), batch_size=500)
    return len(created) + len(changed)
