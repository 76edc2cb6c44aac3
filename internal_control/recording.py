"""What is done with a risk or a measure, in the log of events."""

from typing import Any

from internal_control.models import Measure, Risk
from organisation.audit import record


def record_step(row: Risk | Measure, action: str, by: Any, **details: Any) -> None:
    """Log the step with the year and the code by which people know the row."""
    plan = row.plan
    record(
        by=by, action=action, committee=plan.committee, subject=row, year=plan.year, code=row.code, **details
    )
