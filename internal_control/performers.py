"""Who may carry out controls for a unit, and which controls have a performer that no longer may."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from internal_control.models import Control, ControlPlan
from organisation.models import Committee, Membership, Unit, User
from organisation.permissions import Permission


@dataclass(frozen=True)
class Performers:
    """Everybody who may carry out controls in a committee now: paths of units by person, "" for all of it."""

    paths: Mapping[int, Sequence[str]]

    def may(self, user_id: int | None, unit: Unit) -> bool:
        return self.may_at(user_id, unit.path)

    def may_at(self, user_id: int | None, unit_path: str) -> bool:
        """The same, where no more than the unit's path is at hand."""
        return any(unit_path.startswith(path) for path in self.paths.get(user_id or 0, ()))

    def has_left(self, control: Control) -> bool:
        """Whether whoever carries the control out has left, or may no longer carry out for its unit.

        The unit is at hand. A control that is struck needs nobody.
        """
        is_owed = control.performer_id is not None and control.struck_on is None
        return is_owed and not self.may(control.performer_id, control.unit)


def performers_of(committee: Committee) -> Performers:
    """One query. Roles are few, and what they allow is a list that databases do not search alike."""
    rows = Membership.objects.filter(committee=committee, user__is_active=True).order_by("unit__path", "pk")
    paths = defaultdict(list)
    for user_id, permissions, path in rows.values_list("user_id", "role__permissions", "unit__path"):
        if Permission.CARRY_OUT.value in permissions:
            paths[user_id].append(path or "")
    return Performers(paths)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may carry out controls, for the subtrees with the paths; "" is the whole committee."""

    user: User
    paths: Sequence[str]
    where: str

    @property
    def label(self) -> str:
        return f"{self.user} ({self.where})"

    def may(self, unit: Unit) -> bool:
        return any(unit.path.startswith(path) for path in self.paths)


def candidates(committee: Committee, units: Iterable[Unit]) -> list[Candidate]:
    """By name; the names of units are of those given. Two queries."""
    found, names = performers_of(committee), {unit.path: unit.name for unit in units}
    return [
        Candidate(
            user, paths, "hela nämnden" if "" in paths else ", ".join(names.get(path, path) for path in paths)
        )
        for user in people(found.paths)
        for paths in [found.paths[user.pk]]
    ]


def may_carry_out(unit: Unit) -> Any:
    """Users who may carry out controls for the unit now, by name."""
    found = performers_of(unit.committee)
    return people(key for key in found.paths if found.may(key, unit))


def people(keys: Any) -> Any:
    """Users with the keys, by name."""
    return User.objects.filter(pk__in=list(keys)).order_by("first_name", "last_name", "username")


def left(plan: ControlPlan, performers: Performers | None = None) -> set[int]:
    """Keys of the plan's controls whose performer has left or may no longer carry out for the unit.

    Two queries, one where those who may are at hand, none of a year that is over. A control that is struck needs no
    performer.
    """
    if plan.is_over:
        return set()
    found = performers or performers_of(plan.committee)
    controls = plan.controls.filter(performer__isnull=False, struck_on=None)
    rows = controls.values_list("pk", "performer_id", "unit__path")
    return {pk for pk, user_id, path in rows if not found.may_at(user_id, path)}
