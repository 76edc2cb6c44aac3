"""Months and years, and closing a month so that its figures can no longer change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from organisation.audit import record
from organisation.models import ClosedMonth, Committee

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


class MonthClosed(Exception):
    """A change that would touch a closed month. The message is Swedish and fit for the user."""


def month_name(year: int, month: int) -> str:
    """'augusti 2021'."""
    return f"{MONTHS[month - 1]} {year}"


def closed_months(committee: Committee, year: int) -> set[int]:
    return set(ClosedMonth.objects.filter(committee=committee, year=year).values_list("month", flat=True))


@dataclass(frozen=True)
class MonthState:
    """A month of a year as the page of periods shows it; closed is None while it is open."""

    year: int
    month: int
    closed: ClosedMonth | None

    @property
    def name(self) -> str:
        return month_name(self.year, self.month)


def months_of(committee: Committee, year: int) -> list[MonthState]:
    """The twelve months of a year, January first."""
    closed = {each.month: each for each in ClosedMonth.objects.filter(committee=committee, year=year)}
    return [MonthState(year, month, closed.get(month)) for month in range(1, 13)]


def require_open(committee: Committee, periods: Iterable[tuple[int, int]]) -> None:
    """Raise MonthClosed if any (year, month) is closed.

    Call it inside the transaction that changes the figures: it takes the committee's row, as closing does,
    so that a month cannot be closed under a change that is under way.
    """
    wanted = set(periods)
    Committee.objects.select_for_update().get(pk=committee.pk)
    closed = ClosedMonth.objects.filter(committee=committee, year__in={year for year, _ in wanted})
    hit = sorted(wanted & set(closed.values_list("year", "month")))
    if hit:
        names = ", ".join(month_name(*period) for period in hit[:3]) + (" med flera" if len(hit) > 3 else "")
        raise MonthClosed(
            f"Stängd månad: {names}. Siffrorna kan inte ändras. En controller kan öppna månaden igen under Perioder."
        )


@transaction.atomic
def close_month(*, committee: Committee, year: int, month: int, by: Any) -> ClosedMonth:
    Committee.objects.select_for_update().get(pk=committee.pk)
    closed, new = ClosedMonth.objects.get_or_create(
        committee=committee, year=year, month=month, defaults={"closed_by": str(by)[:150]}
    )
    if not new:
        raise MonthClosed(f"{month_name(year, month).capitalize()} är redan stängd, av {closed.closed_by}.")
    record(
        by=by,
        action="stängde månad",
        committee=committee,
        subject=month_name(year, month),
        changes_data=False,
    )
    return closed


@transaction.atomic
def reopen_month(*, committee: Committee, year: int, month: int, reason: str, by: Any) -> None:
    """Open a closed month again; the reason is logged. Raises MonthClosed if it is open already."""
    Committee.objects.select_for_update().get(pk=committee.pk)
    deleted, _ = ClosedMonth.objects.filter(committee=committee, year=year, month=month).delete()
    if not deleted:
        raise MonthClosed(f"{month_name(year, month).capitalize()} är redan öppen.")
    record(
        by=by,
        action="öppnade månad",
        committee=committee,
        subject=month_name(year, month),
        changes_data=False,
        reason=reason,
    )
