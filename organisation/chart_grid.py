"""The grid of a chart whose values stand: a line across at each tick, its figure to the left. Pure."""

from decimal import Decimal

from organisation import svg
from organisation.axes import Axis
from organisation.figures import formatted

INK, MUTED, GRID = "#17262a", "#41525a", "#d5dddf"
# Of a character of a tick's figure, at its size of 14.
TICK_WIDTH = 7.4


def grid(scale: Axis, width: float) -> tuple[float, list[str]]:
    """Where the figures end and the plot begins, and the markup; width is the whole chart's."""
    labels = [tick_text(tick) for tick in scale.ticks]
    left = 8 + TICK_WIDTH * max(map(len, labels))
    parts = []
    for tick, label in zip(scale.ticks, labels, strict=True):
        y = scale.at(tick)
        parts.append(svg.line(left, y, width, y, stroke=line_of(tick), stroke_width=1))
        parts.append(svg.text(label, left - 5, y + 4, size=14, anchor="end", fill=MUTED))
    return left, parts


def line_of(tick: Decimal) -> str:
    """The colour of a tick's line: zero stands out."""
    return INK if tick == 0 else GRID


def tick_text(tick: Decimal) -> str:
    return formatted(tick.normalize() + Decimal(0))
