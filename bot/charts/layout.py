"""Where the parts of a drawing stand, in CSS pixels of a picture 360 wide; known without drawing it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from bot.conversation.outgoing import Drawing
from study.rules.frozen import frozen

WIDTH = 360
SCALE = 2
"""Pixels of the picture for one of CSS."""

MARGIN = 10
INSIDE = WIDTH - 2 * MARGIN
TITLE_SIZE, TITLE_LINE = 16, 22
LEGEND_SIZE, LEGEND_LINE = 13, 22
SWATCH, SWATCH_GAP, LEGEND_GAP = 12, 6, 16
ROW = 28
TREND_TITLE_LINE = 24
PLOT_HEIGHT = 120
WEEKS_LINE = 22
MOST_TITLE_LINES = 2

_LATIN_EM = 0.56


@frozen
class Layout:
    """`legend`: the places of its words, row by row. The other numbers are distances from the top."""

    title_lines: int
    legend: tuple[tuple[int, ...], ...]
    legend_top: int
    bars_top: int
    trend_top: int
    trend_title_lines: int
    plot_top: int
    height: int


def layout(drawing: Drawing) -> Layout:
    """The places of everything; the same for the same drawing, whatever font draws it."""
    title_lines = _lines(drawing.title, TITLE_SIZE)
    legend = _legend_rows(drawing.legend) if drawing.bars else ()
    legend_top = MARGIN + title_lines * TITLE_LINE + 4
    bars_top = legend_top + len(legend) * LEGEND_LINE + (4 if legend else 0)
    bottom = bars_top + len(drawing.bars) * ROW
    trend_top = bottom + (10 if drawing.bars else 0)
    if not drawing.trend:
        return Layout(title_lines, legend, legend_top, bars_top, trend_top, 0, trend_top, bottom + MARGIN)
    trend_lines = _lines(drawing.trend_title, LEGEND_SIZE + 1)
    plot_top = trend_top + trend_lines * TREND_TITLE_LINE
    height = plot_top + PLOT_HEIGHT + WEEKS_LINE + MARGIN
    return Layout(title_lines, legend, legend_top, bars_top, trend_top, trend_lines, plot_top, height)


def picture_size(drawing: Drawing) -> tuple[int, int]:
    """Width and height of the picture in its own pixels."""
    return WIDTH * SCALE, layout(drawing).height * SCALE


def estimated(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character takes its size, a letter somewhat over half of it."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return size * (wide + _LATIN_EM * (len(text) - wide))


def _lines(text: str, size: float) -> int:
    return min(MOST_TITLE_LINES, math.ceil(estimated(text, size) / INSIDE))


def legend_width(word: str) -> float:
    """What a swatch and its word take, with the gap behind them."""
    return SWATCH + SWATCH_GAP + estimated(word, LEGEND_SIZE) + LEGEND_GAP


def _legend_rows(words: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    rows: list[list[int]] = []
    used = math.inf
    for place, word in enumerate(words):
        wanted = legend_width(word)
        if used + wanted - LEGEND_GAP > INSIDE:
            rows.append([])
            used = 0
        rows[-1].append(place)
        used += wanted
    return tuple(map(tuple, rows))
