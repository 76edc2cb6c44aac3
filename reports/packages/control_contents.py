"""Everything that a package has about internal control, in the order in which its parts need each other."""

from dataclasses import dataclass
from typing import Any

from internal_control.models import ControlPlan
from organisation.models import Committee
from reports.packages import control_files, control_plan_files, risk_files
from reports.packages.control_fence import Fence
from reports.packages.control_known import KnownPlans, plans_known
from reports.packages.evidence_rows import EvidenceRow, read_evidence
from reports.packages.evidence_saving import EvidenceFiles, save_evidence
from reports.packages.files import Package
from reports.packages.follow_up_files import CountRow, FollowUpRow, read_follow_ups
from reports.packages.known import Known
from reports.packages.measure_files import MeasureRow, read_measures
from reports.packages.saving_controls import save_controls, save_items
from reports.packages.saving_follow_ups import occasions_of, save_follow_ups, save_measures
from reports.packages.saving_plans import save_changes, save_plans, save_scales
from reports.packages.saving_risks import save_risks, save_valuations


@dataclass(frozen=True)
class ControlContents:
    known: KnownPlans
    plans: list[control_plan_files.PlanRow]
    scales: control_plan_files.ScaleFiles
    risks: list[risk_files.RiskRow]
    valuations: list[risk_files.ValuationRow]
    controls: list[control_files.ControlRow]
    items: list[control_files.ItemRow]
    follow_ups: list[FollowUpRow]
    counts: list[CountRow]
    measures: list[MeasureRow]
    changes: list[control_plan_files.ChangeRow]
    evidence: list[EvidenceRow]


def read_control_contents(package: Package, committee: Committee | None, known: Known) -> ControlContents:
    plans = plans_known(committee, known)
    rows = control_plan_files.read_plans(package, plans)
    scales = control_plan_files.read_scales(package, plans)
    risks = risk_files.read_risks(package, plans)
    valuations = risk_files.read_valuations(package, plans)
    controls = control_files.read_controls(package, plans)
    items = control_files.read_items(package, plans)
    follow_ups, counts = read_follow_ups(package, plans)
    measures = read_measures(package, plans)
    changes = control_plan_files.read_changes(package, plans)
    evidence = read_evidence(package, plans)
    return ControlContents(
        plans,
        rows,
        scales,
        risks,
        valuations,
        controls,
        items,
        follow_ups,
        counts,
        measures,
        changes,
        evidence,
    )


def save_control_contents(
    committee: Committee, contents: ControlContents, files: EvidenceFiles, by: Any
) -> dict[str, int]:
    """Write it all; how many changed of each kind. What an adopted plan does not let change becomes an error."""
    stored = {
        plan.year: plan
        for plan in ControlPlan.objects.select_for_update().filter(committee=committee)
        if plan.is_adopted
    }
    changes = {"planer": save_plans(committee, contents.plans, stored)}
    decided, changes["planändringar"] = save_changes(committee, contents.changes)
    fence = Fence(stored, decided)
    changes["planer"] += save_scales(committee, contents.scales, fence)
    changes["risker"] = save_risks(committee, contents.risks, fence)
    changes["risker"] += save_valuations(committee, contents.valuations, fence)
    changes["kontroller"] = save_controls(committee, contents.controls, fence)
    changes["kontroller"] += save_items(committee, contents.items, fence)
    changes["kontrolltillfällen"] = save_follow_ups(
        committee, contents.follow_ups, contents.counts, fence, by
    )
    changes["åtgärder"] = save_measures(committee, contents.measures, fence)
    changes["underlag"] = save_evidence(contents.evidence, occasions_of(committee), fence, files)
    return changes
