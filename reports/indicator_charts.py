"""Charts of an indicator over years or months, drawn from the table that tells the same. Pure.

Series differ in shape, dash and pattern, not in colour alone. What is hidden or missing is a gap: a line stops
before it and goes on after it, so that nobody reads a value between its neighbours.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from organisation import svg
from organisation.axes import Axis, axis
from organisation.chart_grid import MUTED, grid
from reports.contents import Cell, Table
from reports.indicator_chart_tables import HOURS, Series

WIDTH, PLOT_HEIGHT = 420, 190
COLOURS = {
    Series.WOMEN: "#155a67",
    Series.MEN: "#a2570f",
    Series.TOTAL: "#17262a",
    Series.ALONE: "#155a67",
    Series.TARGET: "#5b3a8c",
}
DASHES = {Series.WOMEN: "", Series.MEN: "7 3", Series.TOTAL: "2 2", Series.ALONE: "", Series.TARGET: "10 4"}
MINUTES = 60
Point = tuple[float, float]


def lines(key: str, table: Table, series: Sequence[Series], description: str) -> str:
    """A line for each column; a row is a year or a month."""
    return _drawn(key, table, series, description, is_line=True)


def bars(key: str, table: Table, series: Sequence[Series], description: str) -> str:
    """Standing bars side by side for each row; the target is a dashed line across them."""
    return _drawn(key, table, series, description, is_line=False)


def _drawn(key: str, table: Table, series: Sequence[Series], description: str, *, is_line: bool) -> str:
    rows = [row for group in table.groups for row in group.rows]
    values = {each: [_value(row.cells[at], table) for row in rows] for at, each in enumerate(series)}
    labels = [column.label for column in table.columns]
    parts, top = _legend(key, labels, series, is_line=is_line)
    top += 24 if table.unit else 8
    scale = axis(
        [value for each in values.values() for value in each if value is not None], top + PLOT_HEIGHT, top
    )
    left, drawn = grid(scale, WIDTH)
    step = (WIDTH - left) / len(rows)
    if table.unit:
        parts.append(svg.text(table.unit, 0, top - 12, size=14, fill=MUTED))
    parts += drawn
    for at, row in enumerate(rows):
        middle, below = left + step * (at + 0.5), top + PLOT_HEIGHT + 18
        parts.append(svg.text(_short(row.label, step), middle, below, size=14, anchor="middle"))
    measured = [each for each in series if each is not Series.TARGET]
    for number, each in enumerate(measured):
        if is_line:
            parts.append(_line(each, values[each], scale, left, step))
        else:
            parts.append(_bars(key, each, values[each], scale, left, step, (number, len(measured))))
    if Series.TARGET in values:
        parts.append(_target(values[Series.TARGET], scale, left, step))
    return svg.drawing(key, WIDTH, top + PLOT_HEIGHT + 26, table.name, description, _patterns(key), *parts)


def _value(cell: Cell, table: Table) -> Decimal | None:
    if cell.exact is None:
        return None
    return cell.exact / MINUTES if table.unit == HOURS else cell.exact


def _short(label: str, room: float) -> str:
    """Years whole where there is room, months by three letters."""
    if label.isdigit():
        return label if room > 34 else f"{label[-2:]}"
    return label[:3]


def _runs(values: Sequence[Decimal | None]) -> list[list[tuple[int, Decimal]]]:
    """The values with their places, parted at every gap."""
    found = []
    for known, run in groupby(enumerate(values), key=lambda pair: pair[1] is not None):
        if known:
            found.append([(at, value) for at, value in run if value is not None])
    return found


def _line(series: Series, values: Sequence[Decimal | None], scale: Axis, left: float, step: float) -> str:
    drawn = []
    for run in _runs(values):
        points = [(left + step * (at + 0.5), scale.at(value)) for at, value in run]
        if len(points) > 1:
            drawn.append(_stroke(points, series))
        drawn += [_marker(point, series) for point in points]
    return "".join(drawn)


def _stroke(points: Sequence[Point], series: Series) -> str:
    dash = {"stroke_dasharray": DASHES[series]} if DASHES[series] else {}
    path = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in points)
    return svg.element(
        "polyline",
        points=path,
        fill="none",
        stroke=COLOURS[series],
        stroke_width=2.25,
        stroke_linejoin="round",
        **dash,
    )


def _marker(point: Point, series: Series) -> str:
    """A disc for women or for a single series, a square for men, a white diamond for the total."""
    x, y = point
    if series in (Series.WOMEN, Series.ALONE):
        return svg.element("circle", cx=x, cy=y, r=4, fill=COLOURS[series])
    if series is Series.MEN:
        return svg.element("rect", x=x - 4, y=y - 4, width=8, height=8, fill=COLOURS[series])
    corners = ((x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y))
    points = " ".join(f"{svg.number(a)},{svg.number(b)}" for a, b in corners)
    return svg.element("polygon", points=points, fill="#ffffff", stroke=COLOURS[series], stroke_width=2)


def _bars(
    key: str,
    series: Series,
    values: Sequence[Decimal | None],
    scale: Axis,
    left: float,
    step: float,
    place: tuple[int, int],
) -> str:
    """place: which series of how many, side by side in four fifths of the step."""
    number, count = place
    width, zero = step * 0.8 / count, scale.at(Decimal(0))
    drawn = []
    for at, value in enumerate(values):
        if value is not None:
            end, x = scale.at(value), left + step * (at + 0.1) + width * number
            height = max(abs(end - zero), 0.5)
            drawn.append(
                svg.element(
                    "rect", x=x, y=min(end, zero), width=width - 1, height=height, **_fill(key, series)
                )
            )
    return "".join(drawn)


def _fill(key: str, series: Series) -> dict[str, str | float]:
    """Dark and plain for women or the only series, striped for men, light with an outline for the total."""
    if series is Series.MEN:
        return {"fill": f"url(#{key}-streck)", "stroke": COLOURS[series], "stroke_width": 0.75}
    if series is Series.TOTAL:
        return {"fill": "#a9bcc1", "stroke": MUTED, "stroke_width": 0.75}
    return {"fill": COLOURS[series]}


def _target(values: Sequence[Decimal | None], scale: Axis, left: float, step: float) -> str:
    """A dashed line at each row's target, as wide as the row; white around it so that it is seen over bars."""
    drawn = []
    for run in _runs(values):
        points = [
            point
            for at, value in run
            for point in ((left + step * at, scale.at(value)), (left + step * (at + 1), scale.at(value)))
        ]
        path = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in points)
        drawn.append(svg.element("polyline", points=path, fill="none", stroke="#ffffff", stroke_width=4))
        drawn.append(_stroke(points, Series.TARGET))
    return "".join(drawn)


def _patterns(key: str) -> str:
    stripes = svg.element(
        "pattern",
        svg.element("rect", width=6, height=6, fill="#fdf1e3"),
        svg.element(
            "path", d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", stroke=COLOURS[Series.MEN], stroke_width=2
        ),
        id=f"{key}-streck",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    return svg.element("defs", stripes)


def _legend(
    key: str, labels: Sequence[str], series: Sequence[Series], *, is_line: bool
) -> tuple[list[str], float]:
    """What each series is, in as many rows as needed; and the height that it takes."""
    parts: list[str] = []
    x, y = 0.0, 4.0
    for label, each in zip(labels, series, strict=True):
        width = 30 + 7.2 * len(label) + 14
        if x and x + width > WIDTH:
            x, y = 0.0, y + 20
        if is_line or each is Series.TARGET:
            parts.append(_stroke([(x, y + 6), (x + 24, y + 6)], each))
            if each is not Series.TARGET:
                parts.append(_marker((x + 12, y + 6), each))
        else:
            parts.append(svg.element("rect", x=x + 0.5, y=y, width=19, height=12, **_fill(key, each)))
        parts.append(svg.text(label, x + 30, y + 11, size=14))
        x += width
    return parts, y + 24
