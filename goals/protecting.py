"""Keeping what is worked out from measurements right: sums and means, and what small groups hide."""

from collections.abc import Iterable

from organisation.models import Committee


def refresh(committee: Committee, pairs: Iterable[tuple[int, int]]) -> None:
    """Make the derived rows, and what is suppressed, anew for pairs of indicator (primary key) and year."""


def refresh_all(committee: Committee) -> None:
    """The same for everything that the committee has measured, as when its threshold has changed."""
