"""The scale of a plan: how it is read, what it must be, and how it is changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import CharField, Q, Value

from internal_control.models import (
    STEPS_LEAST,
    STEPS_MOST,
    ControlPlan,
    ControlPlanQuerySet,
    RiskLevel,
    ScaleStep,
)
from internal_control.refusing import ControlRefused, Decision, locked, log_change, require_changeable
from internal_control.risk_values import Level, RiskScale, Step
from organisation.audit import record
from organisation.meanwhile import changed_meanwhile, fingerprint_of

__all__ = [
    "NO_SCALE",
    "Level",
    "RiskScale",
    "ScaleRefused",
    "Step",
    "level_faults",
    "save_scale",
    "scale_fingerprint",
    "scale_of",
    "scales_in",
    "scales_of",
]

NO_SCALE = RiskScale((), (), ())
_AXES = (
    (ScaleStep.Axis.LIKELIHOOD.value, "Sannolikhet"),
    (ScaleStep.Axis.CONSEQUENCE.value, "Konsekvens"),
)


class ScaleRefused(ControlRefused):
    """What cannot be saved. by_level: the place of a level among those given (None: the whole) → sentence."""

    def __init__(self, by_level: Mapping[int | None, str]) -> None:
        super().__init__(" ".join(by_level.values()))
        self.by_level = by_level


def scale_of(plan: ControlPlan) -> RiskScale:
    """The plan's scale. One query."""
    return scales_of([plan])[plan.pk]


def scales_of(plans: Collection[ControlPlan]) -> dict[int, RiskScale]:
    """The scales of several plans, by the plan's number. One query."""
    found = scales_in([plan.pk for plan in plans])
    return {plan.pk: found.get(plan.pk, NO_SCALE) for plan in plans}


def scales_in(plans: Collection[int] | ControlPlanQuerySet) -> dict[int, RiskScale]:
    """The same of those that have any, plans by number or as a query that need not be asked alone."""
    steps = ScaleStep.objects.filter(plan__in=plans).order_by()
    levels = RiskLevel.objects.filter(plan__in=plans).order_by()
    none = Value("", output_field=CharField())
    rows = steps.values_list("plan_id", "axis", "value", "label", "description", none, none).union(
        levels.values_list("plan_id", none, "from_value", "label", "symbol", "colour", "decision"), all=True
    )
    of_plan: dict[int, dict[str, list[tuple[Any, ...]]]] = {}
    for plan, axis, *row in sorted(rows, key=lambda row: row[2]):
        of_plan.setdefault(plan, {}).setdefault(axis, []).append(tuple(row))
    return {
        plan: RiskScale(
            likelihood=_steps(by_axis.get(ScaleStep.Axis.LIKELIHOOD.value, ())),
            consequence=_steps(by_axis.get(ScaleStep.Axis.CONSEQUENCE.value, ())),
            levels=tuple(Level(*row) for row in by_axis.get("", ())),
        )
        for plan, by_axis in of_plan.items()
    }


def _steps(rows: Iterable[tuple[Any, ...]]) -> tuple[Step, ...]:
    return tuple(Step(value, label, description) for value, label, description, *_ in rows)


def scale_fingerprint(scale: RiskScale) -> str:
    return fingerprint_of([scale])


@transaction.atomic
def save_scale(
    *,
    plan: ControlPlan,
    likelihood: Sequence[Step],
    consequence: Sequence[Step],
    levels: Sequence[Level],
    decision: Decision | None = None,
    seen: str | None = None,
    by: Any,
) -> RiskScale:
    """Make these the whole of the plan's scale; levels in any order.

    seen is scale_fingerprint as the writer began. Raises ScaleRefused if they make no scale, or if a risk has a value
    that would be outside it; ControlRefused where the plan may not be changed.
    """
    plan = locked(plan)
    before = scale_of(plan)
    if seen is not None and scale_fingerprint(before) != seen:
        raise ScaleRefused({None: changed_meanwhile("skalan")})
    if faults := _step_faults(likelihood, consequence) or level_faults(levels, len(likelihood)):
        raise ScaleRefused(faults)
    if outside := _outside(plan, len(likelihood)):
        raise ScaleRefused({None: outside})
    after = RiskScale(
        tuple(likelihood), tuple(consequence), tuple(sorted(levels, key=lambda level: level.from_value))
    )
    if after == before:
        return after
    require_changeable(plan, decision)
    plan.scale_steps.all().delete()
    plan.risk_levels.all().delete()
    ScaleStep.objects.bulk_create(
        ScaleStep(plan=plan, axis=axis, value=step.value, label=step.label, description=step.description)
        for (axis, _), steps in zip(_AXES, (after.likelihood, after.consequence), strict=True)
        for step in steps
    )
    RiskLevel.objects.bulk_create(
        RiskLevel(
            plan=plan,
            from_value=level.from_value,
            label=level.label,
            symbol=level.symbol,
            colour=level.colour,
            decision=level.decision,
        )
        for level in after.levels
    )
    was, now = _in_words(before), _in_words(after)
    log_change(plan, decision, "Skalan för risker ändrad", by=by, before=was, after=now)
    record(
        by=by,
        action="ändrade riskskala",
        committee=plan.committee,
        subject=plan,
        year=plan.year,
        before=was,
        after=now,
    )
    return after


def level_faults(levels: Sequence[Level], steps: int) -> dict[int | None, str]:
    """What is wrong with levels for a scale of so many steps: by the place of a level, None for the whole."""
    if len(levels) < 2:
        return {None: "En skala har minst två risknivåer."}
    faults: dict[int | None, str] = {}
    possible = {first * second for first in range(1, steps + 1) for second in range(1, steps + 1)}
    rising = sorted(range(len(levels)), key=lambda place: levels[place].from_value)
    lowest = levels[rising[0]]
    if lowest.from_value > 1:
        until = lowest.from_value - 1
        gap = "Riskvärdet 1" if until == 1 else f"Riskvärdena 1–{until}"
        faults[rising[0]] = f"{gap} saknar nivå: den lägsta nivån ska börja vid 1."
    ends = [*(levels[place].from_value for place in rising[1:]), steps**2 + 1]
    for place, end in zip(rising, ends, strict=True):
        if fault := _level_fault(levels[place], end, possible, steps):
            faults.setdefault(place, fault)
    for place, fault in _alike(levels):
        faults.setdefault(place, fault)
    return faults


def _level_fault(level: Level, end: int, possible: Collection[int], steps: int) -> str:
    """end: where the next level begins."""
    if not 1 <= level.from_value <= steps**2:
        return f"Riskvärdet går från 1 till {steps**2}, så nivån kan inte börja vid {level.from_value}."
    if end == level.from_value:
        return f"Två nivåer börjar vid {level.from_value}, så de överlappar varandra."
    if not any(level.from_value <= value < end for value in possible):
        span = f"{level.from_value}–{end - 1}" if end - 1 > level.from_value else f"{level.from_value}"
        return f"Nivån omfattar {span}, och inget riskvärde kan bli så på skalan."
    return ""


def _alike(levels: Sequence[Level]) -> Iterator[tuple[int, str]]:
    labels: set[str] = set()
    looks: dict[tuple[str, str], str] = {}
    for place, level in enumerate(levels):
        if level.label.casefold() in labels:
            yield place, f"Skalan har redan en nivå som heter ”{level.label}”."
        elif (level.symbol, level.colour) in looks:
            yield (
                place,
                f"Nivån ser ut som ”{looks[level.symbol, level.colour]}”. Välj en annan symbol.",
            )
        labels.add(level.label.casefold())
        looks.setdefault((level.symbol, level.colour), level.label)


def _step_faults(likelihood: Sequence[Step], consequence: Sequence[Step]) -> dict[int | None, str]:
    if len(likelihood) != len(consequence) or not STEPS_LEAST <= len(likelihood) <= STEPS_MOST:
        return {None: f"Skalan har {STEPS_LEAST} till {STEPS_MOST} steg, lika många på båda axlarna."}
    for steps, (_, name) in zip((likelihood, consequence), _AXES, strict=True):
        if [step.value for step in steps] != list(range(1, len(steps) + 1)):
            return {None: f"Stegen för {name.lower()} räknas från 1 utan luckor."}
        if not all(step.label.strip() for step in steps):
            return {None: f"Skriv vad varje steg för {name.lower()} heter."}
    return {}


def _outside(plan: ControlPlan, steps: int) -> str:
    """Which risks have values that a scale of so many steps does not hold, as a sentence; '' if none."""
    names = ("likelihood", "consequence", "likelihood_after", "consequence_after")
    above = Q()
    for name in names:
        above |= Q(**{f"{name}__gt": steps})
    risks = list(plan.risks.filter(above).in_order())
    if not risks:
        return ""
    shown = ", ".join(f"{risk.code} ({risk})" for risk in risks[:10])
    more = f" och {len(risks) - 10} till" if len(risks) > 10 else ""
    return (
        f"Skalan kan inte få {steps} steg: det finns risker med högre värden än så. "
        f"Värdera först om {shown}{more}."
    )


def _in_words(scale: RiskScale) -> dict[str, str]:
    words = {
        name.lower(): ", ".join(f"{step.value} {step.label}" for step in steps)
        for (_, name), steps in zip(_AXES, (scale.likelihood, scale.consequence), strict=True)
    }
    words["risknivåer"] = ", ".join(f"{low}–{high} {level.label}" for level, low, high in scale.ranges())
    return words
