"""kontroller.csv and kontrollposter.csv: the controls of each year, their months, and what is counted at them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from internal_control.models import Control
from organisation.due_texts import DueRefused, parsed_months
from reports.packages.control_known import CONTROLS, ITEMS, ItemKey, Key, KnownControl, KnownPlans, Performer
from reports.packages.files import Package, Row
from reports.packages.goal_files import LONG
from reports.packages.risk_files import control_code

CONTROL_COLUMNS = ("år", "kod", "process", "kontrollmoment", "metod", "månader", "ansvarig")
ALL_CONTROL_COLUMNS = (
    "år",
    "kod",
    "risk",
    "process",
    "kontrollmoment",
    "metod",
    "antal",
    "så görs den",
    "styrande dokument",
    "månader",
    "ansvar",
    "ansvarig",
    "utförs av",
    "rapporteras till",
    "personer",
    "utgår",
)
CONTROL_OPTIONAL = tuple(name for name in ALL_CONTROL_COLUMNS if name not in CONTROL_COLUMNS)
ITEM_COLUMNS = ("år", "kontroll", "kod", "det som räknas")
ITEM_OPTIONAL = ("del av", "avvikelse")
MOST_IN_SAMPLE = 999_999


@dataclass(frozen=True)
class ControlRow:
    """values: the control's own fields but risk, unit, place and performer; performer is None for a login that is not here."""

    row: Row
    year: int
    code: str
    risk: Key | None
    unit: str
    performer: Performer | None
    months: tuple[int, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ItemRow:
    row: Row
    key: ItemKey
    parent: str
    values: Mapping[str, Any]


def read_controls(package: Package, plans: KnownPlans) -> list[ControlRow]:
    controls: list[ControlRow] = []
    seen: dict[Key, int] = {}
    for row in package.rows(CONTROLS, CONTROL_COLUMNS, CONTROL_OPTIONAL):
        control = _read_control(row, plans)
        if control is None:
            continue
        key = (control.year, control.code)
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Kontrollen {control.code} står redan {control.year}, på rad {seen[key]}.")
        plans.controls[key] = KnownControl(set(control.months), control.values["counts_people"])
        controls.append(control)
    return controls


def _read_control(row: Row, plans: KnownPlans) -> ControlRow | None:
    year, code = plans.year(row), control_code(row)
    method = row.labelled("metod", Control.Method)
    values = {
        "process": row.text("process", 150),
        "title": row.text("kontrollmoment", 500),
        "method": method,
        "sample_size": row.whole("antal", 1, MOST_IN_SAMPLE),
        "method_text": row.lines("så görs den", LONG),
        "rule": row.text("styrande dokument", 500, required=False),
        "responsible": row.text("ansvarig", 100),
        "reported_to": row.text("rapporteras till", 100, required=False),
        "counts_people": row.yes("personer"),
        "struck_on": row.day("utgår"),
    }
    if method == Control.Method.SAMPLE and not row.cells["antal"]:
        row.error("Skriv under antal hur många stickprovet omfattar.")
    months, unit, performer = _months(row), plans.known.unit(row), plans.performer(row)
    if year is None:
        return None
    risk = plans.risk(row, year)
    if risk is not None and risk[0] != year:
        row.error("En kontroll gäller en risk i samma års plan.")
    return ControlRow(row, year, code, risk, unit, performer, months, values)


def _months(row: Row) -> tuple[int, ...]:
    try:
        return parsed_months(row.cells["månader"])
    except DueRefused as error:
        row.error(f"månader: {error}")
        return ()


def read_items(package: Package, plans: KnownPlans) -> list[ItemRow]:
    items: list[ItemRow] = []
    seen: dict[ItemKey, int] = {}
    for row in package.rows(ITEMS, ITEM_COLUMNS, ITEM_OPTIONAL):
        year = plans.year(row)
        row.text("kontroll", 30)
        control, code, parent = plans.control(row, year), row.code("kod", 30), row.cells["del av"]
        values = {"label": row.text("det som räknas", 150), "is_deviation": row.yes("avvikelse")}
        if control is None:
            continue
        key = (*control, code)
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Kontrollen {control[1]} räknar redan {code}, på rad {seen[key]}.")
        plans.items[key] = parent
        plans.deviations.discard(key)
        if values["is_deviation"]:
            plans.deviations.add(key)
        items.append(ItemRow(row, key, parent, values))
    for item in items:
        _check_parent(item, plans)
    return items


def _check_parent(item: ItemRow, plans: KnownPlans) -> None:
    if not item.parent:
        return
    above = (*item.key[:2], item.parent)
    if above not in plans.items or above == item.key:
        item.row.error(f"{item.key[2]} är del av ”{item.parent}”, som kontrollen inte räknar.")
    elif plans.items[above]:
        item.row.error(f"{item.key[2]} är del av {item.parent}, som själv är en del. Det finns två nivåer.")
