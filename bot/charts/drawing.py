"""The drawing program: a drawing as JSON comes in, a PNG goes out, and the process ends.

    python -m bot.charts.drawing < drawing.json > chart.png

A process of its own, because the drawing library would double the memory of a garden that seldom draws.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from bot.charts.canvas import Canvas
from bot.charts.layout import (
    INSIDE,
    LEGEND_LINE,
    LEGEND_SIZE,
    MARGIN,
    ROW,
    SCALE,
    SWATCH,
    SWATCH_GAP,
    TITLE_LINE,
    TITLE_SIZE,
    TREND_TITLE_LINE,
    WIDTH,
    Layout,
    layout,
    legend_width,
)
from bot.charts.stored import from_json
from bot.charts.theme import THEMES, PartColour, Theme
from bot.charts.trend import draw_trend
from bot.conversation.outgoing import Drawing

MOST_MEMORY = 1 << 30
MOST_SECONDS = 20

NAME_SIZE, COUNT_SIZE = 13.5, 12.5
WIDEST_NAME = 112
BAR_HEIGHT = 19
NAME_GAP, COUNT_GAP = 8, 5
EDGE = 1
"""Between two parts of a bar."""


def draw(drawing: Drawing, theme: Theme) -> bytes:
    """The picture as PNG, `layout.picture_size` in size."""
    places = layout(drawing)
    canvas = Canvas(WIDTH, places.height, SCALE, theme.paper)
    title(canvas, drawing.title, places.title_lines, MARGIN, TITLE_SIZE, TITLE_LINE, theme.ink)
    if drawing.bars:
        _legend(canvas, drawing.legend, places, theme)
        _bars(canvas, drawing, places.bars_top, theme)
    if drawing.trend:
        lines, top = places.trend_title_lines, places.trend_top
        title(canvas, drawing.trend_title, lines, top, LEGEND_SIZE + 1, TREND_TITLE_LINE, theme.ink)
        draw_trend(canvas, drawing.trend, drawing.target, places.plot_top, theme)
    return canvas.png()


def title(canvas: Canvas, words: str, lines: int, top: float, size: float, line: float, colour: str) -> None:
    """The words in so many lines, the last of them cut where it is full."""
    rest = canvas.printable(words)
    for number in range(lines):
        is_last = number == lines - 1
        taken = rest if is_last else _one_line(canvas, rest, size)
        canvas.text(
            MARGIN, top + (number + 0.5) * line, canvas.cut(taken.strip(), size, INSIDE), size, colour
        )
        rest = rest[len(taken) :]


def _one_line(canvas: Canvas, words: str, size: float) -> str:
    """As many of the words as one line takes, broken at a space where there is one in its second half."""
    fits = len(words)
    while fits > 1 and canvas.width(words[:fits], size) > INSIDE:
        fits -= 1
    space = words.rfind(" ", fits // 2, fits + 1)
    return words[: space + 1] if fits < len(words) and space > 0 else words[:fits]


def _legend(canvas: Canvas, legend: Sequence[str], places: Layout, theme: Theme) -> None:
    for row, words in enumerate(places.legend):
        left, middle = float(MARGIN), places.legend_top + (row + 0.5) * LEGEND_LINE
        for place in words:
            canvas.box(left, middle - SWATCH / 2, SWATCH, SWATCH, _colour(theme, place).fill)
            start = left + SWATCH + SWATCH_GAP
            word = canvas.cut(legend[place], LEGEND_SIZE, MARGIN + INSIDE - start)
            canvas.text(start, middle, word, LEGEND_SIZE, theme.ink)
            left += legend_width(legend[place])


def _bars(canvas: Canvas, drawing: Drawing, top: float, theme: Theme) -> None:
    names = [canvas.cut(label, NAME_SIZE, WIDEST_NAME) for label, _ in drawing.bars]
    left = MARGIN + max(canvas.width(name, NAME_SIZE) for name in names) + NAME_GAP
    room = MARGIN + INSIDE - left
    scale = _scale(canvas, [counts for _, counts in drawing.bars], room)
    for row, (name, (_, counts)) in enumerate(zip(names, drawing.bars, strict=True)):
        middle = top + (row + 0.5) * ROW
        canvas.text(left - NAME_GAP, middle, name, NAME_SIZE, theme.ink, "right")
        _bar(canvas, counts, left, middle, scale, theme)


def _bar(
    canvas: Canvas, counts: Sequence[int], left: float, middle: float, scale: float, theme: Theme
) -> None:
    beside: list[tuple[str, str]] = []
    for place, count in enumerate(counts):
        if count <= 0:
            continue
        colour, width = _colour(theme, place), count * scale
        canvas.box(left, middle - BAR_HEIGHT / 2, max(width - EDGE, EDGE), BAR_HEIGHT, colour.fill)
        if _fits(canvas, count, width):
            canvas.text(left + (width - EDGE) / 2, middle, str(count), COUNT_SIZE, colour.inside, "center")
        else:
            beside.append((str(count), colour.beside))
        left += width
    for words, ink in beside or ([] if any(counts) else [("0", theme.quiet)]):
        left += COUNT_GAP
        canvas.text(left, middle, words, COUNT_SIZE, ink)
        left += canvas.width(words, COUNT_SIZE)


def _scale(canvas: Canvas, bars: Sequence[Sequence[int]], room: float) -> float:
    """Width of one person, so that the longest bar fits together with the counts beside it."""
    scale = room / max(1, *(sum(counts) for counts in bars))
    for _ in range(4):
        over = max(sum(counts) * scale + _beside(canvas, counts, scale) for counts in bars)
        if over <= room:
            break
        scale *= room / over
    return scale


def _beside(canvas: Canvas, counts: Sequence[int], scale: float) -> float:
    outside = [count for count in counts if count > 0 and not _fits(canvas, count, count * scale)]
    return sum(COUNT_GAP + canvas.width(str(count), COUNT_SIZE) for count in outside)


def _fits(canvas: Canvas, count: int, width: float) -> bool:
    return canvas.width(str(count), COUNT_SIZE) + 5 <= width


def _colour(theme: Theme, place: int) -> PartColour:
    return theme.parts[place % len(theme.parts)]


def _limit_itself() -> None:
    """A drawing gone wrong ends here, and not with the machine."""
    try:
        import resource
    except ImportError:  # not everywhere
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main() -> None:
    _limit_itself()
    told = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(from_json(told), THEMES[told["theme"]]))


if __name__ == "__main__":
    main()
