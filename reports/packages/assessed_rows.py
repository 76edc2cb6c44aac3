"""What assignments and indicators have in common in a package: a code, a scale, units and goals, and fields of their own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goals.models import Assignment, Indicator
from organisation.models import Committee, Unit
from reports.packages.files import Row
from reports.packages.known import GoalKey
from reports.packages.linking import linked
from reports.packages.upserting import updated


@dataclass(frozen=True)
class AssessedRow:
    """values: its own fields; scale is '' for none."""

    code: str
    scale: str
    units: list[str]
    goals: list[GoalKey]
    values: Mapping[str, Any]


def read_assessed(rows: Iterable[Row], read: Callable[[Row], AssessedRow], what: str) -> list[AssessedRow]:
    """Each row read; a code that comes twice is an error. what is in the definite, with a capital: 'Uppdraget'."""
    found: list[AssessedRow] = []
    seen: dict[str, int] = {}
    for row in rows:
        assessed = read(row)
        if seen.setdefault(assessed.code, row.line) != row.line:
            row.error(f"{what} {assessed.code} står redan på rad {seen[assessed.code]}.")
        found.append(assessed)
    return found


def save_assessed(
    model: type[Assignment | Indicator], committee: Committee, rows: Iterable[AssessedRow]
) -> tuple[int, dict[str, int]]:
    """Write them in the file's order; how many changed, and the primary keys by code. Others stay."""
    rows = list(rows)
    of_committee: Any = model._default_manager.filter(committee=committee)
    scales = dict(committee.assessment_scales.values_list("code", "pk"))
    wanted: dict[str, Mapping[str, Any]] = {
        row.code: {
            "code": row.code,
            "position": position,
            "scale_id": scales[row.scale] if row.scale else None,
            **row.values,
        }
        for position, row in enumerate(rows)
    }
    changes = updated(model, {each.code: each for each in of_committee}, wanted, committee=committee)
    ids: dict[str, int] = dict(of_committee.values_list("code", "pk"))
    units = dict(Unit.objects.filter(committee=committee).values_list("code", "pk"))
    goals = {(year, code): pk for pk, year, code in committee.goals.values_list("pk", "year", "code")}
    owner = str(model._meta.model_name)
    changed = linked(
        model.units.through,
        owner,
        "unit",
        {ids[row.code]: [units[code] for code in row.units] for row in rows},
    )
    changed |= linked(
        model.goals.through, owner, "goal", {ids[row.code]: [goals[key] for key in row.goals] for row in rows}
    )
    return changes + len(changed), ids
