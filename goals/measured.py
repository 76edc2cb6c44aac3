"""The only way to measured values for show: what may not be seen is masked here, before anybody else has it.

Pages, reports, files and packages all ask here; a test walks the source for anyone who reads values past it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Q, QuerySet

from goals.models import Indicator, IndicatorPart, Measurement
from goals.values import PROTECTED, Value, figure_of, shown_value, typed_value
from organisation.access import may, may_all
from organisation.models import Committee, Unit
from organisation.permissions import Permission


class Key(NamedTuple):
    """Which value: part '' is the indicator's own, gender T the total, month the last of its span."""

    indicator_id: int
    unit_id: int
    part: str
    gender: str
    year: int
    span: str
    month: int


# The units whose small numbers somebody may see; True is all of them, False none.
SmallSeen: TypeAlias = Collection[int] | bool


@dataclass(frozen=True, slots=True)
class Style:
    """How the values of an indicator, or of a part of it, are printed."""

    kind: str
    unit_label: str = ""
    shows_unit: bool = False
    qualifier: str = ""
    pattern: str = "{värde}"

    @classmethod
    def of_part(cls, kind: str, qualifier: str, pattern: str) -> "Style":
        """A part's pattern says all that is to stand around its value."""
        return cls(kind, qualifier=qualifier, pattern=pattern)

    def text(self, value: Value, *, for_file: bool = False) -> str:
        return shown_value(
            value,
            kind=self.kind,
            unit_label=self.unit_label,
            shows_unit=self.shows_unit,
            qualifier=self.qualifier,
            pattern=self.pattern,
            for_file=for_file,
        )


class Measured(NamedTuple):
    """A value as its reader may see it. masked is without figures, of form PROTECTED, where it is hidden; then there
    is no note, number of answers or response rate either: each may tell how few they were.

    is_suppressed: nobody outside sees it; whoever has the record with a value may, and is shown that it is so.
    """

    key: Key
    masked: Value
    style: Style
    note: str
    answers: int | None
    response_rate: Decimal | None
    is_suppressed: bool
    is_derived: bool
    version: int

    @property
    def indicator_id(self) -> int:
        return self.key.indicator_id

    @property
    def unit_id(self) -> int:
        return self.key.unit_id

    @property
    def part(self) -> str:
        return self.key.part

    @property
    def gender(self) -> str:
        return self.key.gender

    @property
    def year(self) -> int:
        return self.key.year

    @property
    def span(self) -> str:
        return self.key.span

    @property
    def month(self) -> int:
        return self.key.month

    @property
    def form(self) -> str:
        return self.masked.form

    @property
    def is_hidden(self) -> bool:
        return self.masked.form == PROTECTED

    @property
    def value(self) -> Decimal | None:
        """Exact; None where it is hidden or missing."""
        return self.masked.value

    @property
    def figure(self) -> Decimal | None:
        """As it is printed, rounded once; of a fraction its share in per cent, or its numerator."""
        return figure_of(self.masked, self.style.kind)

    @property
    def decimals(self) -> int:
        return self.masked.decimals

    @property
    def text(self) -> str:
        """As it is printed, with no-break spaces: '7,3 %', '..', '–'."""
        return self.style.text(self.masked)

    @property
    def plain_text(self) -> str:
        """The same for CSV: plain spaces, hyphen, no spaces in thousands."""
        return self.style.text(self.masked, for_file=True)

    @property
    def typed_text(self) -> str:
        """As somebody would type it, without the indicator's unit of measure; '' if missing, '..' if hidden."""
        return typed_value(self.masked)


_COLUMNS = (
    "indicator_id",
    "unit_id",
    "part",
    "gender",
    "year",
    "span",
    "month",
    "form",
    "value",
    "decimals",
    "numerator",
    "denominator",
    "note",
    "answers",
    "response_rate",
    "is_suppressed",
    "is_derived",
    "version",
)
_HIDDEN = Value(PROTECTED, None)


def measured(
    indicators: Iterable[int],
    years: Iterable[int],
    *,
    units: Iterable[int] | None = None,
    parts: Iterable[str] | None = None,
    spans: Iterable[str] | None = None,
    months: Iterable[int] | None = None,
    genders: Iterable[str] | None = None,
    periods: Iterable[tuple[int, str, int]] | None = None,
    styles: Mapping[tuple[int, str], Style] | None = None,
    may_see_small: SmallSeen = False,
) -> dict[Key, Measured]:
    """All values of the indicators (primary keys) in the years, narrowed by what else is given.

    periods are those wanted, each as year, span and last month; styles as of styles_of, which is a query less for
    whoever has the indicators already. Two queries. Reports and files never pass may_see_small: what they hold goes to anybody.
    """
    wanted = list(indicators)
    rows = Measurement.objects.filter(indicator__in=wanted, year__in=list(years))
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    if parts is not None:
        rows = rows.filter(part__in=list(parts))
    if spans is not None:
        rows = rows.filter(span__in=list(spans))
    if months is not None:
        rows = rows.filter(month__in=list(months))
    if genders is not None:
        rows = rows.filter(gender__in=list(genders))
    if periods is not None:
        each_of = [Q(year=year, span=span, month=month) for year, span, month in periods]
        rows = rows.filter(reduce(or_, each_of)) if each_of else rows.none()
    return _masked(rows, styles_of(wanted) if styles is None else styles, may_see_small)


@dataclass(frozen=True)
class Wanted:
    """What one table or chart shows of values: periods each as year, span and last month."""

    indicators: frozenset[int]
    units: frozenset[int]
    parts: frozenset[str]
    genders: frozenset[str]
    periods: frozenset[tuple[int, str, int]]


def measured_together(
    wanted: Iterable[Wanted], styles: Mapping[tuple[int, str], Style]
) -> dict[Key, Measured]:
    """What several tables show, masked for anybody, in one query however many they are; styles as of styles_of.

    No row is read that none of them shows, so each is asked for apart, with the same index as if it were alone.
    """
    each_of = [
        Measurement.objects.filter(
            _within(each.periods),
            indicator__in=each.indicators,
            unit__in=each.units,
            part__in=each.parts,
            gender__in=each.genders,
        )
        for each in wanted
        if each.periods
    ]
    if not each_of:
        return {}
    first, *others = each_of
    return _masked(first.union(*others, all=True) if others else first, styles, may_see_small=False)


def _within(periods: Iterable[tuple[int, str, int]]) -> Q:
    """In any of the periods; those of the same months in several years are asked for at once."""
    months: dict[tuple[int, str], set[int]] = {}
    for year, span, month in periods:
        months.setdefault((year, span), set()).add(month)
    years: dict[tuple[str, frozenset[int]], set[int]] = {}
    for (year, span), each in months.items():
        years.setdefault((span, frozenset(each)), set()).add(year)
    return reduce(or_, (Q(year__in=of, span=span, month__in=each) for (span, each), of in years.items()))


def _masked(
    rows: QuerySet[Measurement], styles: Mapping[tuple[int, str], Style], may_see_small: SmallSeen
) -> dict[Key, Measured]:
    found: dict[Key, Measured] = {}
    for row in rows.values_list(*_COLUMNS):
        key = Key(*row[:7])
        form, value, decimals, numerator, denominator, note, answers, rate, suppressed, derived, version = (
            row[7:]
        )
        hidden = suppressed and not sees_small(may_see_small, key.unit_id)
        style = styles.get((key.indicator_id, key.part)) or styles[key.indicator_id, ""]
        found[key] = Measured(
            key=key,
            masked=_HIDDEN if hidden else Value(form, value, decimals, numerator, denominator),
            style=style,
            note="" if hidden else note,
            answers=None if hidden else answers,
            response_rate=None if hidden else rate,
            is_suppressed=suppressed,
            is_derived=derived,
            version=version,
        )
    return found


def styles_of(indicators: Iterable[int]) -> dict[tuple[int, str], Style]:
    """By indicator (primary key) and part ('' for its own value). One query."""
    rows = Indicator.objects.filter(pk__in=list(indicators)).values_list(
        "pk", "value_kind", "unit_label", "shows_unit", "qualifier", "parts__code", "parts__pattern"
    )
    styles: dict[tuple[int, str], Style] = {}
    for pk, kind, unit_label, shows_unit, qualifier, part, pattern in rows:
        styles.setdefault((pk, ""), Style(kind, unit_label, shows_unit, qualifier))
        if part is not None:
            styles[pk, part] = Style.of_part(kind, qualifier, pattern)
    return styles


def styles_with(
    indicators: Iterable[tuple[Indicator, Iterable[IndicatorPart]]],
) -> dict[tuple[int, str], Style]:
    """As styles_of, of indicators that are read already, each with its parts."""
    found: dict[tuple[int, str], Style] = {}
    for each, parts in indicators:
        found[each.pk, ""] = Style(each.value_kind, each.unit_label, each.shows_unit, each.qualifier)
        for part in parts:
            found[each.pk, part.code] = Style.of_part(each.value_kind, each.qualifier, part.pattern)
    return found


def small_seen_by(user: Any, committee: Committee, units: Iterable[Unit]) -> SmallSeen:
    """Which of the units' small numbers a user may see, for may_see_small of a page."""
    if may_all(user, Permission.VIEW_SMALL, committee):
        return True
    return frozenset(unit.pk for unit in units if may(user, Permission.VIEW_SMALL, committee, unit))


def sees_small(may_see_small: SmallSeen, unit: int) -> bool:
    return may_see_small if isinstance(may_see_small, bool) else unit in may_see_small


def hidden_years(
    indicators: Iterable[int], years: Iterable[int], *, units: Iterable[int]
) -> frozenset[tuple[int, int, int]]:
    """The (indicator, unit, year) with any value that nobody outside may see. One query.

    What is said of such a year, such as its assessment beside a target, may tell what the value is.
    """
    rows = Measurement.objects.filter(
        indicator__in=list(indicators), year__in=list(years), unit__in=list(units), is_suppressed=True
    )
    return frozenset(rows.values_list("indicator_id", "unit_id", "year").distinct())
