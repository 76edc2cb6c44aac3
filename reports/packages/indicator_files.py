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
from organisation.models import Committee, Unit
from reports.packages.files import Package, Row
from reports.packages.goal_files import LONG
from reports.packages.known import GoalKey, Known
from reports.packages.linking import linked
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
class IndicatorRow:
    """values: the indicator's own fields; scale is '' for none."""

    code: str
    scale: str
    units: list[str]
    goals: list[GoalKey]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class PartRow:
    indicator: str
    values: Mapping[str, Any]


def read_indicators(package: Package, known: Known) -> list[IndicatorRow]:
    indicators: list[IndicatorRow] = []
    seen: dict[str, int] = {}
    for row in package.rows(INDICATORS, INDICATOR_COLUMNS, OPTIONAL_COLUMNS):
        indicator = _read_indicator(row, known)
        if seen.setdefault(indicator.code, row.line) != row.line:
            row.error(f"Måttet {indicator.code} står redan på rad {seen[indicator.code]}.")
        known.indicators[indicator.code] = Indicator(code=indicator.code, **indicator.values)
        known.indicator_scales[indicator.code] = indicator.scale
        indicators.append(indicator)
    return indicators


def _read_indicator(row: Row, known: Known) -> IndicatorRow:
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
    return IndicatorRow(code, known.scale(row), known.unit_codes(row), known.goal_keys(row), values)


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


def save_indicators(committee: Committee, indicators: list[IndicatorRow], parts: list[PartRow]) -> int:
    """Write indicators, in the file's order, and parts; returns how many changed. Others stay."""
    scales = dict(committee.assessment_scales.values_list("code", "pk"))
    wanted: dict[str, Mapping[str, Any]] = {
        indicator.code: {
            "code": indicator.code,
            "position": position,
            "scale_id": scales[indicator.scale] if indicator.scale else None,
            **indicator.values,
        }
        for position, indicator in enumerate(indicators)
    }
    stored = {indicator.code: indicator for indicator in Indicator.objects.filter(committee=committee)}
    changes = updated(Indicator, stored, wanted, committee=committee)
    ids = dict(Indicator.objects.filter(committee=committee).values_list("code", "pk"))
    stored_parts = {
        (part.indicator_id, part.code): part
        for part in IndicatorPart.objects.filter(indicator__committee=committee)
    }
    wanted_parts: dict[tuple[int, str], Mapping[str, Any]] = {
        (ids[part.indicator], part.values["code"]): {"indicator_id": ids[part.indicator], **part.values}
        for part in parts
    }
    changes += updated(IndicatorPart, stored_parts, wanted_parts)
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    goals = {(year, code): pk for pk, year, code in committee.goals.values_list("pk", "year", "code")}
    by_unit = {ids[row.code]: [units[code] for code in row.units] for row in indicators}
    by_goal = {ids[row.code]: [goals[key] for key in row.goals] for row in indicators}
    changed = linked(Indicator.units.through, "indicator", "unit", by_unit)
    changed |= linked(Indicator.goals.through, "indicator", "goal", by_goal)
    return changes + len(changed)
