"""matvarden.csv: what has been measured, with small numbers protected in it as everywhere else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from goals.measured import Key
from goals.measurement_entries import Entry, EntryFault, Words, spans_of, words_in, words_of
from goals.measuring import WRITTEN
from goals.models import Gender, GenderSplit, Indicator, Measurement, Span, Totalling
from goals.protecting import refresh, refresh_all
from goals.values import PROTECTED
from organisation.models import YEAR_MAX, YEAR_MIN, Committee, Unit
from organisation.periods import MonthClosed, require_open
from reports.packages.files import Package, Row, period_of
from reports.packages.known import Known

MEASUREMENTS = "matvarden.csv"
MEASUREMENT_COLUMNS = ("mått", "period", "värde")
OPTIONAL_COLUMNS = ("ansvar", "del", "kön", "antal svar", "svarsfrekvens", "fotnot")
ALL_COLUMNS = (
    "mått",
    "ansvar",
    "del",
    "kön",
    "period",
    "värde",
    "antal svar",
    "svarsfrekvens",
    "fotnot",
)
_PERIOD = re.compile(r"(\d{4})(?:T([123]))?", re.ASCII)

Period = tuple[int, str, int]


@dataclass(frozen=True)
class MeasurementRow:
    """period is year, span and last month. words of form PROTECTED are one that the package does not tell."""

    indicator: str
    unit: str
    part: str
    gender: str
    period: Period
    words: Words


def read_measurements(package: Package, known: Known) -> list[MeasurementRow]:
    measurements: list[MeasurementRow] = []
    seen: dict[tuple[str, str, str, str, Period], int] = {}
    for row in package.rows(MEASUREMENTS, MEASUREMENT_COLUMNS, OPTIONAL_COLUMNS):
        measurement = _read(row, known)
        if measurement is None:
            continue
        key = (
            measurement.indicator,
            measurement.unit,
            measurement.part,
            measurement.gender,
            measurement.period,
        )
        if seen.setdefault(key, row.line) != row.line:
            row.error(f"Måttet {measurement.indicator} har redan ett värde för perioden, på rad {seen[key]}.")
        measurements.append(measurement)
    return measurements


def _read(row: Row, known: Known) -> MeasurementRow | None:
    code, indicator = known.indicator(row)
    unit, part, gender = known.unit(row), known.part(row, code), row.cells["kön"] or Gender.TOTAL.value
    period = _period(row)
    if gender not in Gender.values:
        row.error(f"kön ”{gender}” finns inte. Skriv K, M eller T, eller låt rutan vara tom.")
    if indicator is None or period is None:
        return None
    if gender != Gender.TOTAL and indicator.gender_split == GenderSplit.NONE:
        row.error(f"Måttet {code} är inte uppdelat på kön.")
    if unit in known.units:
        _check_unit(row, code, indicator, is_own=unit == known.root)
    if period[1] == Span.YEAR and Span.YEAR not in spans_of(indicator):
        row.error(f"Årets värde av {code} räknas fram ur periodernas.")
    words = _words(row, indicator, part, gender, period)
    return MeasurementRow(code, unit, part, gender, period, words) if words else None


def _check_unit(row: Row, code: str, indicator: Indicator, *, is_own: bool) -> None:
    if not is_own and not indicator.is_by_unit:
        row.error(f"Måttet {code} följs inte per enhet. Låt ansvar vara tomt.")
    if is_own and indicator.is_by_unit and indicator.totalling == Totalling.SUM:
        row.error(f"Nämndens värde av {code} räknas fram som summan av enheterna.")


def _words(row: Row, indicator: Indicator, part: str, gender: str, period: Period) -> Words | None:
    entry = Entry(
        0,
        0,
        part,
        gender,
        *period,
        text=row.cells["värde"],
        answers=row.cells["antal svar"],
        response_rate=row.cells["svarsfrekvens"],
        note=row.cells["fotnot"],
    )
    try:
        words = words_in(entry, indicator, None)
    except EntryFault as fault:
        row.error(str(fault))
        return None
    if words is None:
        row.error("Skriv ett värde, eller under fotnot varför det saknas.")
    return words


def _period(row: Row) -> Period | None:
    """A year as 2021, a tertial as 2021T2, a month as 202108."""
    text = row.cells["period"]
    if month := period_of(text):
        return month[0], Span.MONTH.value, month[1]
    match = _PERIOD.fullmatch(text)
    if match and YEAR_MIN <= int(match[1]) <= YEAR_MAX:
        year = int(match[1])
        return (year, Span.TERTIAL.value, int(match[2]) * 4) if match[2] else (year, Span.YEAR.value, 12)
    row.error(
        f"Perioden ”{text}” finns inte. Skriv ett år (2021), en tertial (2021T2) eller en månad (202108)."
    )
    return None


def period_text(year: int, span: str, month: int) -> str:
    if span == Span.MONTH:
        return f"{year}{month:02}"
    return f"{year}T{month // 4}" if span == Span.TERTIAL else str(year)


def save_measurements(
    package: Package, committee: Committee, rows: list[MeasurementRow], by: Any, *, anew: bool
) -> int:
    """Write the values that differ and work out anew what they give; returns how many changed.

    Values that the package does not have stay, and so do those that it does not tell. anew: something else
    changed that decides what is derived and protected. A change in a closed month is an error of the package.
    """
    indicators = dict(committee.indicators.values_list("code", "pk"))
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    stored = _stored({indicators[row.indicator] for row in rows}, {row.period[0] for row in rows})
    changing: dict[Key, Words] = {}
    for row in rows:
        key = Key(indicators[row.indicator], units[row.unit], row.part, row.gender, *row.period)
        there = stored.get(key)
        if there and there.is_derived and row.words.value.form == PROTECTED:
            continue
        wanted = _kept(words_of(there), row.words)
        if there is None or there.is_derived or words_of(there) != wanted:
            changing[key] = wanted
    try:
        require_open(committee, {(key.year, key.month) for key in changing})
    except MonthClosed as error:
        package.errors.add(MEASUREMENTS, None, str(error))
        return 0
    _write(stored, changing, by)
    if anew:
        refresh_all(committee)
    elif changing:
        refresh(committee, {(key.indicator_id, key.year) for key in changing})
    return len(changing)


def _kept(there: Words | None, wanted: Words) -> Words:
    """A value that the package does not tell stays as it is."""
    if there is None or wanted.value.form != PROTECTED:
        return wanted
    return replace(there, note=wanted.note)


def _stored(indicators: set[int], years: set[int]) -> dict[Key, Measurement]:
    return {
        Key(*(getattr(row, name) for name in Key._fields)): row
        for row in Measurement.objects.filter(indicator__in=indicators, year__in=years)
    }


def _write(stored: Mapping[Key, Measurement], changing: Mapping[Key, Words], by: Any) -> None:
    now, who = timezone.now(), str(by)[:150]
    created: list[Measurement] = []
    changed: list[Measurement] = []
    for key, words in changing.items():
        row = stored.get(key) or Measurement(**key._asdict(), version=0)
        row.form, row.value, row.decimals = words.value.form, words.value.value, words.value.decimals
        row.numerator, row.denominator = words.value.numerator, words.value.denominator
        row.answers, row.response_rate, row.note = words.answers, words.response_rate, words.note
        row.is_derived, row.version = False, row.version + 1
        row.changed_at, row.changed_by = now, who
        (changed if key in stored else created).append(row)
    Measurement.objects.bulk_create(created, batch_size=500)
    Measurement.objects.bulk_update(changed, WRITTEN, batch_size=200)
