"""What a package may not change of a plan that the committee has adopted: what the pages would refuse, too."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from internal_control.models import ControlPlan, FollowUp
from internal_control.refusing import over
from organisation.periods import month_name
from organisation.typed_texts import tidied
from reports.packages.control_plan_files import CHANGES
from reports.packages.files import Row

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Fence:
    """stored: the adopted plans as they were before the load. decided: years with a decision new in the package."""

    stored: Mapping[int, ControlPlan]
    decided: Collection[int] = field(default_factory=frozenset)

    def content(self, row: Row, year: int) -> None:
        """Something that the plan says would change: an error unless a decision stands behind."""
        plan = self.stored.get(year)
        if plan is None:
            return
        if plan.is_over:
            row.error(over(year))
        elif year not in self.decided:
            row.error(
                f"Planen för {year} är fastställd § {plan.decision_paragraph} och säger något annat än paketet. "
                f"En ändring behöver ett beslut: skriv det i {CHANGES}."
            )

    def after_the_end(self, row: Row, year: int) -> None:
        """Something would change that may change as long as the year is not over."""
        if self.is_over(year):
            row.error(over(year))

    def is_over(self, year: int) -> bool:
        plan = self.stored.get(year)
        return plan is not None and plan.is_over

    def occasion(self, row: Row, year: int, stored: FollowUp) -> None:
        """What is found at an occasion, or shows it, would change: an error if it is settled."""
        plan = self.stored.get(year)
        if plan is None or plan.followed_up_through == 0:
            return
        if plan.is_over:
            row.error(over(year))
        elif stored.month <= plan.followed_up_through and not stored.is_pending:
            row.error(
                f"Uppföljningen till och med {month_name(year, plan.followed_up_through)} är fastställd "
                "och säger något annat än paketet."
            )


def fields_changed(
    stored: Mapping[Key, models.Model], wanted: Mapping[Key, Mapping[str, Any]]
) -> dict[Key, set[str]]:
    """By key the names of what differs, all names for what is not there; only keys with any.

    Line ends and spaces around a text make no difference: a package cannot hold them.
    """
    changed = {}
    for key, values in wanted.items():
        row = stored.get(key)
        names = {
            name for name, value in values.items() if row is None or not _alike(getattr(row, name), value)
        }
        if names:
            changed[key] = names
    return changed


def _alike(stored: object, value: object) -> bool:
    if isinstance(stored, str) and isinstance(value, str):
        return tidied(stored) == tidied(value)
    return stored == value
