"""Targets as they are typed: '90 %', '10–15', 'öka 10 %', and what may be wrong with them."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from goals.models import Direction, Form, Indicator, Target, ValueKind
from goals.values import DECIMALS, Value, ValueRefused, parsed_value, without_unit
from organisation.figures import number_in

Kind = Target.Kind
_HUNDRED = Decimal(100)
_CHANGE = re.compile(r"(öka|ökar|minska|minskar|\+)?\s*(?:med\s+)?(.+?)\s*(%)?", re.IGNORECASE)
_SPAN = re.compile(r"(.+?)\s*[-–]\s*(.+)")


class TargetRefused(ValueError):
    """A target that cannot be set. The message is Swedish and fit for the user; field is where it belongs."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def fields_in(
    indicator: Indicator, kind: str, *, text: str, upper: str, each_unit: str, partly_from: str
) -> dict[str, Any]:
    """The fields of Target that the texts say. Raises TargetRefused."""
    readers = {
        Kind.VALUE: _read_value,
        Kind.SPAN: _read_span,
        Kind.CHANGE: _read_change,
        Kind.UNIT_SHARE: _read_unit_share,
    }
    fields = readers[Kind(kind)](indicator, text, upper, each_unit)
    limit = _partly_from(indicator, kind, fields["value"], partly_from)
    return {**fields, "partly_from": limit}


def _read(indicator: Indicator, text: str, field: str) -> Value:
    try:
        value = parsed_value(
            without_unit(text, indicator.unit_label, indicator.qualifier), indicator.value_kind
        )
    except ValueRefused as refused:
        message = "Skriv ett målvärde." if not text.strip() else str(refused)
        raise TargetRefused(field, message) from refused
    if value.value is None:
        raise TargetRefused(field, "Skriv ett målvärde, eller välj att det inte finns något mål.")
    return value


def _fields(value: Value) -> dict[str, Any]:
    return {
        "form": value.form,
        "value": value.value,
        "decimals": value.decimals,
        "numerator": value.numerator,
        "denominator": value.denominator,
    }


def _read_value(indicator: Indicator, text: str, upper: str, each_unit: str) -> dict[str, Any]:
    return _fields(_read(indicator, text, "text"))


def _read_span(indicator: Indicator, text: str, upper: str, each_unit: str) -> dict[str, Any]:
    if not upper.strip() and (ends := _SPAN.fullmatch(text.strip())):
        text, upper = ends[1], ends[2]
    low, high = _read(indicator, text, "text"), _read(indicator, upper, "upper")
    if low.form != high.form:
        # '10–15 %': the sign stands after the last.
        low = _read(indicator, f"{text.strip()} %", "text") if high.form == Form.SHARE else low
    if low.value is None or high.value is None or low.value > high.value or low.form != high.form:
        raise TargetRefused("upper", "Ett spann går från ett lägre värde till ett högre.")
    return {**_fields(low), "upper": high.value, "decimals": max(low.decimals, high.decimals)}


def _read_change(indicator: Indicator, text: str, upper: str, each_unit: str) -> dict[str, Any]:
    match = _CHANGE.fullmatch(without_unit(text, indicator.unit_label, indicator.qualifier))
    size = _change_size(indicator, match[2], is_share=bool(match[3])) if match else None
    if match is None or size is None or not size.value:
        raise TargetRefused("text", "Skriv förändringen, till exempel öka 10 % eller minska 3.")
    if (match[1] or "").lower().startswith("minska"):
        size = replace(size, value=-abs(size.value))
    return _fields(size)


def _change_size(indicator: Indicator, text: str, *, is_share: bool) -> Value | None:
    """In per cent where a % was written, which may be more than a hundred; else in the indicator's unit."""
    if indicator.value_kind == ValueKind.DURATION and not is_share:
        return _read(indicator, text, "text")
    number = number_in(text, decimals=DECIMALS)
    if number is None:
        return None
    return Value(Form.SHARE if is_share else Form.NUMBER, number, decimals_of(number))


def _read_unit_share(indicator: Indicator, text: str, upper: str, each_unit: str) -> dict[str, Any]:
    number = number_in(text.strip().removesuffix("%").strip(), decimals=DECIMALS)
    if number is None or not 0 <= number <= _HUNDRED:
        raise TargetRefused("text", "Skriv hur stor andel av enheterna, mellan 0 och 100 %.")
    each = _read(indicator, each_unit, "each_unit")
    return {
        "form": Form.SHARE,
        "value": number,
        "decimals": -int(number.as_tuple().exponent),
        "each_unit": each.value,
    }


def _partly_from(indicator: Indicator, kind: str, value: Decimal, text: str) -> Decimal | None:
    if not text.strip():
        return None
    if kind not in (Kind.VALUE, Kind.UNIT_SHARE):
        raise TargetRefused("partly_from", "Bara ett värde eller en andel av enheterna kan uppnås delvis.")
    if kind == Kind.UNIT_SHARE:
        limit = number_in(text.strip().removesuffix("%").strip(), decimals=DECIMALS)
    else:
        limit = _read(indicator, text, "partly_from").value
    if limit is None:
        raise TargetRefused("partly_from", f"”{text.strip()}” är inte ett tal.")
    easier = limit > value if lower_is_better(indicator, kind) else limit < value
    if not easier:
        raise TargetRefused("partly_from", "Gränsen för delvis uppnått ska vara lättare att nå än målvärdet.")
    return limit


def lower_is_better(indicator: Indicator, kind: str) -> bool:
    return indicator.direction == Direction.LOWER and kind != Kind.UNIT_SHARE


def decimals_of(number: Decimal) -> int:
    """As many as it takes to print it whole."""
    return max(0, -int(number.normalize().as_tuple().exponent))
