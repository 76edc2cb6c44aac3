"""A measured value as somebody types it, and everything that may be wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from goals.measured import Key, Measured
from goals.measured_periods import TERTIAL_ENDS
from goals.models import (
    Frequency,
    Gender,
    GenderSplit,
    Indicator,
    Measurement,
    People,
    Span,
    Totalling,
    YearOf,
)
from goals.values import (
    FRACTION,
    MISSING,
    NO_VALUE,
    SUPPRESSED,
    Value,
    ValueRefused,
    parsed_value,
    without_unit,
)
from organisation.figures import number_in
from organisation.models import YEAR_MAX, YEAR_MIN, Committee, Unit
from organisation.typed_texts import tidied

NOTE_LENGTH = 300
MOST_ANSWERS = 10**9
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Entry:
    """Texts as they were typed. version is the measurement's when the writer began, 0 if there was none.

    None asks for no version: whatever is stored is replaced, as when a file is loaded.
    """

    indicator_id: int
    unit_id: int
    part: str
    gender: str
    year: int
    span: str
    month: int
    text: str
    answers: str = ""
    response_rate: str = ""
    note: str = ""
    version: int | None = None

    @property
    def key(self) -> Key:
        return Key(self.indicator_id, self.unit_id, self.part, self.gender, self.year, self.span, self.month)


@dataclass(frozen=True)
class EntryError:
    """What is wrong with entry number index (from 0). field is a field of Entry; 'period' is year, span and month.

    For field 'version' somebody else was first: present is what is stored now, None if it was taken away.
    """

    index: int
    field: str
    message: str
    present: Measured | None = None


class EntryFault(ValueError):
    """The message is Swedish and fit for the user."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Words:
    """What a measurement says, apart from whose it is."""

    value: Value
    answers: int | None = None
    response_rate: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Register:
    """What entries may be about: the committee's indicators with parts and reporting units, and its units."""

    indicators: dict[int, Indicator]
    parts: dict[int, set[str]]
    reporting: dict[int, set[int]]
    units: dict[int, Unit]


def register_of(committee: Committee, indicators: Iterable[int]) -> Register:
    """Of those indicators (primary keys) that are the committee's. Four queries."""
    found = Indicator.objects.filter(committee=committee, pk__in=set(indicators))
    found = found.prefetch_related("parts", "units")
    by_pk = {indicator.pk: indicator for indicator in found}
    return Register(
        indicators=by_pk,
        parts={pk: {part.code for part in each.parts.all()} for pk, each in by_pk.items()},
        reporting={pk: {unit.pk for unit in each.units.all()} for pk, each in by_pk.items()},
        units={unit.pk: unit for unit in Unit.objects.filter(committee=committee)},
    )


def words_of(stored: Measurement | None) -> Words | None:
    if stored is None:
        return None
    value = Value(stored.form, stored.value, stored.decimals, stored.numerator, stored.denominator)
    return Words(value, stored.answers, stored.response_rate, stored.note)


def words_in(entry: Entry, indicator: Indicator, stored: Measurement | None) -> Words | None:
    """What the entry says; None takes the value away. Raises EntryFault.

    '..' where the value is suppressed is what its reader was shown: the value stays as it is, and so does a note
    that was not shown either.
    """
    note = " ".join(tidied(entry.note).split())
    if len(note) > NOTE_LENGTH:
        raise EntryFault("note", f"Fotnoten har {len(note)} tecken. Den får ha högst {NOTE_LENGTH}.")
    text = without_unit(entry.text, indicator.unit_label, indicator.qualifier)
    before = words_of(stored)
    if text == SUPPRESSED and stored is not None and stored.is_suppressed and before is not None:
        return replace(before, note=note or before.note)
    if not entry.text.strip() and not note:
        return None
    value = _value(text, indicator) if text else NO_VALUE
    if value.form == MISSING and not note:
        raise EntryFault("note", "Skriv varför värdet saknas.")
    return Words(value, _answers(entry.answers), _rate(entry.response_rate), note)


def _value(text: str, indicator: Indicator) -> Value:
    try:
        value = parsed_value(text, indicator.value_kind)
    except ValueRefused as refused:
        raise EntryFault("text", str(refused)) from refused
    if indicator.people == People.COUNT and value.value is not None and value.value < 0:
        raise EntryFault("text", "Ett antal personer kan inte vara mindre än noll.")
    if value.form == FRACTION:
        return Value(FRACTION, value.value, indicator.decimals, value.numerator, value.denominator)
    return value


def _answers(text: str) -> int | None:
    if not text.strip():
        return None
    number = number_in(text, decimals=0)
    if number is None or not 0 <= number < MOST_ANSWERS:
        raise EntryFault("answers", f"”{text.strip()}” är inte ett antal svar. Skriv ett heltal.")
    return int(number)


def _rate(text: str) -> Decimal | None:
    body = text.strip().removesuffix("%").strip()
    if not body:
        return None
    number = number_in(body, decimals=2)
    if number is None or not 0 <= number <= _HUNDRED:
        raise EntryFault("response_rate", "Svarsfrekvensen är mellan 0 och 100 %, med högst två decimaler.")
    return number


def place_faults(entry: Entry, register: Register) -> list[EntryFault]:
    """What is wrong with where the value is to stand, whatever it is."""
    indicator = register.indicators.get(entry.indicator_id)
    if indicator is None:
        return [EntryFault("indicator_id", "Måttet finns inte i nämnden.")]
    unit = register.units.get(entry.unit_id)
    wrong = {
        "unit_id": _unit_fault(indicator, unit, register.reporting[indicator.pk], entry.year),
        "part": ""
        if not entry.part or entry.part in register.parts[indicator.pk]
        else f"Måttet har ingen del med koden ”{entry.part}”.",
        "gender": _gender_fault(indicator, entry.gender),
        "period": _period_fault(indicator, entry),
    }
    return [EntryFault(field, message) for field, message in wrong.items() if message]


def _unit_fault(indicator: Indicator, unit: Unit | None, reporting: set[int], year: int) -> str:
    if unit is None:
        return "Enheten finns inte i nämnden."
    if not unit.is_valid_in(year):
        return f"{unit.name} finns inte {year}."
    if unit.parent_id is None:
        is_sum = indicator.is_by_unit and indicator.totalling == Totalling.SUM
        return "Nämndens värde räknas fram som summan av enheternas." if is_sum else ""
    if not indicator.is_by_unit:
        return "Måttet mäts inte per enhet."
    return f"{unit.name} lämnar inga värden för måttet." if reporting and unit.pk not in reporting else ""


def _gender_fault(indicator: Indicator, gender: str) -> str:
    if gender not in Gender.values:
        return "Kön är K, M eller T."
    if gender != Gender.TOTAL and indicator.gender_split == GenderSplit.NONE:
        return "Måttet är inte uppdelat på kön."
    return ""


def spans_of(indicator: Indicator) -> tuple[Span, ...]:
    """The spans whose values are entered: those of the frequency, and the year unless it is worked out."""
    if indicator.frequency not in (Frequency.MONTH, Frequency.TERTIAL):
        return (Span.YEAR,)
    own = Span.MONTH if indicator.frequency == Frequency.MONTH else Span.TERTIAL
    return (own, Span.YEAR) if indicator.year_of == YearOf.OWN else (own,)


def _period_fault(indicator: Indicator, entry: Entry) -> str:
    if not YEAR_MIN <= entry.year <= YEAR_MAX:
        return f"Året måste ligga mellan {YEAR_MIN} och {YEAR_MAX}."
    if not indicator.is_valid_in(entry.year):
        return f"Måttet gäller inte {entry.year}."
    spans = spans_of(indicator)
    if entry.span not in spans:
        if entry.span == Span.YEAR:
            return "Årets värde räknas fram ur periodernas."
        return (
            f"Måttet mäts {indicator.get_frequency_display().lower()} och har inget värde för den perioden."
        )
    ends = {Span.YEAR: (12,), Span.TERTIAL: TERTIAL_ENDS}.get(Span(entry.span), range(1, 13))
    return "" if entry.month in ends else "Perioden slutar inte den månaden."
