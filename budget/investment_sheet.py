"""A project's year as twelve months to fill in: original budget, additions, actuals, forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budget.forecast_sheet import typed_text
from budget.investing import Cell
from budget.models import InvestmentAmount
from organisation.figures import AmountError, parsed
from organisation.periods import MONTHS

TYPES = InvestmentAmount.Type.choices


@dataclass(frozen=True)
class SheetCell:
    name: str
    type: str
    label: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class SheetMonth:
    month: int
    is_closed: bool
    cells: tuple[SheetCell, ...]


def field_name(month: int, type: str) -> str:
    return f"{type}-{month}"


def texts_of(amounts: Mapping[Cell, Decimal]) -> dict[str, str]:
    """Stored amounts as they stand in the cells."""
    return {field_name(*cell): typed_text(amount) for cell, amount in amounts.items()}


def read(texts: Mapping[str, str]) -> tuple[dict[Cell, Decimal], dict[str, str]]:
    """What was typed: the amounts, and per field name the reason why it cannot be read."""
    amounts: dict[Cell, Decimal] = {}
    errors: dict[str, str] = {}
    for month in range(1, 13):
        for of_type, _ in TYPES:
            name = field_name(month, of_type)
            if not texts.get(name, "").strip():
                continue
            try:
                amounts[month, of_type] = parsed(texts[name])
            except AmountError as error:
                errors[name] = str(error)
    return amounts, errors


def months(texts: Mapping[str, str], errors: Mapping[str, str], closed: set[int]) -> list[SheetMonth]:
    return [
        SheetMonth(
            month,
            month in closed,
            tuple(
                SheetCell(
                    name, label, f"{label}, {MONTHS[month - 1]}", texts.get(name, ""), errors.get(name, "")
                )
                for of_type, label in TYPES
                for name in [field_name(month, of_type)]
            ),
        )
        for month in range(1, 13)
    ]


def field_names() -> list[str]:
    return [field_name(month, of_type) for month in range(1, 13) for of_type, _ in TYPES]
