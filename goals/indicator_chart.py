"""A chart of an indicator's values over years or months. Pure: figures in, markup out.

The page's table tells the same figures. Lines differ in shape and dash, not in colour alone; what is hidden or
missing is a gap, so that nobody reads it between its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from organisation import svg
from organisation.axes import Axis, axis
from organisation.chart_grid import TICK_WIDTH, grid

WIDTH, PLOT_HEIGHT = 380, 160
COLOURS = ("#155a67", "#a2570f", "#17262a", "#5b3a8c")
DASHES = ("", "7 3", "2 2", "10 4")


@dataclass(frozen=True)
class Line:
    """One value for each label of the chart, oldest first; None where there is none to show."""

    label: str
    figures: tuple[Decimal | None, ...]


def chart(name: str, description: str, labels: Sequence[str], lines: Sequence[Line]) -> str:
    """At least one figure must be known."""
    figures = [figure for line in lines for figure in line.figures if figure is not None]
    parts, top = _legend(lines)
    bottom = top + PLOT_HEIGHT
    scale = axis(figures, bottom, top)
    left, drawn = grid(scale, WIDTH)
    parts += drawn
    step = (WIDTH - left) / len(labels)
    middles = [left + step * (at + 0.5) for at in range(len(labels))]
    parts += [
        svg.text(label, middle, bottom + 20, size=14, anchor="middle")
        for label, middle in zip(labels, middles, strict=True)
    ]
    for number, line in enumerate(lines):
        parts += _drawn(number, line, middles, scale)
    return svg.drawing("diagram", WIDTH, bottom + 28, name, description, *parts)


def _drawn(number: int, line: Line, middles: Sequence[float], scale: Axis) -> list[str]:
    points = [
        None if figure is None else (middle, scale.at(figure))
        for middle, figure in zip(middles, line.figures, strict=True)
    ]
    between = [
        svg.line(one[0], one[1], other[0], other[1], **_stroke(number))
        for one, other in pairwise(points)
        if one and other
    ]
    return [*between, *(_point(number, *point) for point in points if point)]


def _stroke(number: int) -> dict[str, str | float]:
    stroke: dict[str, str | float] = {"stroke": COLOURS[number % 4], "stroke_width": 2}
    return stroke | ({"stroke_dasharray": dash} if (dash := DASHES[number % 4]) else {})


def _point(number: int, x: float, y: float) -> str:
    """Circle, square, diamond, triangle."""
    colour = COLOURS[number % 4]
    if number % 4 == 0:
        return svg.element("circle", cx=x, cy=y, r=4, fill=colour)
    if number % 4 == 1:
        return svg.element("rect", x=x - 4, y=y - 4, width=8, height=8, fill=colour)
    corners = [(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)]
    if number % 4 == 3:
        corners = [(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)]
    points = " ".join(f"{svg.number(a)},{svg.number(b)}" for a, b in corners)
    return svg.element("polygon", points=points, fill="#ffffff", stroke=colour, stroke_width=2)


def _legend(lines: Sequence[Line]) -> tuple[list[str], float]:
    """What each line is, in as many rows as needed; and the height that it takes. None for a line alone."""
    if len(lines) == 1:
        return [], 12.0
    parts: list[str] = []
    x, y = 0.0, 8.0
    for number, line in enumerate(lines):
        width = 34 + TICK_WIDTH * len(line.label) + 14
        if x and x + width > WIDTH:
            x, y = 0.0, y + 22
        parts.append(svg.line(x, y, x + 28, y, **_stroke(number)))
        parts.append(_point(number, x + 14, y))
        parts.append(svg.text(line.label, x + 34, y + 5, size=14))
        x += width
    return parts, y + 24
