"""Who may write about an assignment: whoever follows up for the committee, or for one of its responsible units."""

from typing import Any

from goals.models import Assignment
from organisation.access import may, may_all
from organisation.permissions import Permission


def may_write(user: Any, assignment: Assignment) -> bool:
    """Asks nothing of the database when the units are prefetched and the page has asked for its permission."""
    committee = assignment.committee
    return may_all(user, Permission.FOLLOW_UP, committee) or any(
        may(user, Permission.FOLLOW_UP, committee, unit) for unit in assignment.units.all()
    )
