"""What a load will change, for whoever confirms it: rows and sums per year and type, before and after."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Count
from numpy.typing import NDArray

from budget import ledger_rows
from budget.ledger_file import Ledger
from budget.models import Account, LedgerType
from budget.sums import ExactSum
from organisation.models import Committee, Unit
from organisation.periods import MONTHS


@dataclass(frozen=True)
class Figures:
    """Rows, and their sum in kronor and ledger sign as text (a preview is kept as JSON)."""

    rows: int
    total: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.total)


@dataclass(frozen=True)
class Change:
    """A year and type. before and after are of the months that the file covers; untouched is of the others."""

    year: int
    type: str
    months: list[int]
    before: Figures
    after: Figures
    untouched: Figures

    @property
    def label(self) -> str:
        return LedgerType(self.type).label

    @property
    def months_text(self) -> str:
        """'januari–augusti', or the months one by one where some are missing."""
        names = [MONTHS[month - 1] for month in self.months]
        if len(names) > 1 and self.months[-1] - self.months[0] == len(names) - 1:
            return f"{names[0]}–{names[-1]}"
        return ", ".join(names) or "inga"


def changes(committee: Committee, ledger: Ledger) -> list[Change]:
    """One per year that the file covers and type that has rows there, in the file or stored."""
    covered = {(kind, period) for kind, periods in ledger.covered.items() for period in periods}
    found: list[Change] = []
    for year in sorted({period // 100 for _, period in covered}):
        for kind in ledger_rows.TYPES:
            stored = _stored(committee, kind, year)
            months = sorted(
                period % 100 for type_, period in covered if type_ == kind and period // 100 == year
            )
            if not (months or stored):
                continue
            chosen = (ledger.type == ledger.types.index(kind)) & (ledger.period // 100 == year)
            found.append(
                Change(
                    year,
                    kind,
                    months,
                    _sum([figures for month, figures in stored.items() if month in months]),
                    Figures(int(chosen.sum()), str(_kronor(ledger.ore[chosen]))),
                    _sum([figures for month, figures in stored.items() if month not in months]),
                )
            )
    return found


def _stored(committee: Committee, kind: str, year: int) -> dict[int, Figures]:
    rows = ledger_rows.rows_of(committee, kind).filter(year=year).order_by().values_list("month")
    return {
        month: Figures(count, str(total))
        for month, count, total in rows.annotate(count=Count("pk"), total=ExactSum("amount"))
    }


def _sum(parts: list[Figures]) -> Figures:
    total = sum((part.amount for part in parts), Decimal("0.00"))
    return Figures(sum(part.rows for part in parts), str(total))


def _kronor(ore: NDArray[np.int64]) -> Decimal:
    """The sum in kronor, in two parts so that no sum leaves 64 bits."""
    million = 1_000_000
    return Decimal(int((ore // million).sum()) * million + int((ore % million).sum())).scaleb(-2)


def to_json(found: list[Change]) -> list[dict[str, Any]]:
    return [asdict(change) for change in found]


def from_json(stored: list[dict[str, Any]]) -> list[Change]:
    figures = ("before", "after", "untouched")
    return [Change(**{**change, **{name: Figures(**change[name]) for name in figures}}) for change in stored]


def example_rows(committee: Committee, today: date) -> list[tuple[str, str, str, str, str]]:
    """A few rows of last year's ledger file with units and accounts that the committee has."""
    last = today.year - 1
    units = list(
        Unit.objects.filter(committee=committee, children=None)
        .valid_in(last)
        .in_order()
        .values_list("code", flat=True)[:2]
    )
    accounts = list(
        Account.objects.filter(committee=committee).order_by("code").values_list("code", flat=True)[:2]
    )
    return [
        (f"{last}{month:02}", unit, account, kind, amount)
        for unit in units or ["100"]
        for account in accounts or ["5010"]
        for month, kind, amount in ((1, "Budget", "125000"), (1, "Utfall", "118430,50"))
    ]
