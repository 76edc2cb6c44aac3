"""matt.csv and mattdelar.csv: the indicators and the parts that some of them have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goals.models import (
    Direction,
    Frequency,
    GenderSplit,
    Indicator,
    IndicatorPart,
    People,
    Totalling,
    ValueKind,
    YearOf,
)
from organisation.models import Committee
from reports.packages.assessed_rows import AssessedRow, read_assessed, save_assessed
from reports.packages.files import Package, Row
from reports.packages.goal_files import LONG
from reports.packages.known import Known
from reports.packages.upserting import updated

INDICATORS, PARTS = "matt.csv", "mattdelar.csv"
INDICATOR_COLUMNS = ("kod", "namn", "mäts i")
OPTIONAL_COLUMNS = (
    "område",
    "definition",
    "källa",
    "fotnot",
    "enhet",
    "visar enhet",
    "andel av",
    "decimaler",
    "riktning",
    "mäts",
    "kön",
    "per enhet",
    "enheter",
    "nämndens värde",
    "årets värde",
    "från januari",
    "personer",
    "visas ändå",
    "skala",
    "mål",
    "från",
    "till",
)
ALL_COLUMNS = ("kod", "namn", "område", "definition", "källa", "fotnot", "mäts i", *OPTIONAL_COLUMNS[4:])
PART_COLUMNS = ("mått", "kod", "namn", "skrivs", "varav", "summeras")
VALUE = "{värde}"


@dataclass(frozen=True)
class PartRow:
    indicator: str
    values: Mapping[str, Any]


def read_indicators(package: Package, known: Known) -> list[AssessedRow]:
    rows = package.rows(INDICATORS, INDICATOR_COLUMNS, OPTIONAL_COLUMNS)
    indicators = read_assessed(rows, lambda row: _read_indicator(row, known), "Måttet")
    for each in indicators:
        known.indicators[each.code] = Indicator(code=each.code, **each.values)
        known.indicator_scales[each.code] = each.scale
    return indicators


def _read_indicator(row: Row, known: Known) -> AssessedRow:
    reason = row.text("visas ändå", 300, required=False)
    first, last = row.year("från", required=False), row.year("till", required=False)
    values: dict[str, Any] = {
        "name": row.text("namn", 300),
        "theme": row.text("område", 100, required=False),
        "definition": row.lines("definition", LONG),
        "source": row.text("källa", 200, required=False),
        "footnote": row.text("fotnot", 300, required=False),
        "value_kind": row.labelled("mäts i", ValueKind),
        "unit_label": row.text("enhet", 30, required=False),
        "shows_unit": row.yes("visar enhet"),
        "qualifier": row.text("andel av", 50, required=False),
        "decimals": row.whole("decimaler", 0, 4) or 0,
        "direction": row.labelled("riktning", Direction, Direction.NONE),
        "frequency": row.labelled("mäts", Frequency, Frequency.YEAR),
        "gender_split": row.labelled("kön", GenderSplit, GenderSplit.NONE),
        "is_by_unit": row.yes("per enhet"),
        "totalling": row.labelled("nämndens värde", Totalling, Totalling.OWN),
        "year_of": row.labelled("årets värde", YearOf, YearOf.OWN),
        "is_cumulative": row.yes("från januari"),
        "people": row.labelled("personer", People, People.NONE),
        "is_cleared": bool(reason),
        "cleared_reason": reason,
        "valid_from": first,
        "valid_to": last,
    }
    code = row.code("kod", 30)
    if first and last and last < first:
        row.error(f"Måttet {code} kan inte sluta gälla ({last}) innan det börjar ({first}).")
    return AssessedRow(code, known.scale(row), known.unit_codes(row), known.goal_keys(row), values)


def read_parts(package: Package, known: Known) -> list[PartRow]:
    parts: list[PartRow] = []
    seen: dict[tuple[str, str], int] = {}
    for position, row in enumerate(package.rows(PARTS, PART_COLUMNS)):
        indicator, _ = known.indicator(row)
        code = row.code("kod")
        if seen.setdefault((indicator, code), row.line) != row.line:
            row.error(f"Delen {code} av {indicator} står redan på rad {seen[indicator, code]}.")
        pattern = row.text("skrivs", 60, required=False) or VALUE
        if pattern.count(VALUE) != 1:
            row.error(f"skrivs ”{pattern}” ska ha {VALUE} på ett ställe, till exempel {VALUE} st.")
        known.parts.add((indicator, code))
        values = {
            "code": code,
            "label": row.text("namn", 100),
            "pattern": pattern,
            "is_of_which": row.yes("varav"),
            "is_summed": row.yes("summeras"),
            "position": position,
        }
        parts.append(PartRow(indicator, values))
    return parts


def save_indicators(committee: Committee, indicators: list[AssessedRow], parts: list[PartRow]) -> int:
    """Write indicators, in the file's order, and parts; returns how many changed. Others stay."""
    changes, ids = save_assessed(Indicator, committee, indicators)
    stored_parts = {
        (part.indicator_id, part.code): part
        for part in IndicatorPart.objects.filter(indicator__committee=committee)
    }
    wanted_parts: dict[tuple[int, str], Mapping[str, Any]] = {
        (ids[part.indicator], part.values["code"]): {"indicator_id": ids[part.indicator], **part.values}
        for part in parts
    }
    return changes + updated(IndicatorPart, stored_parts, wanted_parts)
