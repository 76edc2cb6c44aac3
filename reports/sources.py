"""Everything of a report that its blocks print. Each kind is read once, whatever the number of units and blocks."""

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, Q, Value

from budget.calculations import Amounts
from budget.investments import Booked
from budget.models import CostType, InvestmentProject
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
        """One query: of projects with their amounts, then with what is asked to be carried over."""
        own = InvestmentProject.objects.filter(committee=self.committee).order_by()
        in_years = FilteredRelation("amounts", condition=Q(amounts__year__in=self._years))
        amounts = own.annotate(in_years=in_years).values_list(
            *_PROJECT, *(f"in_years__{field}" for field in ("year", "month", "type", "amount")), Value("")
        )
        requests = own.filter(carry_over_requests__isnull=False).values_list(
            *_PROJECT,
            "carry_over_requests__year",
            Value(0),
            Value(_REQUEST),
            "carry_over_requests__amount",
            "carry_over_requests__reason",
        )
        rows = sorted(amounts.union(requests, all=True), key=_in_order)
        return tuple(
            _project(facts, [row[len(_PROJECT) :] for row in each])
            for facts, each in groupby(rows, key=lambda row: row[: len(_PROJECT)])
        )


# What is read of an investment project, in the order they stand in.
_PROJECT = ("position", "code", "id", "name", "group")
_REQUEST = "request"


def _in_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Of a project and what is of it; a project without anything has no year."""
    *project, year, month, type_, _, _ = row
    return (*project, year or 0, month or 0, type_ or "")


def _project(facts: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> ProjectRecord:
    """rows: (year, month, type, amount, reason) of its amounts, and of what is asked to be carried over."""
    _, code, _, name, group = facts
    booked = tuple(Booked(*row) for *row, _ in rows if row[2] not in (None, _REQUEST))
    asked = {year: (amount, reason) for year, _, type_, amount, reason in rows if type_ == _REQUEST}
    return ProjectRecord(code, name, group, booked, asked)
