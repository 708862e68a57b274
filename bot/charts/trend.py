"""The trend below the bars: percent by week as a line, the target as a dashed one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.charts.canvas import Canvas
from bot.charts.layout import INSIDE, MARGIN, PLOT_HEIGHT, WEEKS_LINE
from bot.charts.theme import Theme
from study.rules.frozen import frozen

SIZE = 12
LEFT, RIGHT = MARGIN + 36, MARGIN + INSIDE
"""Left of the plot stand its percentages."""

HEADROOM = 18
"""Above 100 %, for the number of a point that is there."""

SIDE_ROOM = 18
LEAST_SPAN = 20
GAP = 4
DOTS_APART = 10

Point = tuple[float, float]


@frozen
class _Plot:
    """From `lowest` to 100 percent, the lowest at the height `bottom`."""

    lowest: float
    bottom: float

    def height(self, percent: float) -> float:
        within = min(max(percent, self.lowest), 100)
        share = (within - self.lowest) / (100 - self.lowest)
        return self.bottom - share * (PLOT_HEIGHT - HEADROOM)


def draw_trend(
    canvas: Canvas, trend: Sequence[tuple[str, float]], target: float | None, top: float, theme: Theme
) -> None:
    """The plot from `top` down, its weeks below it."""
    values = [percent for _, percent in trend]
    plot = _Plot(_lowest(values if target is None else [*values, target]), top + PLOT_HEIGHT)
    _axis(canvas, plot, target, theme)
    step = (RIGHT - LEFT - 2 * SIDE_ROOM) / max(1, len(trend) - 1)
    points = [(LEFT + SIDE_ROOM + number * step, plot.height(value)) for number, value in enumerate(values)]
    colour = theme.parts[0]
    if len(points) > 1:
        canvas.line(points, colour.fill, 2)
    for point in points if step > DOTS_APART else points[-1:]:
        canvas.dot(*point, colour.fill, 6)
    _percentages(canvas, values, points, step, colour.beside)
    _weeks(canvas, [label for label, _ in trend], points, plot.bottom + WEEKS_LINE / 2 + 2, theme)


def _lowest(values: Sequence[float]) -> float:
    """Where the plot begins: the ten below the lowest value, so that small changes can be seen."""
    return max(0, min((min(values) - 5) // 10 * 10, 100 - LEAST_SPAN))


def _axis(canvas: Canvas, plot: _Plot, target: float | None, theme: Theme) -> None:
    for percent in (plot.lowest, (plot.lowest + 100) / 2, 100):
        height = plot.height(percent)
        canvas.line([(LEFT, height), (RIGHT, height)], theme.rule, 1)
        if target is None or abs(height - plot.height(target)) > SIZE + 2:
            canvas.text(LEFT - GAP, height, _percent(percent), SIZE, theme.quiet, "right")
    if target is not None:
        height = plot.height(target)
        canvas.line([(LEFT, height), (RIGHT, height)], theme.target, 1.5, dashed=True)
        canvas.text(LEFT - GAP, height, _percent(target), SIZE, theme.target, "right")


def _percentages(
    canvas: Canvas, values: Sequence[float], points: Sequence[Point], step: float, colour: str
) -> None:
    """Above its point each; where they would touch, only those of the first and the last."""
    labels = [_percent(value) for value in values]
    crowded = max(canvas.width(label, SIZE) for label in labels) + GAP > step
    for place, (label, (across, down)) in enumerate(zip(labels, points, strict=True)):
        if not crowded or place in (0, len(labels) - 1):
            canvas.text(across, down - SIZE, label, SIZE, colour, "center", over_lines=True)


def _weeks(
    canvas: Canvas, labels: Sequence[str], points: Sequence[Point], middle: float, theme: Theme
) -> None:
    """From the last one back, as many as fit beside each other."""
    free = float("inf")
    for label, (across, _) in zip(reversed(labels), reversed(points), strict=True):
        half = canvas.width(label, SIZE) / 2
        centre = min(max(across, MARGIN + half), RIGHT - half)
        if centre + half + GAP <= free:
            canvas.text(centre, middle, label, SIZE, theme.quiet, "center")
            free = centre - half


def _percent(value: float) -> str:
    return f"{round(value, 1):g}%"
