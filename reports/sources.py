"""Everything of a report that its blocks print. Each kind is read once, whatever the number of units and blocks."""

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from budget.calculations import Amounts
from budget.investments import Booked
from budget.models import CostType, InvestmentAmount, InvestmentProject
from budget.results import MonthKey, monthly_amounts, yearly_amounts
from organisation.models import Unit
from reports.control_sources import ControlSources
from reports.goal_sources import GoalSources
from reports.indicator_sources import IndicatorSources
from reports.investment_tables import ProjectRecord
from reports.models import Picture, Report, ReportText
from reports.result_figures import CostTypeRecord, ResultFigures
from reports.unit_tree import UnitRecord, UnitTree

if TYPE_CHECKING:
    from reports.blocks.base import BlockSettings


class Sources:
    """years are those whose amounts the report shows: they are read in one query.

    blocks say what they need of what is too much to be read whole: the values of indicators and the months of units.
    """

    def __init__(self, report: Report, years: Iterable[int], blocks: "Iterable[BlockSettings]" = ()) -> None:
        self.report = report
        self.committee = report.committee
        self.blocks = tuple(blocks)
        self._years = set(years)

    @cached_property
    def tree(self) -> UnitTree:
        units = Unit.objects.filter(committee=self.committee).in_order()
        fields = ("id", "code", "name", "parent_id", "valid_from", "valid_to")
        return UnitTree(tuple(UnitRecord(*row) for row in units.values_list(*fields)))

    @cached_property
    def cost_types(self) -> tuple[CostTypeRecord, ...]:
        rows = CostType.objects.filter(committee=self.committee).order_by("position", "id")
        return tuple(CostTypeRecord(*row) for row in rows.values_list("id", "name", "kind"))

    @cached_property
    def figures(self) -> ResultFigures:
        month = self.report.month
        amounts = yearly_amounts(self.committee, self._years, month)
        return ResultFigures(self.tree, self.cost_types, amounts, self.report.year, month)

    @cached_property
    def months(self) -> dict[MonthKey, Amounts]:
        """(unit, cost type, month) of the report's year, for the units whose months the blocks show."""
        units = {unit for block in self.blocks for unit in block.units_by_month(self)}
        return monthly_amounts(units, self.report.year)

    @cached_property
    def goals(self) -> GoalSources:
        return GoalSources(self)

    @cached_property
    def indicators(self) -> IndicatorSources:
        return IndicatorSources(self)

    @cached_property
    def control(self) -> ControlSources:
        return ControlSources(self)

    @cached_property
    def texts(self) -> dict[tuple[str, int | None], ReportText]:
        texts = ReportText.objects.filter(report=self.report).order_by("id")
        return {(text.key, text.unit_id): text for text in texts}

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        return {picture.key: picture for picture in Picture.objects.filter(report=self.report).order_by("id")}

    @cached_property
    def projects(self) -> tuple[ProjectRecord, ...]:
        booked: dict[int, list[Booked]] = {}
        amounts = InvestmentAmount.objects.filter(project__committee=self.committee, year__in=self._years)
        fields = ("project_id", "year", "month", "type", "amount")
        for project, *row in amounts.order_by("year", "month", "type").values_list(*fields):
            booked.setdefault(project, []).append(Booked(*row))
        projects = InvestmentProject.objects.filter(committee=self.committee).order_by(
            "position", "code", "id", "carry_over_requests__id"
        )
        of_project, of_request = ("id", "code", "name", "group"), ("year", "amount", "reason")
        rows = projects.values_list(*of_project, *(f"carry_over_requests__{field}" for field in of_request))
        found = []
        for (pk, code, name, group), each in groupby(rows, key=lambda row: row[: len(of_project)]):
            asked = {year: (amount, reason) for *_, year, amount, reason in each if year is not None}
            found.append(ProjectRecord(code, name, group, tuple(booked.get(pk, ())), asked))
        return tuple(found)
