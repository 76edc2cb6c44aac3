"""kontrollplaner.csv, riskskala.csv, risknivaer.csv and planandringar.csv: plans, their scales and what was decided."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from internal_control.models import STEPS_LEAST, STEPS_MOST, RiskDecision, ScaleStep
from organisation.marks import Colour, Symbol
from reports.packages.control_known import PLANS, KnownPlans, needed
from reports.packages.files import Package, Row

STEPS, LEVELS, CHANGES = "riskskala.csv", "risknivaer.csv", "planandringar.csv"
PLAN_COLUMNS = ("år",)
PLAN_OPTIONAL = ("fastställd", "paragraf", "diarienummer", "uppföljd till månad")
STEP_COLUMNS = ("år", "axel", "värde", "etikett")
STEP_OPTIONAL = ("innebär",)
LEVEL_COLUMNS = ("år", "från", "nivå", "symbol", "färg", "beslut")
CHANGE_COLUMNS = ("år", "beslutad", "paragraf", "ändring", "tid", "gjord av")
CHANGE_OPTIONAL = ("skäl", "före och efter")
ALL_CHANGE_COLUMNS = ("år", "beslutad", "paragraf", "skäl", "ändring", "före och efter", "tid", "gjord av")


@dataclass(frozen=True)
class PlanRow:
    row: Row
    year: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ScaleFiles:
    """By year the steps and levels that the package has, each with the row that they begin on."""

    steps: dict[int, list[Mapping[str, Any]]]
    levels: dict[int, list[Mapping[str, Any]]]
    rows: dict[int, Row]


@dataclass(frozen=True)
class ChangeRow:
    row: Row
    year: int
    made_at: datetime
    values: Mapping[str, Any]


def read_plans(package: Package, plans: KnownPlans) -> list[PlanRow]:
    found: list[PlanRow] = []
    seen: dict[int, int] = {}
    for row in package.rows(PLANS, PLAN_COLUMNS, PLAN_OPTIONAL):
        year, adopted_on = row.year("år"), row.day("fastställd")
        values = {
            "adopted_on": adopted_on,
            "decision_paragraph": row.text("paragraf", 20, required=False),
            "registration_number": row.text("diarienummer", 50, required=False),
            "followed_up_through": row.whole("uppföljd till månad", 1, 12) or 0,
        }
        if bool(row.cells["fastställd"]) != bool(values["decision_paragraph"]):
            row.error("En fastställd plan har både datum och paragraf.")
        if values["followed_up_through"] and not row.cells["fastställd"]:
            row.error("En plan följs upp när den är fastställd: skriv datum och paragraf.")
        if year is None:
            continue
        if seen.setdefault(year, row.line) != row.line:
            row.error(f"Planen för {year} står redan på rad {seen[year]}.")
        plans.adopted[year] = adopted_on
        found.append(PlanRow(row, year, values))
    return found


def read_scales(package: Package, plans: KnownPlans) -> ScaleFiles:
    """A year's steps and levels are a whole: a package that has any has all of them."""
    files = ScaleFiles({}, {}, {})
    for row in package.rows(STEPS, STEP_COLUMNS, STEP_OPTIONAL):
        _read_step(row, plans, files)
    for year, steps in files.steps.items():
        _check_steps(files.rows[year], year, steps)
        plans.steps[year] = len(steps) // 2
    for row in package.rows(LEVELS, LEVEL_COLUMNS):
        _read_level(row, plans, files)
    _check_levels(package, files)
    for year in sorted(plans.adopted):
        if year not in plans.steps:
            package.errors.add(PLANS, None, f"Planen för {year} saknar skala i {STEPS}.")
    return files


def _read_step(row: Row, plans: KnownPlans, files: ScaleFiles) -> None:
    year = plans.year(row)
    step = {
        "axis": row.labelled("axel", ScaleStep.Axis),
        "value": needed(row, "värde", 1, STEPS_MOST),
        "label": row.text("etikett", 60),
        "description": row.text("innebär", 200, required=False),
    }
    if year is not None:
        files.rows.setdefault(year, row)
        files.steps.setdefault(year, []).append(step)


def _check_steps(row: Row, year: int, steps: list[Mapping[str, Any]]) -> None:
    values = {
        axis: sorted(step["value"] or 0 for step in steps if step["axis"] == axis) for axis in ScaleStep.Axis
    }
    likelihood, consequence = values.values()
    if likelihood != consequence or likelihood != list(range(1, len(likelihood) + 1)):
        row.error(f"Skalan för {year} ska ha stegen 1, 2, 3 … på båda axlarna, lika många på båda.")
    elif not STEPS_LEAST <= len(likelihood) <= STEPS_MOST:
        row.error(
            f"Skalan för {year} har {len(likelihood)} steg. Den ska ha {STEPS_LEAST} till {STEPS_MOST}."
        )


def _read_level(row: Row, plans: KnownPlans, files: ScaleFiles) -> None:
    year = plans.year(row)
    most = plans.steps.get(year or 0, STEPS_MOST) ** 2
    level = {
        "from_value": needed(row, "från", 1, most),
        "label": row.text("nivå", 60),
        "symbol": row.labelled("symbol", Symbol),
        "colour": row.labelled("färg", Colour),
        "decision": row.labelled("beslut", RiskDecision),
    }
    if year is None:
        return
    levels = files.levels.setdefault(year, [])
    if level["from_value"] in [other["from_value"] for other in levels]:
        row.error(f"Två risknivåer {year} börjar vid {level['from_value']}.")
    files.rows.setdefault(year, row)
    levels.append(level)


def _check_levels(package: Package, files: ScaleFiles) -> None:
    for year in sorted(files.steps.keys() | files.levels.keys()):
        levels = files.levels.get(year, [])
        if 1 not in [level["from_value"] for level in levels]:
            package.errors.add(LEVELS, None, f"Den lägsta risknivån {year} ska börja vid 1.")
        if year not in files.steps:
            package.errors.add(STEPS, None, f"Risknivåerna för {year} behöver skalan för samma år.")


def read_changes(package: Package, plans: KnownPlans) -> list[ChangeRow]:
    changes: list[ChangeRow] = []
    seen: dict[tuple[int, datetime, str], int] = {}
    for row in package.rows(CHANGES, CHANGE_COLUMNS, CHANGE_OPTIONAL):
        year, at, day = plans.year(row), row.time(), row.day("beslutad")
        row.text("beslutad", 10)
        text = row.text("ändring", 500)
        values = {
            "decided_on": day,
            "decision_paragraph": row.text("paragraf", 20),
            "reason": row.text("skäl", 500, required=False),
            "text": text,
            "details": _details(row),
            "made_by": row.text("gjord av", 150),
        }
        if year is None or at is None:
            continue
        adopted = plans.adopted[year]
        if adopted is None:
            row.error(f"Planen för {year} är inte fastställd, så ingen ändring av den behöver ett beslut.")
        elif day is not None and day < adopted:
            row.error(f"Planen fastställdes {adopted} och kan inte ändras genom ett tidigare beslut.")
        key = (year, at, text)
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Samma ändring står redan på rad {seen[key]}.")
        changes.append(ChangeRow(row, year, at, values))
    return changes


def _details(row: Row) -> dict[str, dict[str, str]]:
    """The texts before and after by the name of the field, as JSON: {"före": {…}, "efter": {…}}."""
    text = row.cells["före och efter"]
    if not text:
        return {}
    try:
        details = json.loads(text)
    except ValueError:
        details = None
    if isinstance(details, dict) and all(
        isinstance(side, dict) and all(isinstance(said, str) for said in side.values())
        for side in details.values()
    ):
        return details
    row.error('före och efter kan inte läsas. Skriv till exempel {"före": {"metod": "Alla"}, "efter": {}}.')
    return {}
