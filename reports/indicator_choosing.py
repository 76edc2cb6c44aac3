"""Which indicators stand in a table, in which groups, and which units with them. Pure."""

from collections.abc import Collection, Iterable, Sequence

from reports.contents import RowStyle
from reports.indicator_records import GoalRecord, IndicatorRecord
from reports.indicator_settings import IndicatorChoice, IndicatorGrouping, IndicatorTableSettings
from reports.indicator_tables import GroupPlan, RowPlan
from reports.table_settings import Place
from reports.unit_tree import UnitRecord, UnitTree

WITHOUT_GOAL = "Utan mål"


def chosen(
    choice: IndicatorChoice, indicators: Iterable[IndicatorRecord], goals: Sequence[GoalRecord], year: int
) -> list[IndicatorRecord]:
    """The indicators of a choice in their order; those listed by code in the order of the list.

    goals are looked at where choice.is_by_goal. A listed one is always there, others if they are valid in year. Codes that do not exist are left out: checking
    the template tells of them.
    """
    if choice.indicators:
        by_code = {indicator.code: indicator for indicator in indicators}
        return [by_code[code] for code in choice.indicators if code in by_code]
    valid = [indicator for indicator in indicators if indicator.is_valid_in(year)]
    if choice.themes:
        return [each for each in valid if each.theme in choice.themes]
    if choice.goals or choice.level:
        within = {goal for each in chosen_goals(choice, goals) for goal in below(each, goals)}
        measuring = measuring_any(within, goals)
        return [each for each in valid if each.id in measuring]
    return valid


def chosen_goals(choice: IndicatorChoice, goals: Sequence[GoalRecord]) -> list[GoalRecord]:
    """The goals that head the groups: those listed, or of the level; else every goal."""
    if choice.goals:
        by_code = {goal.code: goal for goal in goals}
        return [by_code[code] for code in choice.goals if code in by_code]
    return [goal for goal in goals if goal.level == choice.level or not choice.level]


def below(goal: GoalRecord, goals: Sequence[GoalRecord]) -> set[int]:
    """The ids of the goal and of all goals below it. goals stand with parents before children."""
    found = {goal.id}
    for each in goals:
        if each.parent_id in found:
            found.add(each.id)
    return found


def measuring_any(within: Collection[int], goals: Iterable[GoalRecord]) -> frozenset[int]:
    """The ids of the indicators of the goals within."""
    return frozenset().union(*(goal.indicator_ids for goal in goals if goal.id in within))


def grouped(
    settings: IndicatorTableSettings,
    indicators: Sequence[IndicatorRecord],
    goals: Sequence[GoalRecord],
    tree: UnitTree,
    years: set[int],
) -> list[GroupPlan]:
    """The rows in their groups, as settings.grouping says. goals are looked at where settings.is_by_goal."""
    units = tree.chosen(settings.units, years)
    by = settings.grouping
    if by is IndicatorGrouping.INDICATOR:
        return [_of_indicator(settings, each, units, tree.root) for each in indicators]
    if by is IndicatorGrouping.UNIT:
        return [
            _plans(unit.name, [each for each in indicators if _has(each, unit, tree.root)], unit)
            for unit in units
        ]
    unit = units[0] if units else tree.root
    if by is IndicatorGrouping.THEME:
        themes = settings.choice.themes or tuple(dict.fromkeys(each.theme for each in indicators))
        return [
            _plans(
                theme or tree.root.name,
                [each for each in indicators if each.theme == theme],
                unit,
                shows_label=themes != ("",),
            )
            for theme in themes
        ]
    if by is IndicatorGrouping.GOAL:
        return _by_goal(settings.choice, indicators, goals, unit)
    return [_plans(tree.root.name, indicators, unit, shows_label=False)]


def _by_goal(
    choice: IndicatorChoice,
    indicators: Sequence[IndicatorRecord],
    goals: Sequence[GoalRecord],
    unit: UnitRecord,
) -> list[GroupPlan]:
    found, taken = [], set()
    for goal in chosen_goals(choice, goals):
        within = below(goal, goals) if choice.goals or choice.level else {goal.id}
        measuring = measuring_any(within, goals)
        own = [each for each in indicators if each.id in measuring]
        taken |= {each.id for each in own}
        found.append(_plans(goal.label, own, unit))
    return [*found, _plans(WITHOUT_GOAL, [each for each in indicators if each.id not in taken], unit)]


def _plans(
    label: str, indicators: Iterable[IndicatorRecord], unit: UnitRecord, *, shows_label: bool = True
) -> GroupPlan:
    return GroupPlan(label, tuple(RowPlan(each.name, each, unit) for each in indicators), shows_label)


def _of_indicator(
    settings: IndicatorTableSettings,
    indicator: IndicatorRecord,
    units: Iterable[UnitRecord],
    root: UnitRecord,
) -> GroupPlan:
    """The units that hand in values of the indicator, with the committee's own value first or last."""
    rows = [RowPlan(unit.name, indicator, unit) for unit in units if _has(indicator, unit, root)]
    total = RowPlan(settings.total_name or root.name, indicator, root, RowStyle.TOTAL)
    if settings.total is Place.FIRST:
        rows.insert(0, total)
    elif settings.total is Place.LAST:
        rows.append(total)
    return GroupPlan(indicator.name, tuple(rows), note=indicator.footnote)


def _has(indicator: IndicatorRecord, unit: UnitRecord, root: UnitRecord) -> bool:
    """An indicator by unit that lists no units is every unit's; one that is not by unit is the committee's alone."""
    if unit == root:
        return True
    return indicator.is_by_unit and (not indicator.unit_ids or unit.id in indicator.unit_ids)
