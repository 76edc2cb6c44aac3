"""Goals, assignments and indicators for tests, as plain functions beside tests.factories.

scale = make_scale(committee)                      # four levels: met, partly, not_met, not_assessed
levels = make_levels(committee, scale)             # {"focus_area": GoalLevel, "council_goal": …, "committee_goal": …}
goal = make_goal(committee, levels["committee_goal"], 2021, number="1", units=[units["110"]])
indicator = make_indicator(committee, "vantetid", goals=[goal], value_kind="duration")
make_target(indicator, 2021, "660", form="duration")
make_measurement(indicator, 2021, "638", gender="K", form="duration")
assignment = make_assignment(committee, goals=[goal], units=[units["110"]])

Values are put straight into the database, as goals.protecting would leave those that need no protection; what
small numbers, conflicts or closed months do to values is tested through goals.measuring.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from goals.models import (
    Assessment,
    AssessmentLevel,
    AssessmentScale,
    Assignment,
    Form,
    Goal,
    GoalLevel,
    Indicator,
    IndicatorPart,
    Meaning,
    Measurement,
    Target,
    ValueKind,
)
from goals.values import fraction_value
from organisation.marks import Colour, Symbol
from organisation.models import Committee, Unit

Use = AssessmentScale.Use
Kind = GoalLevel.Kind

FOUR_LEVELS = (
    ("met", "Uppfyllt", "uppfyllda", Symbol.FILLED, Colour.GREEN, Meaning.MET),
    ("partly", "Delvis uppfyllt", "delvis uppfyllda", Symbol.HALF, Colour.YELLOW, Meaning.PARTLY),
    ("not_met", "Inte uppfyllt", "inte uppfyllda", Symbol.EMPTY, Colour.RED, Meaning.NOT_MET),
    ("not_assessed", "Inte bedömt", "inte bedömda", Symbol.DASHED, Colour.GREY, Meaning.NOT_ASSESSED),
)


def make_scale(
    committee: Committee, code: str = "mal", use: str = Use.GOAL, name: str = "Måluppfyllelse"
) -> AssessmentScale:
    """A scale with FOUR_LEVELS; its levels are scale.levels, by the codes of FOUR_LEVELS."""
    scale = AssessmentScale.objects.create(committee=committee, code=code, name=name, use=use)
    AssessmentLevel.objects.bulk_create(
        AssessmentLevel(
            scale=scale,
            code=level_code.replace("_", "-"),
            label=label,
            plural=plural,
            symbol=symbol,
            colour=colour,
            meaning=meaning,
            position=position,
        )
        for position, (level_code, label, plural, symbol, colour, meaning) in enumerate(FOUR_LEVELS)
    )
    return scale


def level_of(scale: AssessmentScale, meaning: str) -> AssessmentLevel:
    return scale.levels.get(meaning=meaning)


def make_levels(committee: Committee, scale: AssessmentScale | None = None) -> dict[str, GoalLevel]:
    """Focus area, council goal and committee goal, by kind; the latter two are assessed with the scale."""
    wanted = (
        (Kind.FOCUS_AREA, "Fokusområde", "Fokusområden", None),
        (Kind.COUNCIL_GOAL, "Fullmäktiges mål", "Fullmäktiges mål", scale),
        (Kind.COMMITTEE_GOAL, "Nämndmål", "Nämndmål", scale),
    )
    return {
        kind.value: GoalLevel.objects.create(
            committee=committee, position=position, kind=kind, name=name, plural=plural, scale=of_level
        )
        for position, (kind, name, plural, of_level) in enumerate(wanted, start=1)
    }


def make_goal(
    committee: Committee,
    level: GoalLevel,
    year: int = 2021,
    code: str = "",
    *,
    number: str = "",
    text: str = "",
    parent: Goal | None = None,
    units: Iterable[Unit] = (),
    **fields: Any,
) -> Goal:
    count = Goal.objects.filter(committee=committee, year=year).count() + 1
    goal = Goal.objects.create(
        committee=committee,
        level=level,
        year=year,
        code=code or f"m{count}",
        number=number,
        text=text or f"Mål {count}",
        parent=parent,
        **{"position": count, **fields},
    )
    goal.units.set(units)
    return goal


def make_indicator(
    committee: Committee,
    code: str = "",
    *,
    goals: Iterable[Goal] = (),
    units: Iterable[Unit] = (),
    parts: Iterable[str | dict[str, Any]] = (),
    **fields: Any,
) -> Indicator:
    """parts: codes, or fields of IndicatorPart with code among them."""
    count = Indicator.objects.filter(committee=committee).count() + 1
    indicator = Indicator.objects.create(
        committee=committee,
        code=code or f"x{count}",
        **{"name": f"Mått {count}", "value_kind": ValueKind.NUMBER, "position": count, **fields},
    )
    indicator.goals.set(goals)
    indicator.units.set(units)
    for position, part in enumerate(parts):
        given = {"code": part} if isinstance(part, str) else part
        IndicatorPart.objects.create(
            indicator=indicator, **{"label": given["code"].upper(), "position": position, **given}
        )
    return indicator


def root_of(committee: Committee) -> Unit:
    """The unit that stands for the committee itself."""
    return Unit.objects.get(committee=committee, parent=None)


def make_measurement(
    indicator: Indicator,
    year: int,
    value: str | int | None,
    *,
    unit: Unit | None = None,
    denominator: str | int | None = None,
    **fields: Any,
) -> Measurement:
    """A year's value of the committee, unless unit, span and month say otherwise.

    With a denominator value is the numerator of a fraction (a share in per cent where the indicator is one);
    None is a missing value and needs a note.
    """
    exact = None if value is None else Decimal(value)
    row: dict[str, Any] = {"form": Form.NUMBER, "value": exact}
    if value is None:
        row["form"] = Form.MISSING
    elif denominator is not None:
        row |= {
            "form": Form.FRACTION,
            "value": fraction_value(Decimal(value), Decimal(denominator), indicator.value_kind),
            "numerator": exact,
            "denominator": Decimal(denominator),
        }
    elif indicator.value_kind == ValueKind.SHARE:
        row["form"] = Form.SHARE
    elif indicator.value_kind == ValueKind.DURATION:
        row["form"] = Form.DURATION
    if isinstance(exact, Decimal) and denominator is None:
        row["decimals"] = max(0, -int(exact.as_tuple().exponent))
    return Measurement.objects.create(
        indicator=indicator, unit=unit or root_of(indicator.committee), year=year, **{**row, **fields}
    )


def make_target(
    indicator: Indicator, year: int, value: str | int | None, *, unit: Unit | None = None, **fields: Any
) -> Target:
    exact = None if value is None else Decimal(value)
    row: dict[str, Any] = {"value": exact}
    if exact is None:
        row["kind"] = Target.Kind.NONE
    elif indicator.value_kind == ValueKind.SHARE:
        row["form"] = Form.SHARE
    elif indicator.value_kind == ValueKind.DURATION:
        row["form"] = Form.DURATION
    if exact is not None:
        row["decimals"] = max(0, -int(exact.as_tuple().exponent))
    return Target.objects.create(
        indicator=indicator, unit=unit or root_of(indicator.committee), year=year, **{**row, **fields}
    )


def make_assignment(
    committee: Committee,
    code: str = "",
    *,
    goals: Iterable[Goal] = (),
    units: Iterable[Unit] = (),
    **fields: Any,
) -> Assignment:
    count = Assignment.objects.filter(committee=committee).count() + 1
    assignment = Assignment.objects.create(
        committee=committee,
        code=code or f"u{count}",
        **{"title": f"Uppdrag {count}", "position": count, **fields},
    )
    assignment.goals.set(goals)
    assignment.units.set(units)
    return assignment


def make_assessment(
    subject: Goal | Assignment | Indicator,
    year: int = 2021,
    month: int = 12,
    *,
    unit: Unit | None = None,
    level: AssessmentLevel | None = None,
    **fields: Any,
) -> Assessment:
    """The committee's own unless unit is given."""
    return Assessment.objects.create(
        **{type(subject).__name__.lower(): subject},
        unit=unit or root_of(subject.committee),
        year=year,
        month=month,
        level=level,
        **{"changed_by": "Karin", **fields},
    )
