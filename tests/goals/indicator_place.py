"""A committee of three units and its people, for tests of the pages of indicators."""

from dataclasses import dataclass

from organisation.models import Committee, Unit, User
from tests import factories


@dataclass(frozen=True)
class Place:
    committee: Committee
    units: dict[str, Unit]
    secretary: User
    manager: User  # of 100
    reader: User


def make_place() -> Place:
    committee = factories.make_committee()
    units = factories.make_units(committee, {"SN": {"100": {"110": {}}, "200": {}}})
    return Place(
        committee,
        units,
        factories.make_user("sofia", committee, role="secretary"),
        factories.make_user("erik", committee, role="unit_manager", unit=units["100"]),
        factories.make_user("lena", committee, role="reader"),
    )
