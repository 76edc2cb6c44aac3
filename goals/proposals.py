"""What a unit's values propose about its indicators and goals after a period, and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from goals.duties import Cell
from goals.follow_up_values import Asked, Values, key_of_cell, words_for
from goals.fulfilment import Aim, Outcome, Proposal, propose, propose_goal
from goals.models import Indicator, Target
from goals.targets import aim_of, shown_target
from organisation.models import Unit

# By indicator and part: the unit's own target, else the committee's.
Targets = Mapping[tuple[int, str], Target]


@dataclass(frozen=True)
class Aimed:
    """What an indicator is to be, as printed, and what its values propose; None where there is nothing to aim at."""

    target: str
    proposal: Proposal | None


def targets_for(indicators: Collection[int], unit: Unit, year: int) -> dict[tuple[int, str], Target]:
    """One query."""
    if not indicators:
        return {}
    rows = Target.objects.filter(Q(unit=unit) | Q(unit__parent=None), indicator__in=indicators, year=year)
    found: dict[tuple[int, str], Target] = {}
    for target in rows:
        key = (target.indicator_id, target.part)
        if key not in found or target.unit_id == unit.pk:
            found[key] = target
    return found


def linked_indicators(goals: Collection[int]) -> dict[int, list[int]]:
    """The indicators of each goal. One query."""
    found: dict[int, list[int]] = {}
    if goals:
        pairs = Indicator.goals.through._default_manager.filter(goal__in=goals)
        for goal, indicator in pairs.order_by("indicator_id").values_list("goal_id", "indicator_id"):
            found.setdefault(goal, []).append(indicator)
    return found


def aimed(asked: Asked, unit: Unit, year: int, targets: Targets, values: Values) -> Aimed:
    """Each required value against its target: that of its part, else the indicator's own."""
    texts: dict[str, None] = {}
    outcomes: list[Outcome] = []
    for cell in asked.duty.cells:
        target = targets.get((asked.indicator.pk, cell.part))
        if target is None:
            continue
        aim = _aim(target, asked, cell, unit, year, values)
        texts[aim.text if aim else shown_target(target, asked.indicator)] = None
        if cell.is_required:
            outcomes.append(_outcome(asked, cell, aim, unit, year, values))
    has_aim = any(outcome.aim for outcome in outcomes)
    return Aimed(", ".join(texts), propose(outcomes) if has_aim else None)


def proposal_for_goal(indicators: Iterable[int], found: Mapping[int, Proposal | None]) -> Proposal | None:
    """From the goal's indicators that the unit measures; None where none of them has anything to aim at."""
    proposals = [proposal for pk in indicators if (proposal := found.get(pk)) is not None]
    return propose_goal(proposals) if proposals else None


def _aim(target: Target, asked: Asked, cell: Cell, unit: Unit, year: int, values: Values) -> Aim | None:
    if target.kind == Target.Kind.UNIT_SHARE:
        # It is reached by the units together: none of them can tell from its own values.
        return None
    before = values.get(key_of_cell(asked, cell, unit, year - 1, cell.month))
    return aim_of(target, asked.indicator, before=before.figure if before else None)


def _outcome(asked: Asked, cell: Cell, aim: Aim | None, unit: Unit, year: int, values: Values) -> Outcome:
    value = values.get(key_of_cell(asked, cell, unit, year, cell.month))
    label = words_for(asked, cell).lower() if len(asked.duty.cells) > 1 else ""
    if value is None:
        return Outcome(label, None, aim=aim)
    return Outcome(label, value.figure, value.text, aim, is_hidden=value.is_hidden)
