"""How a result, a decision and a status are marked: drawing, colour and words, the same on pages and in print."""

from dataclasses import dataclass

from internal_control.models import Measure, Result
from organisation.marks import Colour, Symbol


@dataclass(frozen=True)
class Mark:
    """As {% level %} and a report's LevelMark want it."""

    symbol: str
    colour: str
    label: str


def _marks(of: dict[str, tuple[Symbol, Colour, str]]) -> dict[str, Mark]:
    return {key: Mark(symbol.value, colour.value, label) for key, (symbol, colour, label) in of.items()}


RESULTS = _marks(
    {
        Result.PENDING.value: (Symbol.DASHED, Colour.GREY, str(Result.PENDING.label)),
        Result.NO_DEVIATION.value: (Symbol.CHECK, Colour.GREEN, str(Result.NO_DEVIATION.label)),
        Result.MINOR.value: (Symbol.HALF, Colour.YELLOW, str(Result.MINOR.label)),
        Result.MAJOR.value: (Symbol.FILLED, Colour.RED, str(Result.MAJOR.label)),
        Result.NOT_DONE.value: (Symbol.CROSS, Colour.GREY, str(Result.NOT_DONE.label)),
    }
)
LATE = Mark(Symbol.ARROW_DOWN.value, Colour.RED.value, "Försenad")
STATUSES = _marks(
    {
        Measure.Status.PLANNED.value: (Symbol.EMPTY, Colour.GREY, str(Measure.Status.PLANNED.label)),
        Measure.Status.ONGOING.value: (Symbol.HALF, Colour.BLUE, str(Measure.Status.ONGOING.label)),
        Measure.Status.DONE.value: (Symbol.CHECK, Colour.GREEN, str(Measure.Status.DONE.label)),
        Measure.Status.CANCELLED.value: (Symbol.CROSS, Colour.GREY, str(Measure.Status.CANCELLED.label)),
    }
)
EFFECTS = _marks(
    {
        Measure.Effect.FULL.value: (Symbol.FILLED, Colour.GREEN, str(Measure.Effect.FULL.label)),
        Measure.Effect.PARTLY.value: (Symbol.HALF, Colour.YELLOW, str(Measure.Effect.PARTLY.label)),
        Measure.Effect.NONE.value: (Symbol.EMPTY, Colour.RED, str(Measure.Effect.NONE.label)),
    }
)
