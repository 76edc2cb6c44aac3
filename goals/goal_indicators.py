"""A year's indicators under its goals: outcome beside target, as the pages of goals show them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goals.indicator_outcomes import gender_names
from goals.measured import Key, Measured, SmallSeen, hidden_years, measured, sees_small
from goals.models import (
    Assessment,
    AssessmentLevel,
    Form,
    Frequency,
    Gender,
    Indicator,
    IndicatorPart,
    Span,
    Target,
)
from goals.targets import aim_of, shown_target
from organisation.models import Committee, Unit
from organisation.periods import MONTHS

_COLUMNS = (
    "code",
    "name",
    "value_kind",
    "unit_label",
    "shows_unit",
    "qualifier",
    "direction",
    "frequency",
    "gender_split",
)
_TERTIAL = 4
_YEAR_END = 12
_SPANS = {Frequency.MONTH: Span.MONTH, Frequency.TERTIAL: Span.TERTIAL}


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator of the committee's. outcome is '' before it is measured; then waits_for_year may say why.

    missing is why there is no value, where somebody has said so and outcome is –.
    """

    code: str
    name: str
    outcome: str
    target: str
    mark: AssessmentLevel | None
    is_suppressed: bool = False
    waits_for_year: bool = False
    missing: str = ""


def indicator_lines(
    *,
    committee: Committee,
    year: int,
    month: int,
    goals: Iterable[int] | None = None,
    may_see_small: SmallSeen = False,
) -> dict[int, list[IndicatorLine]]:
    """By goal, all of the year's unless goals says which. At most eight queries.

    Without its mark where a value of the year is hidden from the reader: beside the target it may tell what it is.
    """
    root = Unit.objects.filter(committee=committee, parent=None).values_list("pk", flat=True).first()
    links = Indicator.goals.through.objects.filter(goal__committee=committee, goal__year=year)
    if goals is not None:
        links = links.filter(goal__in=list(goals))
    pairs = list(links.values_list("goal_id", "indicator_id"))
    if not pairs or root is None:
        return {}
    of_goals = Indicator.objects.filter(pk__in=links.values("indicator_id")).valid_in(year)
    indicators = list(of_goals.in_order().only(*_COLUMNS))
    pks = [indicator.pk for indicator in indicators]
    # Those of the whole committee: naming three hundred indicators takes longer than reading a few rows more.
    targets = {
        (row.indicator_id, row.part): row
        for row in Target.objects.filter(indicator__committee=committee, unit=root, year=year)
    }
    parts: dict[int, list[str]] = defaultdict(list)
    rows = IndicatorPart.objects.filter(indicator__committee=committee).order_by("position", "code")
    for pk, code in rows.values_list("indicator_id", "code"):
        parts[pk].append(code)
    # Of a year's months only the period's own and the last tertial's can be what is shown.
    months = {month, month - month % _TERTIAL} - {0}
    values = measured(pks, [year], units=[root], months=months, may_see_small=may_see_small)
    marks = _marks(root, year, month)
    if marks and not sees_small(may_see_small, root):
        hidden = hidden_years(marks, [year], units=[root])
        marks = {pk: mark for pk, mark in marks.items() if (pk, root, year) not in hidden}
    made = {
        indicator.pk: _line(indicator, parts[indicator.pk], targets, values, (root, year, month), marks)
        for indicator in indicators
    }
    by_goal: dict[int, list[IndicatorLine]] = defaultdict(list)
    of_indicator: dict[int, list[int]] = defaultdict(list)
    for goal, pk in pairs:
        of_indicator[pk].append(goal)
    for pk, line in made.items():
        for goal in of_indicator[pk]:
            by_goal[goal].append(line)
    return dict(by_goal)


def _marks(root: int, year: int, month: int) -> dict[int, AssessmentLevel]:
    """The committee's assessments of indicators. One query."""
    rows = Assessment.objects.filter(indicator__isnull=False, unit=root, year=year, month=month)
    rows = rows.exclude(level=None).select_related("level").defer("text", "measures")
    return {row.indicator_id: row.level for row in rows if row.indicator_id and row.level}


def _line(
    indicator: Indicator,
    parts: Sequence[str],
    targets: Mapping[tuple[int, str], Target],
    values: Mapping[Key, Measured],
    of: tuple[int, int, int],
    marks: Mapping[int, AssessmentLevel],
) -> IndicatorLine:
    root, year, month = of
    outcome, suppressed, missing = "", False, ""
    for span, at in _periods(indicator, month):
        outcome, suppressed, missing = _outcome(indicator, parts, values, (root, year, span, at))
        if outcome:
            # A month's value stands for that month alone, and an earlier tertial's is not the period's.
            if at != month:
                outcome = f"{outcome} ({MONTHS[at - 1]})"
            break
    yearly = indicator.frequency in (Frequency.YEAR, Frequency.SECOND_YEAR)
    return IndicatorLine(
        indicator.code,
        indicator.name,
        outcome,
        _target_text(indicator, parts, targets),
        marks.get(indicator.pk),
        suppressed,
        waits_for_year=not outcome and yearly and month < _YEAR_END,
        missing=missing,
    )


def _periods(indicator: Indicator, month: int) -> list[tuple[str, int]]:
    """Where to look for the value after a month, the best first: span and last month."""
    found: list[tuple[str, int]] = [(Span.YEAR, _YEAR_END)] if month == _YEAR_END else []
    span = _SPANS.get(Frequency(indicator.frequency))
    if span == Span.MONTH:
        found.append((span, month))
    elif span == Span.TERTIAL and month >= _TERTIAL:
        found.append((span, month - month % _TERTIAL))
    return found


def _outcome(
    indicator: Indicator,
    parts: Sequence[str],
    values: Mapping[Key, Measured],
    at: tuple[int, int, str, int],
) -> tuple[str, bool, str]:
    """The total, else women and men, of the indicator's own value and each of its parts; '' if there is none.

    Also whether any of it is suppressed, and why the first that is missing is so.
    """
    root, year, span, month = at
    texts, suppressed, missing = [], False, ""
    for part in ("", *parts):
        by_gender = {
            gender: found
            for gender in Gender.values
            if (found := values.get(Key(indicator.pk, root, part, gender, year, span, month)))
        }
        total = by_gender.get(Gender.TOTAL)
        if total is not None:
            texts.append(total.text)
        else:
            shown = [
                f"{name.lower()} {by_gender[gender].text}"
                for gender, name in gender_names(indicator).items()
                if gender in by_gender
            ]
            texts.extend([", ".join(shown)] if shown else [])
        suppressed = suppressed or any(each.is_suppressed for each in by_gender.values())
        reasons = (each.note for each in by_gender.values() if each.form == Form.MISSING)
        missing = missing or next(reasons, "")
    return " / ".join(texts), suppressed, missing


def _target_text(
    indicator: Indicator, parts: Sequence[str], targets: Mapping[tuple[int, str], Target]
) -> str:
    """'högst 6,5 %'; '' where there is no target."""
    texts = []
    for part in ("", *parts):
        target = targets.get((indicator.pk, part))
        if target is not None and target.value is not None:
            aim = aim_of(target, indicator)
            texts.append(aim.text if aim else shown_target(target, indicator))
    return " / ".join(texts)
