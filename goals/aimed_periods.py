"""Which values a year's target is compared with, and when it cannot be."""

from goals.measured import Measured
from goals.models import Frequency, Indicator, Span, Target, YearOf
from goals.targets import shown_target

WAITS = "Målvärdet gäller hela året. Värdet går att jämföra först när året är slut."


def years_between(indicator: Indicator) -> int:
    """How many years there are from one value to the next of the same time of the year."""
    return 2 if indicator.frequency == Frequency.SECOND_YEAR else 1


def lacks_of(target: Target, indicator: Indicator, before: Measured | None) -> str:
    """Why a target that there is cannot be aimed at; before is the value that a change is counted from."""
    if target.kind != Target.Kind.CHANGE:
        return ""
    why = "saknas"
    if before is not None and before.is_hidden:
        why = "rör för få personer för att visas"
    elif before is not None and before.figure is not None:
        why = "är 0"
    year = target.year - years_between(indicator)
    return f"Målet {shown_target(target, indicator)} räknas från värdet för {year}, som {why}."


def waits_for_year(indicator: Indicator, span: str, month: int) -> bool:
    """Whether the value is a part of what the year is to add up to, and so not yet to be compared with its target."""
    if span == Span.YEAR:
        return False
    return indicator.year_of == YearOf.SUM or (indicator.is_cumulative and month < 12)
