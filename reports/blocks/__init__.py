"""The block types that a template can use. A new type is a module here and a place in this list."""

from reports.blocks.assignment_register import AssignmentRegisterBlock
from reports.blocks.base import BlockSettings
from reports.blocks.chart import ChartBlock
from reports.blocks.contents_list import ContentsListBlock
from reports.blocks.control_counts import ControlCountsBlock
from reports.blocks.control_follow_up import ControlFollowUpBlock
from reports.blocks.control_measures import ControlMeasuresBlock
from reports.blocks.control_plan import ControlPlanBlock
from reports.blocks.control_summary import ControlSummaryBlock
from reports.blocks.document_facts import DocumentFactsBlock
from reports.blocks.focus_areas import FocusAreasBlock
from reports.blocks.foreword import ForewordBlock
from reports.blocks.goal_chapters import GoalChaptersBlock
from reports.blocks.goal_matrix import GoalMatrixBlock
from reports.blocks.goal_overview import GoalOverviewBlock
from reports.blocks.goal_summary import GoalSummaryBlock
from reports.blocks.indicator_chart import IndicatorChartBlock
from reports.blocks.indicator_table import IndicatorTableBlock
from reports.blocks.investments import InvestmentsBlock
from reports.blocks.monthly_values import MonthlyValuesBlock
from reports.blocks.next_years_goals import NextYearsGoalsBlock
from reports.blocks.picture import PictureBlock
from reports.blocks.plan_changes import PlanChangesBlock
from reports.blocks.result_table import ResultTableBlock
from reports.blocks.risk_list import RiskListBlock
from reports.blocks.risk_matrix import RiskMatrixBlock
from reports.blocks.text import TextBlock
from reports.blocks.unit_texts import UnitTextsBlock

BLOCK_TYPES: dict[str, type[BlockSettings]] = {
    block.TYPE: block
    for block in (
        TextBlock,
        ForewordBlock,
        UnitTextsBlock,
        PictureBlock,
        ContentsListBlock,
        DocumentFactsBlock,
        ResultTableBlock,
        InvestmentsBlock,
        ChartBlock,
        GoalOverviewBlock,
        GoalChaptersBlock,
        GoalMatrixBlock,
        FocusAreasBlock,
        GoalSummaryBlock,
        NextYearsGoalsBlock,
        AssignmentRegisterBlock,
        IndicatorTableBlock,
        MonthlyValuesBlock,
        IndicatorChartBlock,
        RiskMatrixBlock,
        RiskListBlock,
        ControlPlanBlock,
        ControlFollowUpBlock,
        ControlCountsBlock,
        ControlMeasuresBlock,
        ControlSummaryBlock,
        PlanChangesBlock,
    )
}
