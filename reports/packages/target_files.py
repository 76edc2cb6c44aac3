"""malvarden.csv: what the indicators' values should be, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goals.models import Direction, Form, Indicator, Target, ValueKind
from goals.values import Value, ValueRefused, parsed_value, typed_value, without_unit
from organisation.figures import number_in
from organisation.models import Committee, Unit
from reports.packages.file_writing import number_text
from reports.packages.files import Package, Row
from reports.packages.known import Known
from reports.packages.upserting import updated

TARGETS = "malvarden.csv"
TARGET_COLUMNS = ("mått", "år", "målet är")
OPTIONAL_COLUMNS = ("ansvar", "del", "värde", "till", "varje enhet", "delvis från", "fotnot")
ALL_COLUMNS = (
    "mått",
    "ansvar",
    "del",
    "år",
    "målet är",
    "värde",
    "till",
    "varje enhet",
    "delvis från",
    "fotnot",
)
EMPTY = {"form": "number", "value": None, "decimals": 0, "numerator": None, "denominator": None}


@dataclass(frozen=True)
class TargetRow:
    indicator: str
    unit: str
    part: str
    year: int
    values: Mapping[str, Any]


def read_targets(package: Package, known: Known) -> list[TargetRow]:
    targets: list[TargetRow] = []
    seen: dict[tuple[str, str, str, int], int] = {}
    for row in package.rows(TARGETS, TARGET_COLUMNS, OPTIONAL_COLUMNS):
        code, indicator = known.indicator(row)
        unit, part, year = known.unit(row), known.part(row, code), row.year("år")
        kind = row.labelled("målet är", Target.Kind)
        note = row.text("fotnot", 300, required=False)
        if indicator is None or year is None or not kind:
            continue
        key = (code, unit, part, year)
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Måttet {code} har redan ett målvärde för {year}, på rad {seen[key]}.")
        if kind == Target.Kind.NONE and not note:
            row.error("Målvärdet saknas. Skriv varför under fotnot.")
        if kind not in (Target.Kind.NONE, Target.Kind.SPAN) and indicator.direction == Direction.NONE:
            row.error(f"Måttet {code} har ingen riktning. Skriv i matt.csv om högre eller lägre är bättre.")
        if kind == Target.Kind.UNIT_SHARE and not indicator.is_by_unit:
            row.error(f"Måttet {code} följs inte per enhet, så en andel av enheterna kan inte räknas.")
        values = {"kind": kind, "note": note, **_read_amounts(row, kind, indicator)}
        targets.append(TargetRow(code, unit, part, year, values))
    return targets


def _read_amounts(row: Row, kind: str, indicator: Indicator) -> dict[str, Any]:
    wanted = {
        "värde": kind != Target.Kind.NONE,
        "till": kind == Target.Kind.SPAN,
        "varje enhet": kind == Target.Kind.UNIT_SHARE,
    }
    label = Target.Kind(kind).label
    for column, is_wanted in wanted.items():
        if is_wanted and not row.cells[column]:
            row.error(f"{column} saknas.")
        if row.cells[column] and not is_wanted:
            row.error(f"{column} ska vara tomt när målet är ”{label}”.")
    value = _main(row, kind, indicator)
    upper, each, partly = (
        _plain(row, column, indicator) for column in ("till", "varje enhet", "delvis från")
    )
    if value and upper is not None and value.value is not None and upper < value.value:
        row.error("Ett spann går från ett lägre värde till ett högre.")
    return {
        **(
            EMPTY
            if value is None
            else {
                "form": value.form,
                "value": value.value,
                "decimals": value.decimals,
                "numerator": value.numerator,
                "denominator": value.denominator,
            }
        ),
        "upper": upper if kind == Target.Kind.SPAN else None,
        "each_unit": each if kind == Target.Kind.UNIT_SHARE else None,
        "partly_from": partly,
    }


def _main(row: Row, kind: str, indicator: Indicator) -> Value | None:
    text = row.cells["värde"]
    if not text or kind == Target.Kind.NONE:
        return None
    if kind == Target.Kind.CHANGE:
        return _change(row, text)
    return _value(
        row, text, ValueKind.SHARE if kind == Target.Kind.UNIT_SHARE else indicator.value_kind, indicator
    )


def _value(row: Row, text: str, kind: str, indicator: Indicator) -> Value | None:
    try:
        value = parsed_value(without_unit(text, indicator.unit_label, indicator.qualifier), kind)
    except ValueRefused as error:
        row.error(str(error))
        return None
    if value.value is None:
        row.error(f"”{text}” är inte ett målvärde.")
        return None
    return value


def _change(row: Row, text: str) -> Value | None:
    """How much more or, negative, less than the year before: 10 %, -5."""
    number = number_in(text.removesuffix("%").strip(), decimals=4)
    if number is None:
        row.error(f"”{text}” är inte en förändring. Skriv till exempel 10 %, -5 % eller 12.")
        return None
    form = Form.SHARE if text.endswith("%") else Form.NUMBER
    return Value(form.value, number, -int(number.as_tuple().exponent))


def _plain(row: Row, column: str, indicator: Indicator) -> Decimal | None:
    text = row.cells[column]
    value = _value(row, text, indicator.value_kind, indicator) if text else None
    return value.value if value else None


def target_text(target: Target) -> str:
    """The cell 'värde' of a target."""
    value = Value(target.form, target.value, target.decimals, target.numerator, target.denominator)
    return "" if target.value is None else typed_value(value)


def amount_text(amount: Decimal | None, kind: str) -> str:
    """The other amounts of a target, which are in the indicator's unit."""
    if amount is None:
        return ""
    if kind == ValueKind.DURATION:
        return typed_value(Value(Form.DURATION.value, amount))
    return number_text(amount)


def save_targets(committee: Committee, targets: list[TargetRow]) -> int:
    """Write the targets; returns how many changed. Targets that the package does not have stay."""
    indicators = dict(committee.indicators.values_list("code", "pk"))
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    stored = {
        (target.indicator_id, target.unit_id, target.part, target.year): target
        for target in Target.objects.filter(indicator__committee=committee)
    }
    wanted: dict[tuple[int, int, str, int], Mapping[str, Any]] = {
        (indicators[row.indicator], units[row.unit], row.part, row.year): {
            "indicator_id": indicators[row.indicator],
            "unit_id": units[row.unit],
            "part": row.part,
            "year": row.year,
            **row.values,
        }
        for row in targets
    }
    return updated(Target, stored, wanted)
