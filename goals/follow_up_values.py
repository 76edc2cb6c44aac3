"""The values that a unit is to give after a period, as fields: with what is stored, and what was measured before."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from goals.aimed_periods import years_between
from goals.duties import Cell, Duty
from goals.follow_up_cards import ValueField
from goals.indicator_outcomes import gender_names
from goals.measured import Key, Measured, SmallSeen, measured, styles_with
from goals.models import Frequency, Indicator, IndicatorPart, Span, ValueKind
from organisation.figures import plain
from organisation.models import Unit
from organisation.periods import month_name

Values = Mapping[Key, Measured]

_IN = {ValueKind.SHARE: "%", ValueKind.NUMBER_OR_SHARE: "antal eller %", ValueKind.DURATION: "timmar:minuter"}


class Asked(NamedTuple):
    """An indicator that a unit measures."""

    duty: Duty
    indicator: Indicator
    parts: Sequence[IndicatorPart]


def values_of_period(
    asked: Sequence[Asked], unit: Unit, year: int, month: int, may_see_small: SmallSeen
) -> dict[Key, Measured]:
    """What is stored of the unit for what ends with the month, the year's own value too. One query."""
    if not asked:
        return {}
    return measured(
        [each.indicator.pk for each in asked],
        [year],
        units=[unit.pk],
        months=[month],
        genders={cell.gender for each in asked for cell in each.duty.judged},
        styles=styles_with((each.indicator, each.parts) for each in asked),
        may_see_small=may_see_small,
    )


def earlier_values(
    shown: Sequence[Asked], changing: Sequence[Asked], unit: Unit, year: int, may_see_small: SmallSeen
) -> dict[Key, Measured]:
    """Of the shown the values of the period before, of the changing those that changes are counted from. One query."""
    periods = {
        (*_before(cell, each.indicator, year), cell.span) for each in shown for cell in each.duty.judged
    }
    for each in changing:
        before = year - years_between(each.indicator)
        # After the year the year's value is what is compared, also where nobody enters it.
        periods |= {
            (before, cell.month, span) for cell in each.duty.judged for span in (cell.span, Span.YEAR.value)
        }
    if not periods:
        return {}
    either = list({each.indicator.pk: each for each in (*shown, *changing)}.values())
    return measured(
        [each.indicator.pk for each in either],
        {before for before, _, _ in periods},
        units=[unit.pk],
        periods=[(before, span, month) for before, month, span in sorted(periods)],
        styles=styles_with((each.indicator, each.parts) for each in either),
        may_see_small=may_see_small,
    )


def fields_of(asked: Asked, unit: Unit, year: int, values: Values) -> list[ValueField]:
    return [_field(asked, cell, unit, year, values) for cell in asked.duty.cells]


def summed_fact(asked: Asked, unit: Unit, year: int, values: Values) -> list[tuple[str, str]]:
    """What the units' values add up to, for the committee that judges it: label and text; nothing for others."""
    found = [
        (cell, values.get(key_of_cell(asked, cell, unit, year, cell.month))) for cell in asked.duty.summed
    ]
    told = [f"{words_for(asked, cell).lower()} {value.text}".strip() for cell, value in found if value]
    return [("Enheternas värden tillsammans", ", ".join(told) or "inga än")] if asked.duty.summed else []


def code_of(cell: Cell) -> str:
    """What tells a value from the card's others, in names of fields: 'K-year-', 'T-month-sa'."""
    return f"{cell.gender}-{cell.span}-{cell.part}"


def _field(asked: Asked, cell: Cell, unit: Unit, year: int, values: Values) -> ValueField:
    made = ValueField(cell, code_of(cell), _label(asked, cell, year))
    stored = values.get(key_of_cell(asked, cell, unit, year, cell.month))
    if stored is not None:
        made.text, made.note, made.version = _typed(stored, asked.indicator), stored.note, stored.version
        made.answers = "" if stored.answers is None else str(stored.answers)
        made.rate = "" if stored.response_rate is None else plain(stored.response_rate.normalize())
        made.is_locked, made.is_suppressed = stored.is_hidden, stored.is_suppressed
    earlier_year, earlier_month = _before(cell, asked.indicator, year)
    before = values.get(key_of_cell(asked, cell, unit, earlier_year, earlier_month))
    if before is not None:
        made.before = f"{before.text} ({_period(cell.span, earlier_year, earlier_month)})"
    return made


def key_of_cell(asked: Asked, cell: Cell, unit: Unit, year: int, month: int) -> Key:
    return Key(asked.indicator.pk, unit.pk, cell.part, cell.gender, year, cell.span, month)


def _typed(stored: Measured, indicator: Indicator) -> str:
    # The field says that it is a share: the sign would be one thing more to type past.
    text = stored.typed_text
    return text.removesuffix("%").rstrip() if indicator.value_kind == ValueKind.SHARE else text


def _before(cell: Cell, indicator: Indicator, year: int) -> tuple[int, int]:
    """Year and month of the period before the cell's, of the same length."""
    if cell.span == Span.YEAR:
        return year - (2 if indicator.frequency == Frequency.SECOND_YEAR else 1), 12
    length = 4 if cell.span == Span.TERTIAL else 1
    return (year, cell.month - length) if cell.month > length else (year - 1, 12)


def _period(span: str, year: int, month: int) -> str:
    if span == Span.YEAR:
        return str(year)
    return month_name(year, month) if span == Span.MONTH else f"tertial {month // 4} {year}"


def words_for(asked: Asked, cell: Cell) -> str:
    """The cell's part and gender: 'Kvinnor', 'SA, män'; '' where there is but one."""
    part = next((each.label for each in asked.parts if each.code == cell.part), "")
    genders = gender_names(asked.indicator)
    gender = genders[cell.gender] if len(genders) > 1 else ""
    return ", ".join(filter(None, [part, gender.lower() if part else gender]))


def _label(asked: Asked, cell: Cell, year: int) -> str:
    """'Kvinnor, %', 'SA, män', 'Värde'; where the card has two lengths of time, which of them."""
    words = [words_for(asked, cell) or "Värde"]
    if len({each.span for each in asked.duty.cells}) > 1:
        words.append(f"hela {year}" if cell.span == Span.YEAR else _period(cell.span, year, cell.month))
    unit = _IN.get(ValueKind(asked.indicator.value_kind), asked.indicator.unit_label)
    label = ", ".join(filter(None, [*words, unit]))
    return label if cell.is_required else f"{label} (frivilligt)"
