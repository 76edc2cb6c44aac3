"""What indicators have come to: the newest value, the target of its year, the trend, and what they propose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goals.aimed_periods import WAITS, lacks_of, waits_for_year, years_between
from goals.fulfilment import NOT_ASSESSED, Aim, Outcome, Proposal, propose
from goals.measured import Key, Measured, SmallSeen, measured, styles_with
from goals.measured_periods import YEAR, Period
from goals.models import Gender, GenderSplit, Indicator, IndicatorPart, Target
from goals.newest_periods import newest_periods, periods_before
from goals.targets import WHOLE, aim_of, each_unit_aim, shown_target
from goals.trends import Trend, trend
from organisation.figures import NBSP, UNDEFINED, formatted, rounded
from organisation.models import Unit

WOMEN, MEN, TOTAL = Gender.WOMEN.value, Gender.MEN.value, Gender.TOTAL.value
# Years before the one asked for that a newest value and its trend are looked for in.
YEARS_BACK = 3

Values = Mapping[Key, Measured]
Targets = Mapping[tuple[int, int, str, int], Target]


@dataclass(frozen=True)
class Series:
    """One line of values of an indicator: a part of it (None is its own value) of one gender."""

    part: IndicatorPart | None
    gender: str

    @property
    def code(self) -> str:
        return self.part.code if self.part else ""

    def key(self, indicator: Indicator, unit: Unit, period: Period) -> Key:
        return Key(indicator.pk, unit.pk, self.code, self.gender, period.year, period.span, period.month)


@dataclass(frozen=True)
class Standing:
    """Where an indicator stands. period is that of the newest value; proposal None where nothing is aimed at.

    is_marked: nobody outside sees the value, but this reader may.
    """

    period: Period
    texts: tuple[str, ...]
    is_marked: bool
    target: str
    trend: Trend | None
    proposal: Proposal | None


def parts_of(indicator: Indicator) -> list[IndicatorPart | None]:
    """The parts that have values of their own; None stands for the indicator's own value, which comes first.

    An indicator whose parts stand beside each other, without being within or adding up to it, has no own value.
    """
    parts = sorted(indicator.parts.all(), key=lambda part: (part.position, part.pk))
    has_own = not parts or any(part.is_of_which or part.is_summed for part in parts)
    return [*([None] if has_own else []), *parts]


def pattern_of(part: IndicatorPart | None) -> str:
    return part.pattern if part else WHOLE


def gender_names(indicator: Indicator) -> dict[str, str]:
    """What the genders of an indicator are called, in order; the total alone where it is not split."""
    if indicator.gender_split == GenderSplit.NONE:
        return {TOTAL: "Totalt"}
    if indicator.gender_split == GenderSplit.GIRLS_BOYS:
        return {WOMEN: "Flickor", MEN: "Pojkar", TOTAL: "Totalt"}
    return {WOMEN: "Kvinnor", MEN: "Män", TOTAL: "Totalt"}


def series_of(indicator: Indicator) -> list[Series]:
    return [Series(part, gender) for part in parts_of(indicator) for gender in gender_names(indicator)]


def targets_of(indicators: Iterable[int], years: Iterable[int]) -> dict[tuple[int, int, str, int], Target]:
    """By indicator, unit, part and year. One query."""
    rows = Target.objects.filter(indicator__in=list(indicators), year__in=list(years))
    return {(each.indicator_id, each.unit_id, each.part, each.year): each for each in rows}


def standings(
    indicators: Sequence[Indicator], unit: Unit, year: int, may_see_small: SmallSeen
) -> dict[int, Standing]:
    """By indicator (primary key); an indicator without values up to the year is absent. A fixed number of queries.

    The indicators have their parts prefetched.
    """
    pks = [indicator.pk for indicator in indicators]
    years = range(year - YEARS_BACK, year + 1)
    newest = newest_periods(pks, unit, years)
    before = periods_before(newest, unit, years, may_see_small)
    targets = targets_of(pks, years)
    changing = {pk for (pk, *_), target in targets.items() if target.kind == Target.Kind.CHANGE}
    asked = {*newest.values(), *before.values()}
    asked |= {
        _counted_from(each, newest[each.pk]) for each in indicators if each.pk in changing & newest.keys()
    }
    values = measured(
        pks,
        {period.year for period in asked},
        units=[unit.pk],
        periods=[(period.year, period.span, period.month) for period in asked],
        styles=styles_with((each, each.parts.all()) for each in indicators),
        may_see_small=may_see_small,
    )
    by_units = {pk for (pk, *_), target in targets.items() if target.kind == Target.Kind.UNIT_SHARE}
    of_units = measured(by_units, years, spans=[YEAR], may_see_small=may_see_small) if by_units else {}
    return {
        each.pk: _standing(each, unit, newest[each.pk], values, targets, of_units, before)
        for each in indicators
        if each.pk in newest
    }


def _standing(
    indicator: Indicator,
    unit: Unit,
    newest: Period,
    values: Values,
    targets: Targets,
    of_units: Values,
    before: Mapping[tuple[int, str], Period],
) -> Standing:
    shown = _shown(indicator, unit, newest, values)
    return Standing(
        newest,
        _printed([(part, text) for part, text, _ in shown]),
        any(value.is_suppressed and not value.is_hidden for *_, value in shown),
        target_text(indicator, unit, newest.year, targets),
        _trend(indicator, unit, newest, values, before),
        proposal_of(indicator, unit, newest, values, targets, of_units),
    )


def text_of(value: Measured) -> str:
    """As it is printed where its row or column already says which part it is: without the part's own words."""
    style = value.style
    return (style if style.pattern == WHOLE else replace(style, pattern=WHOLE)).text(value.masked)


def _printed(shown: Sequence[tuple[IndicatorPart | None, str]]) -> tuple[str, ...]:
    """A part that is within the indicator's own value is run in after it: '18 (varav 3 externa)'."""
    texts: list[str] = []
    for part, text in shown:
        if part is not None and part.is_of_which and texts:
            texts[-1] += text if text.startswith(",") else f" {text}"
        else:
            texts.append(text)
    return tuple(texts)


def _shown(
    indicator: Indicator, unit: Unit, period: Period, values: Values
) -> list[tuple[IndicatorPart | None, str, Measured]]:
    """Each part's total, or else its genders with their names."""
    names = gender_names(indicator)
    found: list[tuple[IndicatorPart | None, str, Measured]] = []
    for part in parts_of(indicator):
        total = values.get(Series(part, TOTAL).key(indicator, unit, period))
        if total is not None:
            found.append((part, total.text, total))
            continue
        for gender in (WOMEN, MEN):
            value = values.get(Series(part, gender).key(indicator, unit, period))
            if value is not None:
                found.append((part, f"{names[gender].lower()} {value.text}", value))
    return found


def target_text(indicator: Indicator, unit: Unit, year: int, targets: Targets) -> str:
    """The targets of the parts, as printed; '–' without any."""
    texts = [
        shown_target(target, indicator, pattern=pattern_of(part))
        for part in parts_of(indicator)
        if (target := targets.get((indicator.pk, unit.pk, part.code if part else "", year))) is not None
    ]
    return ", ".join(texts) or UNDEFINED


def _trend(
    indicator: Indicator,
    unit: Unit,
    newest: Period,
    values: Values,
    before: Mapping[tuple[int, str], Period],
) -> Trend | None:
    """Of the first part, all genders together."""
    series = Series(parts_of(indicator)[0], TOTAL)
    earlier = before.get((indicator.pk, series.code))
    known = [earlier, newest] if earlier else [newest]
    found = (values.get(series.key(indicator, unit, period)) for period in known)
    return trend([value.figure if value else None for value in found], indicator.direction)


def proposal_of(
    indicator: Indicator, unit: Unit, period: Period, values: Values, targets: Targets, of_units: Values
) -> Proposal | None:
    """What the period's values propose: of women and men apart where they are, of each part against its target."""
    parts = parts_of(indicator)
    outcomes: list[Outcome] = []
    for part in parts:
        target = targets.get((indicator.pk, unit.pk, part.code if part else "", period.year))
        if target is None or target.kind == Target.Kind.NONE:
            continue
        if target.kind == Target.Kind.UNIT_SHARE:
            code = part.code if part else ""
            outcomes.append(share_of_units(indicator, unit, period.year, code, target, of_units))
            continue
        genders = [
            gender for gender in (WOMEN, MEN) if Series(part, gender).key(indicator, unit, period) in values
        ] or [TOTAL]
        for gender in genders:
            series = Series(part, gender)
            labels = [part.label if part and len(parts) > 1 else ""]
            labels += [gender_names(indicator)[gender].lower()] if gender != TOTAL else []
            label = " ".join(filter(None, labels))
            outcomes.append(_outcome(indicator, unit, period, series, target, values, label))
    if outcomes and waits_for_year(indicator, period.span, period.month):
        return Proposal(NOT_ASSESSED, WAITS)
    return propose(outcomes) if outcomes else None


def _outcome(
    indicator: Indicator,
    unit: Unit,
    period: Period,
    series: Series,
    target: Target,
    values: Values,
    label: str,
) -> Outcome:
    value = values.get(series.key(indicator, unit, period))
    before = values.get(series.key(indicator, unit, _counted_from(indicator, period)))
    aim = aim_of(
        target,
        indicator,
        before=before.figure if before else None,
        pattern=pattern_of(series.part),
    )
    lacks = lacks_of(target, indicator, before) if aim is None else ""
    if value is None:
        return Outcome(label, None, aim=aim, lacks=lacks)
    return Outcome(label, value.figure, value.text, aim, is_hidden=value.is_hidden, lacks=lacks)


def _counted_from(indicator: Indicator, period: Period) -> Period:
    """Whose value a change is counted from."""
    return Period(period.year - years_between(indicator), period.month, period.span)


def share_of_units(
    indicator: Indicator, root: Unit, year: int, code: str, target: Target, of_units: Values
) -> Outcome:
    """The share of the units with a value for the year that reach what each is to reach. code is the part's."""
    each = each_unit_aim(target, indicator)
    own = [
        value
        for key, value in of_units.items()
        if (key.indicator_id, key.part, key.gender, key.year) == (indicator.pk, code, TOTAL, year)
        and key.unit_id != root.pk
    ]
    aim = aim_of(target, indicator)
    if any(value.is_hidden for value in own):
        return Outcome("", None, aim=aim, is_hidden=True)
    return _share_of_units([value.figure for value in own if value.figure is not None], each, aim)


def _share_of_units(figures: Sequence[Decimal], each: Aim | None, aim: Aim | None) -> Outcome:
    if not figures or each is None:
        return Outcome("", None, aim=aim)
    reaching = sum(each.is_reached_by(figure) for figure in figures)
    share = rounded(Decimal(100 * reaching) / len(figures))
    return Outcome("", share, f"{formatted(share)}{NBSP}% av enheterna", aim)
