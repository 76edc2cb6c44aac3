"""What an indicator is set to, in words for whoever reads its page."""

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


def measured_in(indicator: Indicator) -> str:
    """What is written in a cell: '%', 'timmar:minuter', 'tkr'; '' where it is a plain number."""
    if indicator.value_kind == ValueKind.SHARE:
        return "%"
    if indicator.value_kind == ValueKind.DURATION:
        return "timmar:minuter"
    if indicator.value_kind == ValueKind.AMOUNT:
        return indicator.unit_label or "kronor"
    return indicator.unit_label


def settings_in_words(
    indicator: Indicator, *, parts: list[IndicatorPart], units: int, threshold: int
) -> list[tuple[str, str]]:
    """(what it is about, in words). units: how many enter values of their own; threshold: the committee's."""
    told = [
        ("Värdet är", _kind(indicator, parts)),
        ("Vad är bra", Direction(indicator.direction).label),
        ("Mäts", _when(indicator)),
        ("Kön", GenderSplit(indicator.gender_split).label),
        ("Enheter", _units(indicator, units)),
        ("Små tal", _people(indicator, threshold)),
        ("Bedöms", str(indicator.scale) if indicator.scale else "Följs utan att bedömas"),
    ]
    validity = _validity(indicator)
    return [*told, ("Gäller", validity)] if validity else told


def _kind(indicator: Indicator, parts: list[IndicatorPart]) -> str:
    words = ValueKind(indicator.value_kind).label
    if indicator.unit_label and indicator.value_kind != ValueKind.SHARE:
        words += f", {indicator.unit_label}"
    if indicator.qualifier:
        words += f", {indicator.qualifier}"
    if parts:
        words += f". Delar: {', '.join(part.label for part in parts)}"
    return words


def _when(indicator: Indicator) -> str:
    words = Frequency(indicator.frequency).label
    if indicator.frequency in {Frequency.MONTH, Frequency.TERTIAL}:
        if indicator.is_cumulative:
            words += ", räknat från januari"
        year = {
            YearOf.OWN: "Årets värde förs in för sig",
            YearOf.SUM: "Årets värde är summan av perioderna",
            YearOf.MEAN: "Årets värde är medelvärdet av perioderna",
            YearOf.LAST: "Årets värde är den sista perioden",
        }
        words += f". {year[YearOf(indicator.year_of)]}"
    return words


def _units(indicator: Indicator, units: int) -> str:
    if not indicator.is_by_unit:
        return "Ett värde för hela nämnden"
    own = "1 enhet lämnar egna värden" if units == 1 else f"{units} enheter lämnar egna värden"
    if indicator.totalling == Totalling.SUM:
        return f"{own}. Nämndens värde är summan av dem"
    return f"{own}. Nämndens värde förs in för sig"


def _people(indicator: Indicator, threshold: int) -> str:
    if indicator.people == People.NONE:
        return "Handlar inte om enskilda personer"
    if indicator.is_cleared:
        return f"Visas, efter prövning: {indicator.cleared_reason}"
    return f"Skyddas: det som rör färre än {threshold} personer visas som .."


def _validity(indicator: Indicator) -> str:
    if indicator.valid_from and indicator.valid_to:
        return f"{indicator.valid_from}–{indicator.valid_to}"
    if indicator.valid_from:
        return f"Från {indicator.valid_from}"
    return f"Till och med {indicator.valid_to}" if indicator.valid_to else ""
