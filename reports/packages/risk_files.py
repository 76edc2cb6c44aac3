"""risker.csv and riskvarden.csv: the risks of each year, and every value that they have been given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from internal_control.codes import code_fault
from internal_control.models import STEPS_MOST, RiskDecision, RiskValuation
from reports.packages.control_known import RISKS, Key, KnownPlans, needed
from reports.packages.files import Package, Row
from reports.packages.goal_files import LONG

VALUES = "riskvarden.csv"
RISK_COLUMNS = ("år", "kod", "process", "risk")
RISK_OPTIONAL = (
    "orsak",
    "kategori",
    "ansvar",
    "beslut",
    "motivering",
    "riskägare",
    "i planen",
    "förslag",
    "föreslagen av",
    "avböjt för att",
)
VALUE_COLUMNS = ("år", "risk", "skede", "sannolikhet", "konsekvens", "tid", "värderad av")
VALUE_OPTIONAL = ("skäl",)
ALL_VALUE_COLUMNS = ("år", "risk", "skede", "sannolikhet", "konsekvens", "skäl", "tid", "värderad av")


@dataclass(frozen=True)
class RiskRow:
    """values: the risk's own fields but its unit and its place."""

    row: Row
    year: int
    code: str
    unit: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ValuationRow:
    row: Row
    risk: Key
    stage: str
    valued_at: datetime
    values: Mapping[str, Any]


def read_risks(package: Package, plans: KnownPlans) -> list[RiskRow]:
    risks: list[RiskRow] = []
    seen: dict[Key, int] = {}
    for row in package.rows(RISKS, RISK_COLUMNS, RISK_OPTIONAL):
        year, code, unit = plans.year(row), control_code(row), plans.known.unit(row)
        values = {
            "process": row.text("process", 150),
            "description": row.text("risk", 500),
            "cause": row.lines("orsak", LONG),
            "category": row.text("kategori", 60, required=False),
            "decision": row.labelled("beslut", RiskDecision) if row.cells["beslut"] else "",
            "reason": row.lines("motivering", LONG),
            "owner": row.text("riskägare", 100, required=False),
            "is_chosen": row.yes("i planen"),
            "is_proposal": row.yes("förslag"),
            "proposed_by": row.text("föreslagen av", 150, required=False),
            "declined_because": row.text("avböjt för att", 500, required=False),
        }
        if values["is_chosen"] and values["is_proposal"]:
            row.error("Ett förslag tas upp innan det kommer med i planen.")
        if values["declined_because"] and not values["is_proposal"]:
            row.error("Bara ett förslag kan avböjas.")
        if year is None:
            continue
        if seen.setdefault((year, code), row.line) != row.line:
            row.error(f"Risken {code} står redan {year}, på rad {seen[year, code]}.")
        plans.risks.add((year, code))
        risks.append(RiskRow(row, year, code, unit, values))
    return risks


def control_code(row: Row) -> str:
    """A code of a risk, control or measure: none that stands for something else in addresses."""
    code = row.code("kod", 30)
    if fault := code_fault(code):
        row.error(fault)
    return code


def read_valuations(package: Package, plans: KnownPlans) -> list[ValuationRow]:
    valuations: list[ValuationRow] = []
    seen: dict[tuple[Key, str, datetime], int] = {}
    for row in package.rows(VALUES, VALUE_COLUMNS, VALUE_OPTIONAL):
        year, at = plans.year(row), row.time()
        row.text("risk", 30)
        risk, stage = plans.risk(row, year), row.labelled("skede", RiskValuation.Stage)
        values = {
            "likelihood": _step(row, "sannolikhet", plans, year),
            "consequence": _step(row, "konsekvens", plans, year),
            "reason": row.text("skäl", 500, required=False),
            "valued_by": row.text("värderad av", 150),
        }
        if risk is None or at is None:
            continue
        if seen.setdefault((risk, stage, at), row.line) != row.line:
            row.error(f"Risken {risk[1]} har redan ett värde med den tiden, på rad {seen[risk, stage, at]}.")
        valuations.append(ValuationRow(row, risk, stage, at, values))
    return valuations


def _step(row: Row, column: str, plans: KnownPlans, year: int | None) -> int | None:
    """A step of the year's scale."""
    return needed(row, column, 1, plans.steps.get(year or 0, STEPS_MOST))
