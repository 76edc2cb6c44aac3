"""The figures of a result page: of one unit, or of the topmost units in somebody's scope."""

from dataclasses import dataclass

from budget import result_tables, results
from budget.account_figures import account_amounts
from budget.choices import children_of, cost_types_in_order
from budget.result_tables import Group, Row
from organisation.figures import Scale
from organisation.models import Committee, Unit


@dataclass(frozen=True)
class CommitteeResult:
    whole: Group
    groups: list[Group]  # one per unit below
    cost_types: list[Row]
    account_rows: list[Row]  # the unit's own accounts
    missing: list[Unit]  # without a forecast
    has_figures: bool


def committee_result(
    *,
    committee: Committee,
    year: int,
    month: int,
    scale: Scale,
    sort: str,
    unit: Unit | None,
    tops: list[Unit],
    units: list[Unit],
) -> CommitteeResult:
    """unit: whose result it is, or None for the sum of tops. units: all in the user's scope. Six queries at most."""
    heads = [unit] if unit else tops
    head_ids = [head.pk for head in heads]
    cost_types = cost_types_in_order(committee)
    amounts = {key[:2]: line for key, line in results.yearly_amounts(committee, [year], month).items()}
    parts = children_of(unit, units, year) if unit else tops
    below = [each for each in units if any(each.path.startswith(head.path) for head in heads)]
    accounts = account_amounts(unit=unit, year=year, month=month) if unit else {}
    groups = result_tables.unit_groups(parts, amounts, cost_types, scale)
    return CommitteeResult(
        whole=result_tables.committee_group(
            unit.name if unit else "Dina enheter", head_ids, amounts, cost_types, scale
        ),
        groups=result_tables.in_order_of(groups, sort),
        cost_types=result_tables.cost_type_rows(head_ids, amounts, cost_types, scale),
        account_rows=[
            result_tables.row(str(account), line, scale, style=account.cost_type.kind, code=account.code)
            for account, line in accounts.items()
        ],
        missing=result_tables.without_forecast(below, amounts),
        has_figures=any(unit_id in head_ids for unit_id, _ in amounts),
    )
