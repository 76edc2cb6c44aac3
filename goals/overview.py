"""A year's goals as the overview shows them: the tree, the committee's assessments and how far the units have come.

The number of queries is the same however many goals, units and indicators there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from goals.goal_checks import record_of
from goals.goal_indicators import IndicatorLine, indicator_lines
from goals.goal_summary import Counted, summary, within_sentence
from goals.goal_tree import in_tree_order
from goals.measured import SmallSeen
from goals.models import Assessment, AssessmentLevel, Assignment, Goal, GoalLevel, Indicator, Meaning
from organisation.models import Committee, Unit

_LONG_TEXTS = ("description", "contributions", "expected_effect", "follow_up_method")


@dataclass(frozen=True)
class GoalLine:
    """A goal of the overview. mark is the committee's assessment, own_mark that of the unit chosen.

    own_mark is None where the chosen unit does not follow the goal up itself, or no unit is chosen. measured is
    how many indicators the goal has; indicators are empty unless they were asked for.
    """

    goal: Goal
    depth: int
    mark: AssessmentLevel | None
    own_mark: AssessmentLevel | None
    units: int
    assessed: int
    assignments: int
    measured: int
    indicators: Sequence[IndicatorLine]


@dataclass(frozen=True)
class Legend:
    """A scale's levels explained, with the goal levels that are assessed on it: 'Inriktningsmål och Aktiviteter'."""

    of: str
    levels: tuple[AssessmentLevel, ...]


@dataclass(frozen=True)
class Choice:
    """What the overview is narrowed to; empty shows all. with_values shows the indicators with their values."""

    text: str = ""
    level: int | None = None
    unit: Unit | None = None
    with_values: bool = False

    def __bool__(self) -> bool:
        return bool(self.text or self.level or self.unit)


@dataclass(frozen=True)
class Overview:
    lines: Sequence[GoalLine]
    summaries: Sequence[str]
    legends: Sequence[Legend]
    total: int


@dataclass(frozen=True)
class GoalLevels:
    """A committee's levels of goals with the levels of their scales. Two queries."""

    levels: Sequence[GoalLevel]
    by_scale: Mapping[int, Sequence[AssessmentLevel]] = field(default_factory=dict)

    def unassessed(self, scale: int | None) -> AssessmentLevel | None:
        """The level that means not yet assessed; None without a scale."""
        if scale is None:
            return None
        return next((each for each in self.by_scale[scale] if not each.is_assessed), None)


def goal_levels(committee: Committee) -> GoalLevels:
    levels = list(GoalLevel.objects.filter(committee=committee).order_by("position"))
    by_scale: dict[int, list[AssessmentLevel]] = defaultdict(list)
    scales = {level.scale_id for level in levels if level.scale_id}
    for each in AssessmentLevel.objects.filter(scale__in=scales).order_by("position"):
        by_scale[each.scale_id].append(each)
    return GoalLevels(levels, by_scale)


def assessed_months(committee: Committee, year: int) -> list[int]:
    """The months of a year that goals have been assessed after. One query."""
    rows = Assessment.objects.filter(goal__committee=committee, year=year)
    return sorted(set(rows.values_list("month", flat=True).distinct()))


def goals_of(committee: Committee, year: int) -> list[Goal]:
    """Without their long texts. One query."""
    return list(Goal.objects.filter(committee=committee, year=year).in_order().defer(*_LONG_TEXTS))


def overview(
    *,
    committee: Committee,
    goals: Sequence[Goal],
    levels: GoalLevels,
    year: int,
    month: int,
    choice: Choice | None = None,
    may_see_small: SmallSeen = False,
) -> Overview:
    """The goals as they stand after the period that ends with month. At most fifteen queries."""
    choice = Choice() if choice is None else choice
    of_level = {level.pk: level for level in levels.levels}
    for goal in goals:
        goal.level = of_level[goal.level_id]
    followers = _followers(choice.unit, year) if choice.unit else None
    shown = _chosen(goals, choice, followers)
    by_pk = {goal.pk: goal for goal in shown}
    marks, own = _marks(committee, year, month, choice.unit, levels)
    units, assessed = _unit_counts(committee, year, month)
    assignments = _assignment_counts(committee, year)
    indicators: Mapping[int, Sequence[IndicatorLine]] = {}
    if choice.with_values:
        indicators = indicator_lines(
            committee=committee,
            year=year,
            month=month,
            goals=by_pk if choice else None,
            may_see_small=may_see_small,
        )
        measured = Counter({goal: len(of_goal) for goal, of_goal in indicators.items()})
    else:
        measured = _indicator_counts(committee, year)
    lines = [
        GoalLine(
            goal=by_pk[branch.goal.pk],
            depth=branch.depth,
            mark=marks.get(branch.goal.pk) or levels.unassessed(by_pk[branch.goal.pk].level.scale_id),
            own_mark=own.get(branch.goal.pk) or _left_to_do(choice, followers, by_pk[branch.goal.pk], levels),
            units=units[branch.goal.pk],
            assessed=assessed[branch.goal.pk],
            assignments=assignments[branch.goal.pk],
            measured=measured[branch.goal.pk],
            indicators=indicators.get(branch.goal.pk, ()),
        )
        for branch in in_tree_order(map(record_of, shown))
    ]
    return Overview(
        lines=lines,
        summaries=summaries(levels.levels, [(line.goal.level_id, line.mark) for line in lines]),
        legends=legends(levels, [line.mark for line in lines]),
        total=len(goals),
    )


def _followers(unit: Unit, year: int) -> dict[int, set[int]]:
    """Per goal that the unit or one below it follows up: which of them do. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    links = Goal.units.through.objects.filter(goal__year=year, unit__path__startswith=unit.path)
    for goal, follower in links.values_list("goal_id", "unit_id"):
        found[goal].add(follower)
    return found


def _chosen(
    goals: Sequence[Goal], choice: Choice, followers: Mapping[int, set[int]] | None
) -> Sequence[Goal]:
    words = choice.text.casefold().split()
    return [
        goal
        for goal in goals
        if (choice.level is None or goal.level_id == choice.level)
        and (followers is None or goal.pk in followers)
        and all(word in f"{goal.number} {goal.text}".casefold() for word in words)
    ]


def _left_to_do(
    choice: Choice, followers: Mapping[int, set[int]] | None, goal: Goal, levels: GoalLevels
) -> AssessmentLevel | None:
    """The level for what the chosen unit follows up itself and has not assessed."""
    is_own = choice.unit is not None and choice.unit.pk in (followers or {}).get(goal.pk, ())
    return levels.unassessed(goal.level.scale_id) if is_own else None


def _marks(
    committee: Committee, year: int, month: int, unit: Unit | None, levels: GoalLevels
) -> tuple[dict[int, AssessmentLevel], dict[int, AssessmentLevel]]:
    """By goal: the committee's assessments, and the unit's. One query, and one more for levels of earlier scales."""
    rows = Assessment.objects.filter(
        Q(unit__parent=None) | Q(unit=unit), goal__committee=committee, year=year, month=month
    )
    found = list(rows.exclude(level=None).values_list("goal_id", "unit__parent_id", "level_id"))
    known = {each.pk: each for of_scale in levels.by_scale.values() for each in of_scale}
    if missing := {level for _, _, level in found} - known.keys():
        known |= AssessmentLevel.objects.in_bulk(missing)
    marks = {goal: known[level] for goal, parent, level in found if parent is None}
    return marks, {goal: known[level] for goal, parent, level in found if parent is not None}


def _unit_counts(committee: Committee, year: int, month: int) -> tuple[Counter[int], Counter[int]]:
    """Per goal: how many units follow it up beside the committee itself, and how many of those have done so."""
    links = Goal.units.through.objects.filter(
        goal__committee=committee, goal__year=year, unit__parent__isnull=False
    )
    # Which levels and which goals is asked beside: joined to every assessment it takes several times as long.
    unassessed = AssessmentLevel.objects.filter(scale__committee=committee, meaning=Meaning.NOT_ASSESSED)
    unscaled = Goal.objects.filter(committee=committee, year=year, level__scale=None)
    done = Assessment.objects.filter(
        Q(level__isnull=False) & ~Q(level__in=unassessed) | Q(goal__in=unscaled) & ~Q(text=""),
        goal__committee=committee,
        year=year,
        month=month,
        unit__parent__isnull=False,
        unit__goals=F("goal"),
    )
    rows = links.values_list("goal").annotate(Count("unit"))
    counted = done.values_list("goal").annotate(Count("unit"))
    return Counter(dict(rows.order_by())), Counter(dict(counted.order_by()))


def _assignment_counts(committee: Committee, year: int) -> Counter[int]:
    links = Assignment.goals.through.objects.filter(goal__committee=committee, goal__year=year)
    return Counter(dict(links.values_list("goal").annotate(Count("assignment")).order_by()))


def _indicator_counts(committee: Committee, year: int) -> Counter[int]:
    valid = Indicator.objects.filter(committee=committee).valid_in(year)
    links = Indicator.goals.through.objects.filter(goal__year=year, indicator__in=valid)
    return Counter(dict(links.values_list("goal").annotate(Count("indicator")).order_by()))


def summaries(levels: Sequence[GoalLevel], marks: Iterable[tuple[int, AssessmentLevel | None]]) -> list[str]:
    """One sentence for each level of goals that is assessed, from (goal level, its mark) of each goal."""
    found: dict[int, Counter[AssessmentLevel]] = defaultdict(Counter)
    for of_level, mark in marks:
        if mark is not None:
            found[of_level][mark] += 1
    sentences = []
    for level in levels:
        if level.pk in found:
            counts = sorted(found[level.pk].items(), key=lambda item: (item[0].scale_id, item[0].position))
            noun = within_sentence(level.plural) if len(found) > 1 else "mål"
            sentences.append(
                summary([Counted(each.label, each.plural, count) for each, count in counts], noun)
            )
    return sentences


def legends(levels: GoalLevels, marks: Iterable[AssessmentLevel | None]) -> list[Legend]:
    """The scales in use, and the levels of earlier scales that still stand in an assessment."""
    names: dict[int, list[str]] = defaultdict(list)
    for level in levels.levels:
        if level.scale_id:
            names[level.scale_id].append(level.plural)
    made = [Legend(_listed(of), tuple(levels.by_scale[scale])) for scale, of in names.items()]
    earlier = {mark.pk: mark for mark in marks if mark is not None and mark.scale_id not in names}
    if earlier:
        in_order = sorted(earlier.values(), key=lambda mark: (mark.scale_id, mark.position))
        made.append(Legend("Bedömt på en tidigare skala", tuple(in_order)))
    return made


def _listed(names: Sequence[str]) -> str:
    """'Fokusområden, inriktningsmål och aktiviteter'."""
    later = [names[0], *map(within_sentence, names[1:])]
    return " och ".join(filter(None, [", ".join(later[:-1]), later[-1]]))
