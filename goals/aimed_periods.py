"""Which values a year's target is compared with, and when it cannot be."""

from goals.models import Frequency, Indicator, Span, Target, YearOf
from goals.targets import shown_target

WAITS = "Målvärdet gäller hela året. Värdet går att jämföra först när året är slut."


def years_between(indicator: Indicator) -> int:
    """How many years there are from one value to the next of the same time of the year."""
    return 2 if indicator.frequency == Frequency.SECOND_YEAR else 1


def lacks_of(target: Target, indicator: Indicator) -> str:
    """Why a target that there is cannot be aimed at."""
    if target.kind != Target.Kind.CHANGE:
        return ""
    before = target.year - years_between(indicator)
    return f"Målet {shown_target(target, indicator)} räknas från värdet för {before}, som saknas."


def waits_for_year(indicator: Indicator, span: str, month: int) -> bool:
    """Whether the value is a part of what the year is to add up to, and so not yet to be compared with its target."""
    if span == Span.YEAR:
        return False
    return indicator.year_of == YearOf.SUM or (indicator.is_cumulative and month < 12)
