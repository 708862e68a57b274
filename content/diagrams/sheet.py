"""A canvas with the shapes of a diagram: panels with wrapped words, and arrows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from matplotlib.patches import FancyBboxPatch, Polygon

from bot.charts.canvas import Canvas
from bot.charts.theme import THEMES

THEME = THEMES["light"]
WIDTH = 320
"""CSS pixels: what a bubble on a phone 360 wide shows unscaled."""

SCALE = 3
SIZE = 15
LINE = 20
PADDING = 10
CORNER = 8
HEAD = 8
"""The length of an arrow's head."""

PLAIN = ("#edf3f7", THEME.ink)
STRESSED = ("#bd4f0c", "#ffffff")
DEEP = ("#2f6f9f", "#ffffff")
"""Paper and ink of a panel."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """A rounded box around `lines`, by its middle."""

    across: float
    down: float
    width: float
    height: float
    lines: tuple[str, ...]

    def edge_towards(self, other: Point, gap: float = 4) -> Point:
        """Where a line from the middle to `other` leaves the box, `gap` outside of it."""
        wide, high = other[0] - self.across, other[1] - self.down
        length = math.hypot(wide, high)
        share = min(
            (self.width / 2) / abs(wide) if wide else math.inf,
            (self.height / 2) / abs(high) if high else math.inf,
        )
        share += gap / length
        return self.across + share * wide, self.down + share * high

    @property
    def middle(self) -> Point:
        return self.across, self.down


class Sheet(Canvas):
    """A diagram of the given height, WIDTH wide."""

    def __init__(self, height: float) -> None:
        super().__init__(WIDTH, math.ceil(height), SCALE, THEME.paper)

    def panel(self, panel: Panel, colours: tuple[str, str] = PLAIN) -> None:
        """The box and its lines, each in the middle."""
        paper, ink = colours
        left, top = panel.across - panel.width / 2, panel.down - panel.height / 2
        style = f"round,pad=0,rounding_size={CORNER}"
        self._add(
            FancyBboxPatch(
                (left, top), panel.width, panel.height, boxstyle=style, facecolor=paper, edgecolor="none"
            )
        )
        first = panel.down - LINE * (len(panel.lines) - 1) / 2
        for number, line in enumerate(panel.lines):
            self.text(panel.across, first + number * LINE, line, SIZE, ink, "center")

    def arrow(self, start: Point, end: Point, colour: str = THEME.quiet) -> None:
        """A line with a head at its end."""
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        neck = end[0] - HEAD * math.cos(angle), end[1] - HEAD * math.sin(angle)
        self.line([start, neck], colour, 1.8)
        wings = [
            (neck[0] + side * HEAD * 0.6 * math.sin(angle), neck[1] - side * HEAD * 0.6 * math.cos(angle))
            for side in (1, -1)
        ]
        self._add(Polygon([end, *wings], closed=True, facecolor=colour, edgecolor="none"))


def wrapped(words: str, room: float) -> tuple[str, ...]:
    """The words in lines that fit, of about the same length: broken at spaces, and in Chinese between characters."""
    lines = _filled(words, room)
    longest = max(_measure().width(line, SIZE) for line in lines)
    for narrower in range(int(longest) - 8, int(longest / 2), -8):
        evened = _filled(words, narrower)
        if len(evened) > len(lines):
            break
        lines = evened
    return lines


def _filled(words: str, room: float) -> tuple[str, ...]:
    lines = [""]
    for piece in _pieces(words):
        tried = lines[-1] + piece
        if _measure().width(tried.rstrip(), SIZE) <= room or not lines[-1]:
            lines[-1] = tried
        else:
            lines.append(piece)
    return tuple(line.strip() for line in lines)


@cache
def _measure() -> Canvas:
    return Canvas(1, 1, SCALE, THEME.paper)


def _pieces(words: str) -> list[str]:
    """What is never broken: a word with what follows it, a character with the mark that closes it."""
    return re.findall(r"[!-~÷]+ ?|[^!-~][，。、；：？！）”]*|.", words)
