"""Accounts; budget, actuals and forecasts by month; loads; investments; and the deviations made from them."""

from budget.models.accounts import Account, CostType, Kind
from budget.models.deviations import Deviation, DeviationQuerySet, Recalculation
from budget.models.investments import CarryOverRequest, InvestmentAmount, InvestmentProject
from budget.models.ledger import (
    Actual,
    Amount,
    AmountQuerySet,
    BudgetLine,
    Forecast,
    LedgerType,
    Load,
    LoadQuerySet,
    LoadState,
    ReplacedAmount,
)

__all__ = [
    "Account",
    "Actual",
    "Amount",
    "AmountQuerySet",
    "BudgetLine",
    "CarryOverRequest",
    "CostType",
    "Deviation",
    "DeviationQuerySet",
    "Forecast",
    "InvestmentAmount",
    "InvestmentProject",
    "Kind",
    "LedgerType",
    "Load",
    "LoadQuerySet",
    "LoadState",
    "Recalculation",
    "ReplacedAmount",
]
