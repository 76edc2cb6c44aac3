"""atgarder.csv: what is done about deviations and risks, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from internal_control.models import Measure
from reports.packages.control_known import Key, KnownPlans, OccasionKey, Performer
from reports.packages.files import Package, Row
from reports.packages.goal_files import LONG
from reports.packages.risk_files import control_code

MEASURES = "atgarder.csv"
MEASURE_COLUMNS = ("år", "kod", "åtgärd", "ansvarig", "klar senast")
ALL_MEASURE_COLUMNS = (
    "år",
    "kod",
    "kontroll",
    "månad",
    "risk",
    "åtgärd",
    "ansvar",
    "ansvarig",
    "utförs av",
    "klar senast",
    "läge",
    "avslutad",
    "hur det går",
    "effekten senast",
    "effekt",
    "effekten följd upp",
    "effekttext",
)
MEASURE_OPTIONAL = tuple(name for name in ALL_MEASURE_COLUMNS if name not in MEASURE_COLUMNS)
CLOSED = (Measure.Status.DONE.value, Measure.Status.CANCELLED.value)


@dataclass(frozen=True)
class MeasureRow:
    """values: the measure's own fields but what it is about, its unit and its performer."""

    row: Row
    year: int
    code: str
    occasion: OccasionKey | None
    risk: Key | None
    unit: str
    performer: Performer | None
    values: Mapping[str, Any]


def read_measures(package: Package, plans: KnownPlans) -> list[MeasureRow]:
    measures: list[MeasureRow] = []
    seen: dict[Key, int] = {}
    for row in package.rows(MEASURES, MEASURE_COLUMNS, MEASURE_OPTIONAL):
        measure = _read(row, plans)
        if measure is None:
            continue
        key = (measure.year, measure.code)
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Åtgärden {measure.code} står redan {measure.year}, på rad {seen[key]}.")
        measures.append(measure)
    return measures


def _read(row: Row, plans: KnownPlans) -> MeasureRow | None:
    year, code = plans.year(row), control_code(row)
    values = {
        "text": row.text("åtgärd", 500),
        "responsible": row.text("ansvarig", 100),
        "due_on": row.day("klar senast"),
        "status": row.labelled("läge", Measure.Status, Measure.Status.PLANNED),
        "closed_on": row.day("avslutad"),
        "progress": row.lines("hur det går", LONG),
        "effect_due_on": row.day("effekten senast"),
        "effect": row.labelled("effekt", Measure.Effect) if row.cells["effekt"] else "",
        "effect_on": row.day("effekten följd upp"),
        "effect_text": row.lines("effekttext", LONG),
    }
    row.text("klar senast", 10)
    _check(row, values)
    unit, performer, risk = plans.known.unit(row), plans.performer(row), plans.risk(row, year)
    has_occasion = bool(row.cells["kontroll"] or row.cells["månad"])
    occasion = plans.occasion(row, year) if has_occasion else None
    if has_occasion and row.cells["risk"]:
        row.error("En åtgärd gäller en avvikelse eller en risk, inte båda.")
    if year is None:
        return None
    return MeasureRow(row, year, code, occasion, risk, unit, performer, values)


def _check(row: Row, values: Mapping[str, Any]) -> None:
    is_closed = values["status"] in CLOSED
    if is_closed and not row.cells["avslutad"]:
        row.error("En avslutad åtgärd har en dag då den avslutades: skriv den under avslutad.")
    if not is_closed and row.cells["avslutad"]:
        row.error("Åtgärden har en dag då den avslutades, men läget är inte Genomförd eller Avbruten.")
    if bool(values["effect"]) != bool(row.cells["effekten följd upp"]):
        row.error("En uppföljd effekt har både effekt och dag.")
    elif values["effect"] and values["status"] != Measure.Status.DONE:
        row.error("Effekten följs upp när åtgärden är genomförd.")
