"""Headings with placeholders: {år}, {månad} and {period}."""

import re

from organisation.periods import MONTHS

PLACEHOLDERS = ("{år}", "{månad}", "{period}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")


def unknown_placeholder(label: str) -> str:
    """The first placeholder in label that does not exist; '' if all do."""
    return next((found for found in _PLACEHOLDER.findall(label) if found not in PLACEHOLDERS), "")


def filled(label: str, year: int, month: int) -> str:
    """'Budget {period} {år}' is 'Budget jan–aug 2021'."""
    return (
        label.replace("{år}", str(year))
        .replace("{månad}", MONTHS[month - 1])
        .replace("{period}", short_period(month))
    )


def short_period(month: int) -> str:
    """'jan–aug'; 'jan' for January."""
    return "jan" if month == 1 else f"jan–{MONTHS[month - 1][:3]}"


def long_period(year: int, month: int) -> str:
    """'januari–augusti 2021', 'januari 2021', '2021' for the whole year."""
    if month == 12:
        return str(year)
    return f"{MONTHS[0]}–{MONTHS[month - 1]} {year}" if month > 1 else f"{MONTHS[0]} {year}"
