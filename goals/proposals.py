"""What a unit's values propose about its indicators and goals after a period, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from goals.aimed_periods import WAITS, lacks_of, waits_for_year, years_between
from goals.duties import Cell
from goals.follow_up_values import Asked, Values, key_of_cell, words_for
from goals.fulfilment import NOT_ASSESSED, Aim, Outcome, Proposal, propose, propose_goal
from goals.indicator_outcomes import share_of_units
from goals.measured import Measured, SmallSeen, measured
from goals.models import Indicator, Span, Target
from goals.targets import aim_of, each_unit_aim, shown_target
from organisation.models import Unit

Kind = Target.Kind
YEAR_END = 12
# By indicator and part: the unit's own target, else the committee's.
Targets = Mapping[tuple[int, str], Target]


@dataclass(frozen=True)
class Aimed:
    """What an indicator is to be, as printed, and what its values propose; None where there is nothing to aim at."""

    target: str
    proposal: Proposal | None


def targets_for(
    indicators: Collection[int], unit: Unit, root: Collection[int], year: int
) -> dict[tuple[int, str], Target]:
    """The unit's own, else the committee's, which are the root's (a primary key). One query."""
    if not indicators:
        return {}
    rows = Target.objects.filter(unit__in={unit.pk, *root}, indicator__in=indicators, year=year)
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


def changing(asked: Iterable[Asked], targets: Targets) -> list[Asked]:
    """Those whose target is a change from an earlier value."""
    changes = {pk for (pk, _), target in targets.items() if target.kind == Kind.CHANGE}
    return [each for each in asked if each.indicator.pk in changes]


def values_of_units(unit: Unit, year: int, targets: Targets, may_see_small: SmallSeen) -> Values:
    """What all units have measured in the year where so many of them are to reach something: for the committee's own page."""
    by_units = {pk for (pk, _), target in targets.items() if target.kind == Kind.UNIT_SHARE}
    if unit.parent_id is not None or not by_units:
        return {}
    return measured(by_units, [year], spans=[Span.YEAR], may_see_small=may_see_small)


def aimed(
    asked: Asked, unit: Unit, year: int, targets: Targets, values: Values, of_units: Values | None = None
) -> Aimed:
    """Each required value against the target of its part; what may be left empty is only told its target.

    After the year the year's value is what is compared. What so large a share of the units is to reach they reach
    together: of_units are their values, on the committee's own page. On a unit's page it is the unit's part of it.
    """
    texts: dict[str, None] = {}
    aims: dict[str, Aim | None] = {}
    outcomes: list[Outcome] = []
    of_parts: set[str] = set()
    for cell in _compared(asked.duty.judged):
        target = targets.get((asked.indicator.pk, cell.part))
        if target is None:
            continue
        if target.kind == Kind.UNIT_SHARE and unit.parent_id is None:
            texts[shown_target(target, asked.indicator)] = None
            if cell.part not in of_parts:
                of_parts.add(cell.part)
                outcomes.append(
                    share_of_units(asked.indicator, unit, year, cell.part, target, of_units or {})
                )
            continue
        # What is not a change is aimed at alike by women and men.
        if target.kind == Kind.CHANGE or cell.part not in aims:
            aims[cell.part] = _aim(target, asked, cell, unit, year, values)
        aim = aims[cell.part]
        texts[_told(target, asked.indicator, aim)] = None
        if cell.is_required:
            before = _before(asked, cell, unit, year, values)
            lacks = lacks_of(target, asked.indicator, before) if aim is None else ""
            outcomes.append(_outcome(asked, cell, aim, unit, year, values, lacks))
    return Aimed(", ".join(texts), _proposal(asked, outcomes))


def _proposal(asked: Asked, outcomes: Sequence[Outcome]) -> Proposal | None:
    if not any(outcome.aim or outcome.lacks for outcome in outcomes):
        return None
    if any(waits_for_year(asked.indicator, cell.span, cell.month) for cell in _compared(asked.duty.judged)):
        return Proposal(NOT_ASSESSED, WAITS)
    return propose(outcomes)


# Hundreds of indicators are of a few sorts.
@lru_cache(maxsize=1024)
def _compared(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The values that the year's target is compared with: the year's own where it is over, else the period's."""
    if not any(cell.month == YEAR_END for cell in cells):
        return cells
    return tuple(dict.fromkeys(replace(cell, span=Span.YEAR.value) for cell in cells))


def proposal_for_goal(indicators: Iterable[int], found: Mapping[int, Proposal | None]) -> Proposal | None:
    """From the goal's indicators that the unit measures; None where none of them has anything to aim at."""
    proposals = [proposal for pk in indicators if (proposal := found.get(pk)) is not None]
    return propose_goal(proposals) if proposals else None


def _told(target: Target, indicator: Indicator, aim: Aim | None) -> str:
    shown = shown_target(target, indicator)
    if aim is None:
        return shown
    return f"{aim.text} ({shown} ska nå det)" if target.kind == Kind.UNIT_SHARE else aim.text


def _aim(target: Target, asked: Asked, cell: Cell, unit: Unit, year: int, values: Values) -> Aim | None:
    if target.kind == Kind.UNIT_SHARE:
        return each_unit_aim(target, asked.indicator)
    before = _before(asked, cell, unit, year, values)
    return aim_of(target, asked.indicator, before=before.figure if before else None)


def _before(asked: Asked, cell: Cell, unit: Unit, year: int, values: Values) -> Measured | None:
    """The value that a change is counted from."""
    earlier = year - years_between(asked.indicator)
    return values.get(key_of_cell(asked, cell, unit, earlier, cell.month))


def _outcome(
    asked: Asked, cell: Cell, aim: Aim | None, unit: Unit, year: int, values: Values, lacks: str
) -> Outcome:
    value = values.get(key_of_cell(asked, cell, unit, year, cell.month))
    label = words_for(asked, cell).lower() if len(asked.duty.judged) > 1 else ""
    if value is None:
        return Outcome(label, None, aim=aim, lacks=lacks)
    return Outcome(label, value.figure, value.text, aim, is_hidden=value.is_hidden, lacks=lacks)
