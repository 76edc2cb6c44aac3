"""What a risk's page shows: its values within the year, and the same risk in other years."""

from collections.abc import Sequence
from dataclasses import dataclass

from internal_control.models import ControlPlan, Risk, RiskValuation
from internal_control.risk_scale import scales_of
from internal_control.risk_values import Level, RiskScale, Step


@dataclass(frozen=True)
class ValuedOnce:
    """A row of the history. The steps are None where the scale has been made smaller since."""

    valuation: RiskValuation
    value: int
    level: Level | None
    likelihood: Step | None
    consequence: Step | None


@dataclass(frozen=True)
class Standing:
    """Where a value stands on the scale; all None where there is no value."""

    likelihood: Step | None
    consequence: Step | None
    level: Level | None


@dataclass(frozen=True)
class OfYear:
    """The risk in a year. change, against the year before that has a value: 'higher', 'lower', 'same', or
    'other_scale' where the two have scales of different sizes; '' where there is nothing to compare.
    """

    risk: Risk
    scale: RiskScale
    change: str
    year_before: int | None

    @property
    def year(self) -> int:
        return self.risk.plan.year

    @property
    def level(self) -> Level | None:
        return self.scale.level_of(self.risk.value)


def standing(risk: Risk, scale: RiskScale, *, after: bool) -> Standing:
    likelihood, consequence, value = (
        (risk.likelihood_after, risk.consequence_after, risk.value_after)
        if after
        else (risk.likelihood, risk.consequence, risk.value)
    )
    return Standing(
        scale.likelihood_step(likelihood), scale.consequence_step(consequence), scale.level_of(value)
    )


def history(risk: Risk, scale: RiskScale) -> list[ValuedOnce]:
    """The newest first. One query."""
    return [
        ValuedOnce(
            each,
            value := each.likelihood * each.consequence,
            scale.level_of(value),
            scale.likelihood_step(each.likelihood),
            scale.consequence_step(each.consequence),
        )
        for each in risk.valuations.order_by("-valued_at", "-pk")
    ]


def through_the_years(risk: Risk, plan: ControlPlan) -> list[OfYear]:
    """The risk of the same code in every year of the committee, the newest first, each on its own year's scale.

    Three queries.
    """
    same = Risk.objects.filter(plan__committee=plan.committee_id, code=risk.code, is_proposal=False)
    found = list(same.select_related("plan").order_by("plan__year"))
    scales = scales_of([each.plan for each in found])
    rows: list[OfYear] = []
    before: Risk | None = None
    for each in found:
        rows.append(
            OfYear(
                each,
                scales[each.plan_id],
                _change(each, before, scales) if before else "",
                before.plan.year if before else None,
            )
        )
        before = each if each.value is not None else before
    return rows[::-1]


def _change(now: Risk, before: Risk, scales: dict[int, RiskScale]) -> str:
    if now.value is None or before.value is None:
        return ""
    if scales[now.plan_id].steps != scales[before.plan_id].steps:
        return "other_scale"
    if now.value == before.value:
        return "same"
    return "higher" if now.value > before.value else "lower"


def of_year(rows: Sequence[OfYear], year: int) -> OfYear | None:
    return next((row for row in rows if row.year == year), None)
