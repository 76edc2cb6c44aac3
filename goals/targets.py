"""Targets: what a value should be in a year, as it is typed, printed and aimed at."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol

from django.db import transaction

from goals.fulfilment import Aim
from goals.measured import Style
from goals.models import Direction, Form, Indicator, Target, ValueKind
from goals.typed_targets import TargetRefused, decimals_of, fields_in, lower_is_better
from goals.values import SHARES, Value, shown_value
from organisation.audit import record
from organisation.figures import UNDEFINED
from organisation.models import YEAR_MAX, YEAR_MIN, Unit
from organisation.typed_texts import tidied

__all__ = [
    "TargetRefused",
    "aim_of",
    "each_unit_aim",
    "form_of",
    "remove_target",
    "set_target",
    "shown_target",
]

Kind = Target.Kind
NOTE_LENGTH = 300
WHOLE = "{värde}"
_HUNDRED = Decimal(100)


class Printed(Protocol):
    """What decides how an indicator's values are printed: the indicator itself, or a record of it."""

    @property
    def value_kind(self) -> str: ...
    @property
    def unit_label(self) -> str: ...
    @property
    def shows_unit(self) -> bool: ...
    @property
    def qualifier(self) -> str: ...


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    unit: Unit,
    part: str = "",
    year: int,
    kind: str,
    text: str = "",
    upper: str = "",
    each_unit: str = "",
    partly_from: str = "",
    note: str = "",
    by: Any,
) -> Target:
    """Set a year's target from texts as they were typed, in place of the one there was.

    A span is '10–15' in text, or its ends in text and upper; a change 'öka 10 %', 'minska 3'. Raises
    TargetRefused, and then nothing is changed.
    """
    _check_place(indicator, unit, part, year)
    note = " ".join(tidied(note).split())
    if len(note) > NOTE_LENGTH:
        raise TargetRefused("note", f"Fotnoten har {len(note)} tecken. Den får ha högst {NOTE_LENGTH}.")
    if kind not in Kind.values:
        raise TargetRefused("kind", "Välj vad målvärdet är.")
    if kind == Kind.NONE:
        if not note:
            raise TargetRefused("note", "Skriv varför det inte finns något mål.")
        fields: dict[str, Any] = {"form": Form.NUMBER, "value": None, "decimals": 0}
    else:
        _check_direction(indicator, kind)
        fields = fields_in(
            indicator, kind, text=text, upper=upper, each_unit=each_unit, partly_from=partly_from
        )
    emptied = dict.fromkeys(("upper", "each_unit", "numerator", "denominator", "partly_from"))
    target, _ = Target.objects.update_or_create(
        indicator=indicator,
        unit=unit,
        part=part,
        year=year,
        defaults={**emptied, **fields, "kind": kind, "note": note},
    )
    _log("satte målvärde", indicator, unit, year, by, target=shown_target(target, indicator))
    return target


@transaction.atomic
def remove_target(*, target: Target, by: Any) -> None:
    indicator, unit, year = target.indicator, target.unit, target.year
    was = shown_target(target, indicator)
    target.delete()
    _log("tog bort målvärde", indicator, unit, year, by, target=was)


def _log(action: str, indicator: Indicator, unit: Unit, year: int, by: Any, **details: Any) -> None:
    record(
        by=by,
        action=action,
        committee=indicator.committee,
        subject=f"{indicator.name[:100]}, {year}",
        indicator=indicator.code,
        unit=unit.code,
        **details,
    )


def _check_place(indicator: Indicator, unit: Unit, part: str, year: int) -> None:
    if unit.committee_id != indicator.committee_id:
        raise TargetRefused("unit", "Enheten finns inte i nämnden.")
    if unit.parent_id is not None and not indicator.is_by_unit:
        raise TargetRefused("unit", "Måttet mäts inte per enhet.")
    if part and not indicator.parts.filter(code=part).exists():
        raise TargetRefused("part", f"Måttet har ingen del med koden ”{part}”.")
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise TargetRefused("year", f"Året måste ligga mellan {YEAR_MIN} och {YEAR_MAX}.")


def _check_direction(indicator: Indicator, kind: str) -> None:
    if indicator.direction == Direction.NONE:
        raise TargetRefused(
            "kind", "Måttet har ingen riktning. Ange först om högre eller lägre är bättre, eller ett spann."
        )
    if indicator.direction == Direction.WITHIN and kind != Kind.SPAN:
        raise TargetRefused("kind", "Måttet ska ligga inom ett spann. Skriv målvärdet som ett spann.")
    if kind == Kind.UNIT_SHARE and not indicator.is_by_unit:
        raise TargetRefused(
            "kind", "Måttet mäts inte per enhet, så målet kan inte vara en andel av enheterna."
        )


def value_of(target: Target) -> Value:
    return Value(target.form, target.value, target.decimals, target.numerator, target.denominator)


def style_of(indicator: Printed, pattern: str = WHOLE) -> Style:
    """How its values are printed; pattern is a part's, which says all that is to stand around the value."""
    if pattern != WHOLE:
        return Style(indicator.value_kind, qualifier=indicator.qualifier, pattern=pattern)
    return Style(indicator.value_kind, indicator.unit_label, indicator.shows_unit, indicator.qualifier)


def shown_target(target: Target, indicator: Printed, *, pattern: str = WHOLE, for_file: bool = False) -> str:
    """As it is printed: '90 %', '10–15 st', 'öka 10 %', '80 % av enheterna', '–'. pattern is the part's.

    With no-break spaces; for_file is for CSV.
    """
    if target.value is None:
        return UNDEFINED
    style = style_of(indicator, pattern)
    if target.kind == Kind.SPAN:
        low_form = Form.NUMBER if target.form == Form.SHARE else target.form
        low = shown_value(Value(low_form, target.value, target.decimals), kind=Form.NUMBER, for_file=for_file)
        span = replace(style, pattern=style.pattern.replace("{värde}", f"{low}–{{värde}}"))
        return span.text(Value(target.form, target.upper, target.decimals), for_file=for_file)
    if target.kind == Kind.UNIT_SHARE:
        return Style(Form.SHARE, qualifier="av enheterna").text(value_of(target), for_file=for_file)
    if target.kind == Kind.CHANGE:
        verb = "minska" if target.value < 0 else "öka"
        style = Style(Form.SHARE) if target.form == Form.SHARE else style
        size = replace(value_of(target), value=abs(target.value))
        return f"{verb} {style.text(size, for_file=for_file)}"
    return style.text(value_of(target), for_file=for_file)


def aim_of(
    target: Target, indicator: Indicator, *, before: Decimal | None = None, pattern: str = WHOLE
) -> Aim | None:
    """What the target asks of a figure; of a UNIT_SHARE, of the share in per cent of the units that reach each_unit.

    before is the figure of the year before, which a change is counted from: one in per cent of its size, of which
    there is none where it is 0. None where there is nothing to aim at.
    """
    text, value, lower = shown_target(target, indicator, pattern=pattern), target.value, True
    if value is None or (target.kind == Kind.CHANGE and before is None):
        return None
    if target.kind == Kind.CHANGE and target.form == Form.SHARE and not before:
        return None
    if target.kind == Kind.SPAN:
        return Aim(text, value, target.upper)
    if target.kind == Kind.CHANGE and before is not None:
        lower = value >= 0
        value = before + (abs(before) * value / _HUNDRED if target.form == Form.SHARE else value)
    else:
        lower = not lower_is_better(indicator, target.kind)
        text = f"{'minst' if lower else 'högst'} {text}"
    partly_text = ""
    if target.partly_from is not None:
        form = Form.SHARE if indicator.value_kind in SHARES or target.kind == Kind.UNIT_SHARE else target.form
        form = Form.NUMBER if form == Form.FRACTION else form
        limit = style_of(indicator, pattern).text(
            Value(form, target.partly_from, decimals_of(target.partly_from))
        )
        partly_text = f"{'minst' if lower else 'högst'} {limit}"
    if lower:
        return Aim(text, lower=value, partly_lower=target.partly_from, partly_text=partly_text)
    return Aim(text, upper=value, partly_upper=target.partly_from, partly_text=partly_text)


def each_unit_aim(target: Target, indicator: Indicator) -> Aim | None:
    """What a UNIT_SHARE asks of each unit."""
    if target.each_unit is None:
        return None
    value = Value(form_of(indicator), target.each_unit, decimals_of(target.each_unit))
    text = style_of(indicator).text(value)
    if indicator.direction == Direction.LOWER:
        return Aim(f"högst {text}", upper=target.each_unit)
    return Aim(f"minst {text}", lower=target.each_unit)


def form_of(indicator: Indicator) -> str:
    """How a value of the indicator's own is written."""
    forms = {ValueKind.SHARE.value: Form.SHARE, ValueKind.DURATION.value: Form.DURATION}
    return forms.get(indicator.value_kind, Form.NUMBER)
