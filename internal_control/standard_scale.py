"""The scale that a first plan starts from: what many municipalities use. The committee words its own from there."""

from internal_control.models import ControlPlan, RiskDecision, RiskLevel, ScaleStep
from organisation.marks import Colour, Symbol

LIKELIHOOD = (
    ("Osannolik", "Det är mycket liten risk att det händer."),
    ("Mindre sannolik", "Det är liten risk att det händer."),
    ("Möjlig", "Det finns risk att det händer."),
    ("Sannolik", "Det är mycket troligt att det händer."),
)
CONSEQUENCE = (
    ("Försumbar", "Märks knappt, varken för den enskilde eller för kommunen."),
    ("Lindrig", "Uppfattas som litet, och kan rättas inom verksamheten."),
    ("Kännbar", "Uppfattas som besvärande, och tar tid och pengar att rätta."),
    ("Allvarlig", "Så stor att den helt enkelt inte får inträffa."),
)
# From risk value, label, how it is marked, and the decision that it suggests.
LEVELS = (
    (1, "Låg", Symbol.EMPTY, Colour.GREEN, RiskDecision.ACCEPT),
    (4, "Medel", Symbol.HALF, Colour.YELLOW, RiskDecision.WATCH),
    (9, "Hög", Symbol.FILLED, Colour.RED, RiskDecision.CONTROL),
    (16, "Mycket hög", Symbol.ARROW_UP, Colour.RED, RiskDecision.ACT),
)


def add_standard_scale(plan: ControlPlan) -> None:
    """Give a new plan the usual scale of four steps."""
    ScaleStep.objects.bulk_create(
        ScaleStep(plan=plan, axis=axis, value=value, label=label, description=description)
        for axis, steps in (
            (ScaleStep.Axis.LIKELIHOOD, LIKELIHOOD),
            (ScaleStep.Axis.CONSEQUENCE, CONSEQUENCE),
        )
        for value, (label, description) in enumerate(steps, start=1)
    )
    RiskLevel.objects.bulk_create(
        RiskLevel(plan=plan, from_value=start, label=label, symbol=symbol, colour=colour, decision=decision)
        for start, label, symbol, colour, decision in LEVELS
    )
