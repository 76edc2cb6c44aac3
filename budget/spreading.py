"""A year's amount divided over its months, exact to the öre. Pure: imports neither Django nor Celery."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from organisation.figures import rounded

ORE = Decimal("0.01")


class NothingToFollow(ValueError):
    """Weights that sum to zero: there is no pattern to spread an amount by."""


def evenly(amount: Decimal) -> tuple[Decimal, ...]:
    """Twelve months that differ by at most one öre and sum exactly to amount: 100 → 8,33, 8,34, 8,33, …"""
    return in_proportion(amount, [Decimal(1)] * 12)


def in_proportion(amount: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """One part per weight, summing exactly to amount.

    What is rounded is the running total, so no part is more than an öre from its exact share and the remainder
    is nowhere gathered in one month. Raises NothingToFollow if the weights sum to zero.
    """
    total = sum(weights, Decimal(0))
    if not total:
        raise NothingToFollow
    running = [rounded(amount * upto / total, 2) for upto in accumulate(weights)]
    return tuple(after - before for before, after in pairwise([Decimal(0), *running]))
