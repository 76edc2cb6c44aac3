"""What is done with a risk, a measure or an occasion of a control, in the log of events."""

from typing import Any

from internal_control.models import FollowUp, Measure, Risk
from organisation.audit import record
from organisation.periods import month_name


def record_step(row: Risk | Measure, action: str, by: Any, **details: Any) -> None:
    """Log the step with the year and the code by which people know the row."""
    plan = row.plan
    record(
        by=by, action=action, committee=plan.committee, subject=row, year=plan.year, code=row.code, **details
    )


def record_at(follow_up: FollowUp, action: str, by: Any, **details: Any) -> None:
    """Log the step under the occasion's control, with its month."""
    control = follow_up.control
    record(
        by=by,
        action=action,
        committee=control.plan.committee,
        subject=control,
        code=control.code,
        period=month_name(control.plan.year, follow_up.month),
        **details,
    )
