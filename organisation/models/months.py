"""What every row that stands for a month must hold."""

from django.db import models
from django.db.models import Q

YEAR_MIN, YEAR_MAX = 2000, 2100


def year_month_constraints(name: str) -> list[models.CheckConstraint]:
    """The two checks of every row that stands for a month."""
    return [
        models.CheckConstraint(
            condition=Q(year__gte=YEAR_MIN, year__lte=YEAR_MAX),
            name=f"{name}_year",
            violation_error_message=f"Året måste ligga mellan {YEAR_MIN} och {YEAR_MAX}.",
        ),
        models.CheckConstraint(
            condition=Q(month__gte=1, month__lte=12),
            name=f"{name}_month",
            violation_error_message="Månaden måste vara 1 till 12.",
        ),
    ]
