"""Everything of a report that its blocks print. Each kind is read once, whatever the number of units and blocks."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from budget.calculations import Amounts
from budget.investments import Booked
from budget.models import CarryOverRequest, CostType, InvestmentAmount, InvestmentProject
from budget.results import monthly_amounts, yearly_amounts
from organisation.models import Unit
from reports.goal_sources import GoalSources
from reports.indicator_sources import IndicatorSources
from reports.investment_tables import ProjectRecord
from reports.models import Picture, Report, ReportText
from reports.result_figures import CostTypeRecord, ResultFigures
from reports.unit_tree import UnitRecord, UnitTree


class Sources:
    """years are those whose amounts the report shows: they are read in one query."""

    def __init__(self, report: Report, years: Iterable[int]) -> None:
        self.report = report
        self.committee = report.committee
        self._years = set(years)
        self._months: dict[int, dict[tuple[int, int, int], Amounts]] = {}

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

    def months(self, unit_id: int) -> dict[tuple[int, int, int], Amounts]:
        """(unit, cost type, month) of the report's year, for one unit: a chart of months is about one."""
        if unit_id not in self._months:
            self._months[unit_id] = monthly_amounts(unit_id, self.report.year)
        return self._months[unit_id]

    @cached_property
    def goals(self) -> GoalSources:
        return GoalSources(self)

    @cached_property
    def indicators(self) -> IndicatorSources:
        return IndicatorSources(self)

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
        requests: dict[int, dict[int, tuple[Decimal, str]]] = {}
        asked = CarryOverRequest.objects.filter(project__committee=self.committee).order_by("id")
        for project, year, amount, reason in asked.values_list("project_id", "year", "amount", "reason"):
            requests.setdefault(project, {})[year] = (amount, reason)
        projects = InvestmentProject.objects.filter(committee=self.committee).order_by("position", "code")
        return tuple(
            ProjectRecord(code, name, group, tuple(booked.get(pk, ())), requests.get(pk, {}))
            for pk, code, name, group in projects.values_list("id", "code", "name", "group")
        )
