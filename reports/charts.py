"""Charts drawn from the same tables that tell their figures as text. Pure: a table in, markup out.

Series differ in shape and pattern, not in colour alone. Sizes suit a phone, a page and paper: text does not
get smaller than 10 px on a phone.
"""

import textwrap
from collections.abc import Sequence
from decimal import Decimal

from organisation import svg
from organisation.axes import Axis, axis
from organisation.chart_grid import MUTED, grid, line_of, tick_text
from organisation.figures import Scale, formatted
from reports.contents import Cell, Table

WIDTH = 420
BAR, GAP, NAME, SPACE = 12, 2, 17, 6
VALUE_ROOM = 68  # for the figure after a bar
NAME_WIDTH = 50  # characters
BUDGET, ACTUAL, FORECAST = "#a9bcc1", "#155a67", "#d98432"
PLOT_HEIGHT = 190


def bars(key: str, table: Table, series: Sequence[str], description: str) -> str:
    """Horizontal bars: for each row one bar per column. series says what each column is: see _fill."""
    rows = [row for group in table.groups for row in group.rows]
    values = [value for row in rows for cell in row.cells if (value := _value(cell, table)) is not None]
    least_room = VALUE_ROOM if any(value < 0 for value in values) else 2
    scale = axis(values, least_room, WIDTH - VALUE_ROOM)
    parts, at = _legend(key, [column.full_label for column in table.columns], series)
    grid: list[str] = []
    body: list[str] = []
    for row in rows:
        for name in textwrap.wrap(row.label, NAME_WIDTH):
            at += NAME
            body.append(svg.text(name, 0, at - 5, size=14, font_weight="600"))
        top = at
        for cell, kind in zip(row.cells, series, strict=True):
            body.append(_bar(key, scale, cell, _value(cell, table), kind, at))
            at += BAR + GAP
        grid.append(_vertical_grid(scale, top - GAP, at))  # beside the bars, never through a name
        at += SPACE
    parts += [*grid, *body, _tick_labels(scale, at + 15, table)]
    return svg.drawing(key, WIDTH, at + 20, table.name, description, _patterns(key), *parts)


def _bar(key: str, scale: Axis, cell: Cell, value: Decimal | None, kind: str, top: float) -> str:
    zero = scale.at(Decimal(0))
    label, baseline = formatted(cell.figure) + cell.marker, top + BAR - 1
    if value is None:
        return svg.text(label, zero + 4, baseline, size=13.5, fill=MUTED)
    end = scale.at(value)
    anchor, where = ("end", end - 4) if value < 0 else ("start", end + 4)
    drawn = svg.element(
        "rect", x=min(zero, end), y=top, width=max(abs(end - zero), 0.5), height=BAR, **_fill(key, kind)
    )
    return drawn + svg.text(label, where, baseline, size=13.5, anchor=anchor)


def _value(cell: Cell, table: Table) -> Decimal | None:
    """What is drawn: the exact amount in the table's unit, so that rounding does not move a bar."""
    return None if cell.exact is None else cell.exact / Scale(table.unit).divisor


def months(key: str, table: Table, description: str) -> str:
    """The first column of the table as a line (budget), the second as columns (actual); a row is a month."""
    rows = [row for group in table.groups for row in group.rows]
    drawn = [[_value(row.cells[at], table) for row in rows] for at in (0, 1)]
    values = [value for each in drawn for value in each if value is not None]
    parts, top = _legend(key, [column.full_label for column in table.columns[:2]], ["line", "actual"])
    top += 24
    bottom = top + PLOT_HEIGHT
    scale = axis(values, bottom, top)
    left, lines = grid(scale, WIDTH)
    step = (WIDTH - left) / len(rows)
    parts.append(svg.text(table.unit, 0, top - 12, size=14, fill=MUTED))
    parts += lines
    for at, (row, value) in enumerate(zip(rows, drawn[1], strict=True)):
        middle = left + step * (at + 0.5)
        parts.append(svg.text(row.label[:3], middle, bottom + 18, size=14, anchor="middle"))
        if value is not None:
            end, zero = scale.at(value), scale.at(Decimal(0))
            parts.append(
                svg.element(
                    "rect",
                    x=middle - step * 0.32,
                    y=min(end, zero),
                    width=step * 0.64,
                    height=max(abs(end - zero), 0.5),
                    **_fill(key, "actual"),
                )
            )
    points = [
        (left + step * (at + 0.5), scale.at(value)) for at, value in enumerate(drawn[0]) if value is not None
    ]
    parts.append(_budget_line(points))
    return svg.drawing(key, WIDTH, bottom + 26, table.name, description, _patterns(key), *parts)


def _budget_line(points: Sequence[tuple[float, float]]) -> str:
    """A dashed line with a diamond at each month, white around it so that it is seen over the columns."""
    path = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in points)
    common: dict[str, str | float] = {"points": path, "fill": "none", "stroke_linejoin": "round"}
    return (
        svg.element("polyline", **common, stroke="#ffffff", stroke_width=4)
        + svg.element("polyline", **common, stroke=FORECAST, stroke_width=2, stroke_dasharray="6 3")
        + "".join(_diamond(x, y) for x, y in points)
    )


def _diamond(x: float, y: float) -> str:
    corners = ((x, y - 4.5), (x + 4.5, y), (x, y + 4.5), (x - 4.5, y))
    points = " ".join(f"{svg.number(a)},{svg.number(b)}" for a, b in corners)
    return svg.element("polygon", points=points, fill="#ffffff", stroke="#8a4a10", stroke_width=1.5)


def _fill(key: str, kind: str) -> dict[str, str | float]:
    """budget: light with an outline; actual: dark and plain; forecast: striped."""
    if kind == "budget":
        return {"fill": BUDGET, "stroke": MUTED, "stroke_width": 0.75}
    if kind == "forecast":
        return {"fill": f"url(#{key}-streck)", "stroke": "#8a4a10", "stroke_width": 0.75}
    return {"fill": ACTUAL}


def _patterns(key: str) -> str:
    stripes = svg.element(
        "pattern",
        svg.element("rect", width=6, height=6, fill="#fdf1e3"),
        svg.element("path", d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", stroke=FORECAST, stroke_width=2),
        id=f"{key}-streck",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    return svg.element("defs", stripes)


def _legend(key: str, labels: Sequence[str], kinds: Sequence[str]) -> tuple[list[str], float]:
    """What each series is, in as many rows as needed; and the height that it takes."""
    parts: list[str] = []
    x, y = 0.0, 4.0
    for label, kind in zip(labels, kinds, strict=True):
        width = 26 + 7.2 * len(label) + 14
        if x and x + width > WIDTH:
            x, y = 0.0, y + 20
        if kind == "line":
            parts.append(
                svg.line(x, y + 6, x + 20, y + 6, stroke=FORECAST, stroke_width=2, stroke_dasharray="6 3")
            )
            parts.append(_diamond(x + 10, y + 6))
        else:
            parts.append(svg.element("rect", x=x + 0.5, y=y, width=19, height=12, **_fill(key, kind)))
        parts.append(svg.text(label, x + 26, y + 11, size=14))
        x += width
    return parts, y + 24


def _vertical_grid(scale: Axis, top: float, bottom: float) -> str:
    return "".join(
        svg.line(scale.at(tick), top, scale.at(tick), bottom, stroke=line_of(tick), stroke_width=1)
        for tick in scale.ticks
    )


def _tick_labels(scale: Axis, y: float, table: Table) -> str:
    drawn = []
    for tick in scale.ticks:
        anchor = "start" if scale.at(tick) < 20 else "middle"
        label = tick_text(tick) + (f" {table.unit}" if tick == scale.ticks[-1] else "")
        drawn.append(svg.text(label, scale.at(tick), y, size=14, anchor=anchor, fill=MUTED))
    return "".join(drawn)
