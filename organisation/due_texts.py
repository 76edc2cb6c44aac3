"""When something is due, as people write it: '2021-12-31', 'december 2021', 'feb, maj, sep', or nothing."""

import re
from dataclasses import dataclass
from datetime import date

from organisation.due import last_day
from organisation.models import YEAR_MAX, YEAR_MIN
from organisation.periods import MONTHS

NONE, DATE, MONTH, RECURRING = "none", "date", "month", "recurring"


class DueRefused(ValueError):
    """A time that cannot be read. The message is Swedish and fit for the user."""


@dataclass(frozen=True)
class Due:
    """kind is one of Assignment.Due; on is the day, or the month's last day; months (1–12) are those that recur."""

    kind: str = NONE
    on: date | None = None
    months: tuple[int, ...] = ()


_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([a-zåäö]+)\.?\s+(\d{4})")


def parsed_due(text: str) -> Due:
    """Read a date, a month of a year, or months of every year; an empty text is no time. Raises DueRefused."""
    plain = " ".join(text.split()).lower()
    if not plain:
        return Due()
    if match := _ISO.fullmatch(plain):
        return _dated(text, int(match[1]), int(match[2]), match[3])
    if match := _WORDS.fullmatch(plain):
        return _dated(text, int(match[3]), _month(match[2]), match[1])
    return Due(RECURRING, months=parsed_months(text))


def parsed_months(text: str) -> tuple[int, ...]:
    """Months in the order of the year, from 'feb, maj, sep', 'februari och maj' or '2, 5'. Raises DueRefused."""
    words = [word for word in re.split(r"[\s,;.]+|\boch\b", text.lower()) if word]
    if not words:
        raise DueRefused("Skriv minst en månad, till exempel feb, maj, sep.")
    return tuple(sorted({_month(word) for word in words}))


def shown_due(due: Due) -> str:
    """As it is printed, and as it can be read again; '' for no time."""
    if due.kind == RECURRING:
        return ", ".join(MONTHS[month - 1][:3] for month in due.months)
    if due.on is None:
        return ""
    return f"{MONTHS[due.on.month - 1]} {due.on.year}" if due.kind == MONTH else due.on.isoformat()


def _month(word: str) -> int:
    if word.isdecimal() and 1 <= int(word) <= 12:
        return int(word)
    found = [number for number, name in enumerate(MONTHS, 1) if name.startswith(word) and len(word) >= 3]
    if len(found) != 1:
        raise DueRefused(f"”{word}” är inte en månad. Skriv till exempel feb, maj, sep.")
    return found[0]


def _dated(text: str, year: int, month: int, day: str | None) -> Due:
    refused = DueRefused(
        f"”{text.strip()}” finns inte i kalendern. Skriv till exempel 2021-12-31 eller dec 2021."
    )
    if not (YEAR_MIN <= year <= YEAR_MAX and 1 <= month <= 12):
        raise refused
    if day is None:
        return Due(MONTH, last_day(year, month))
    try:
        return Due(DATE, date(year, month, int(day)))
    except ValueError as error:
        raise refused from error
