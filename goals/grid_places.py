"""The rows and columns of a grid of measurements: where each value belongs, and what is written of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goals.indicator_outcomes import MEN, TOTAL, WOMEN, parts_of
from goals.indicator_words import measured_in
from goals.measured import Key
from goals.measured_periods import YEAR, Period
from goals.models import Frequency, GenderSplit, Indicator, IndicatorPart, People
from organisation.models import Unit

# Fields of goals.measuring.Entry.
VALUE, ANSWERS, RATE, NOTE = "text", "answers", "response_rate", "note"


@dataclass(frozen=True)
class Place:
    """Where a row's values belong. names: what the row may be called in a pasted block, its code first."""

    indicator: Indicator
    unit: Unit
    period: Period
    part: IndicatorPart | None
    label: str
    names: tuple[str, ...]
    group: str = ""

    @property
    def key(self) -> str:
        part = self.part.code if self.part else ""
        return f"{self.indicator.pk}.{self.unit.pk}.{self.period.key}.{part}"

    @property
    def before(self) -> Period:
        """The period whose value stands beside: of what is measured every second year, that of two years ago."""
        if self.period.span == YEAR and self.indicator.frequency == Frequency.SECOND_YEAR:
            return self.period.before.before
        return self.period.before

    @property
    def measured_in(self) -> str:
        return measured_in(self.indicator)

    def stored_key(self, gender: str, period: Period) -> Key:
        part = self.part.code if self.part else ""
        return Key(self.indicator.pk, self.unit.pk, part, gender, period.year, period.span, period.month)


@dataclass(frozen=True)
class Column:
    field: str
    gender: str
    label: str

    @property
    def key(self) -> str:
        return f"{self.field}.{self.gender}"


def places_of_indicators(indicators: Iterable[Indicator], unit: Unit, period: Period) -> list[Place]:
    return [
        Place(
            indicator,
            unit,
            period,
            part,
            f"{indicator}: {part}" if part else str(indicator),
            (f"{indicator.code}/{part.code}", f"{indicator}: {part}")
            if part
            else (indicator.code, str(indicator)),
            indicator.theme,
        )
        for indicator in indicators
        for part in parts_of(indicator)
    ]


def places_of_units(indicator: Indicator, units: Iterable[Unit], period: Period) -> list[Place]:
    return [
        Place(
            indicator,
            unit,
            period,
            part,
            f"{unit}: {part}" if part else str(unit),
            (f"{unit.code}/{part.code}",) if part else (unit.code, str(unit), unit.name),
        )
        for unit in units
        for part in parts_of(indicator)
    ]


def places_of_periods(indicator: Indicator, unit: Unit, periods: Iterable[Period]) -> list[Place]:
    return [
        Place(
            indicator,
            unit,
            period,
            part,
            f"{_name(period)}: {part}" if part else _name(period),
            (f"{period.month}/{part.code}", f"{_name(period)}/{part.code}")
            if part
            else (_name(period), _name(period)[:3], period.label),
        )
        for period in periods
        for part in parts_of(indicator)
    ]


def _name(period: Period) -> str:
    return period.label.removesuffix(f" {period.year}").capitalize()


def columns_for(indicators: Sequence[Indicator]) -> tuple[Column, ...]:
    """Women and men where an indicator has them, answers where they are what protects people."""
    splits = {indicator.gender_split for indicator in indicators} - {GenderSplit.NONE.value}
    children = splits == {GenderSplit.GIRLS_BOYS.value}
    women, men = ("Flickor", "Pojkar") if children else ("Kvinnor", "Män")
    genders = [(WOMEN, women), (MEN, men), (TOTAL, "Totalt")] if splits else [(TOTAL, "Värde")]
    columns = [Column(VALUE, gender, label) for gender, label in genders]
    asked = [indicator for indicator in indicators if indicator.people == People.GROUP]
    if any(indicator.gender_split != GenderSplit.NONE for indicator in asked):
        columns += [
            Column(ANSWERS, WOMEN, f"Antal svar, {women.lower()}"),
            Column(ANSWERS, MEN, f"Antal svar, {men.lower()}"),
        ]
    if asked:
        columns += [Column(ANSWERS, TOTAL, "Antal svar"), Column(RATE, TOTAL, "Svarsfrekvens")]
    return (*columns, Column(NOTE, TOTAL, "Fotnot"))
