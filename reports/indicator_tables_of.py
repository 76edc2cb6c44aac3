"""From a report's sources to its tables of indicators: by a block's own choice, or one for each of many goals."""

from collections.abc import Iterable, Sequence

from reports.contents import Table
from reports.indicator_choosing import chosen, grouped
from reports.indicator_records import IndicatorFigures, IndicatorRecord
from reports.indicator_settings import (
    IndicatorGrouping,
    IndicatorLayout,
    IndicatorShows,
    IndicatorTableSettings,
)
from reports.indicator_tables import GroupPlan, RowPlan, make_table
from reports.labels import filled
from reports.made_sections import made_key
from reports.sources import Sources


def table_of(settings: IndicatorTableSettings, sources: Sources) -> Table:
    """A table without groups where the choice has no indicators."""
    own, report = sources.indicators, sources.report
    indicators = chosen(settings.choice, own.indicators, own.goals, report.year)
    if settings.grouping in (IndicatorGrouping.INDICATOR, IndicatorGrouping.UNIT):
        indicators = own.with_units(indicators)
    groups = grouped(
        settings, indicators, own.goals, sources.tree, {report.year} | settings.layout.years(report.year)
    )
    units = {plan.unit.id for group in groups for plan in group.rows}
    figures = figures_for(settings.layout, indicators, units, sources)
    name = filled(settings.name, report.year, report.month)
    return make_table(settings.key, name, settings.layout, groups, figures)


def tables_of_goals(
    sources: Sources, goal_ids: Sequence[int], layout: IndicatorLayout, *, key: str, name: str
) -> dict[int, Table]:
    """A table of each goal's own indicators, for those that have any; all are read together.

    The key of each is made from key and the goal's code. In name {nummer} and {mål} are the goal's.
    """
    own, report, root = sources.indicators, sources.report, sources.tree.root
    wanted = set(goal_ids)
    indicators = [each for each in own.indicators if each.goal_ids & wanted and each.is_valid_in(report.year)]
    figures = figures_for(layout, indicators, [root.id], sources)
    tables = {}
    for goal in own.goals:
        rows = tuple(RowPlan(each.name, each, root) for each in indicators if goal.id in each.goal_ids)
        if goal.id in wanted and rows:
            title = filled(name, report.year, report.month)
            title = title.replace("{nummer}", goal.number).replace("{mål}", goal.text)
            plan = GroupPlan(root.name, rows, shows_label=False)
            tables[goal.id] = make_table(made_key(key, goal.code), title, layout, [plan], figures)
    return tables


def figures_for(
    layout: IndicatorLayout,
    indicators: Sequence[IndicatorRecord],
    unit_ids: Iterable[int],
    sources: Sources,
) -> IndicatorFigures:
    report = sources.report
    return sources.indicators.figures(
        indicators,
        layout.periods(report.year, report.month),
        units=unit_ids,
        genders=layout.shown_genders(),
        target_years=layout.years(report.year, IndicatorShows.TARGET),
        level_years=layout.years(report.year, IndicatorShows.ASSESSMENT),
    )
