"""From a report's sources to its tables of indicators: by a block's own choice, or one for each of many goals."""

from collections.abc import Collection, Iterable, Sequence

from reports.contents import Table
from reports.indicator_choosing import chosen, grouped
from reports.indicator_records import IndicatorNeed
from reports.indicator_settings import (
    IndicatorGrouping,
    IndicatorLayout,
    IndicatorShows,
    IndicatorTableSettings,
)
from reports.indicator_tables import GroupPlan, RowPlan, make_table
from reports.labels import filled
from reports.made_sections import made_key
from reports.models import Report
from reports.sources import Sources


def table_of(settings: IndicatorTableSettings, sources: Sources) -> Table:
    """A table without groups where the choice has no indicators."""
    report, groups = sources.report, _groups(settings, sources)
    figures = sources.indicators.figures(_need(settings.layout, groups, report))
    name = filled(settings.name, report.year, report.month)
    return make_table(settings.key, name, settings.layout, groups, figures)


def need_of_table(settings: IndicatorTableSettings, sources: Sources) -> IndicatorNeed:
    return _need(settings.layout, _groups(settings, sources), sources.report)


def tables_of_goals(
    sources: Sources, goal_ids: Collection[int], layout: IndicatorLayout, *, key: str, name: str
) -> dict[int, Table]:
    """A table of each goal's own indicators, for those that have any.

    The key of each is made from key and the goal's code. In name {nummer} and {mål} are the goal's.
    """
    report = sources.report
    groups = _groups_of_goals(sources, goal_ids)
    figures = sources.indicators.figures(_need(layout, groups.values(), report))
    tables = {}
    for goal in sources.indicators.goals:
        if goal.id in groups:
            title = filled(name, report.year, report.month)
            title = title.replace("{nummer}", goal.number).replace("{mål}", goal.text)
            plan = [groups[goal.id]]
            tables[goal.id] = make_table(made_key(key, goal.code), title, layout, plan, figures)
    return tables


def need_of_goals(sources: Sources, goal_ids: Collection[int], layout: IndicatorLayout) -> IndicatorNeed:
    return _need(layout, _groups_of_goals(sources, goal_ids).values(), sources.report)


def _groups(settings: IndicatorTableSettings, sources: Sources) -> Sequence[GroupPlan]:
    own, year = sources.indicators, sources.report.year
    goals = own.goals if settings.is_by_goal else ()
    indicators = chosen(settings.choice, own.indicators, goals, year)
    if settings.grouping in (IndicatorGrouping.INDICATOR, IndicatorGrouping.UNIT):
        indicators = own.with_units(indicators)
    return grouped(settings, indicators, goals, sources.tree, {year} | settings.layout.years(year))


def _groups_of_goals(sources: Sources, goal_ids: Collection[int]) -> dict[int, GroupPlan]:
    """The committee's own values of the indicators of each goal that has any."""
    own, root = sources.indicators, sources.tree.root
    valid = [each for each in own.indicators if each.is_valid_in(sources.report.year)]
    plans = {
        goal.id: tuple(RowPlan(each.name, each, root) for each in valid if each.id in goal.indicator_ids)
        for goal in own.goals
        if goal.id in goal_ids
    }
    return {goal: GroupPlan(root.name, rows, shows_label=False) for goal, rows in plans.items() if rows}


def _need(layout: IndicatorLayout, groups: Iterable[GroupPlan], report: Report) -> IndicatorNeed:
    plans = [plan for group in groups for plan in group.rows]
    return IndicatorNeed(
        indicators=frozenset(plan.indicator.id for plan in plans),
        units=frozenset(plan.unit.id for plan in plans),
        genders=frozenset(layout.shown_genders()),
        periods=frozenset(layout.periods(report.year, report.month)),
        target_years=frozenset(layout.years(report.year, IndicatorShows.TARGET)),
        level_years=frozenset(layout.years(report.year, IndicatorShows.ASSESSMENT)),
    )
