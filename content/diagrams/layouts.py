"""The kinds of diagram. Each takes its labels in one language and gives a finished sheet."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from content.diagrams.sheet import (
    DEEP,
    LINE,
    PADDING,
    PLAIN,
    STRESSED,
    THEME,
    WIDTH,
    Panel,
    Point,
    Sheet,
    wrapped,
)

MARGIN = 10
GAP = 26
"""Between two panels, with room for an arrow."""

RING_PANEL = 92
CENTRE_LOWER = 20
"""The middle of a circle of five is lower than that of its box."""

HEADS = 30
"""The line of heads above two columns."""

DATES = 96
"""What the dates of a timeline take on the left."""

Labels = Mapping[str, Any]
"""A diagram's entry, every label a plain string."""

Measured = tuple[str, tuple[str, ...], bool]
"""A label, its lines, and whether it is stressed."""


def steps(labels: Labels) -> Sheet:
    """One below the other, arrows between; the last leads on to what stands below."""
    rows = _measured(labels["steps"], WIDTH - 2 * MARGIN - 2 * PADDING)
    below = _below(labels)
    heights = [_height(lines) for _, lines, _ in rows]
    sheet = Sheet(2 * MARGIN + sum(heights) + GAP * (len(rows) - 1) + _room(below))
    top: float = MARGIN
    for number, ((_, lines, stressed), height) in enumerate(zip(rows, heights, strict=True)):
        panel = Panel(WIDTH / 2, top + height / 2, WIDTH - 2 * MARGIN, height, lines)
        sheet.panel(panel, STRESSED if stressed else PLAIN)
        top += height
        if number < len(rows) - 1:
            sheet.arrow((WIDTH / 2, top + 3), (WIDTH / 2, top + GAP - 3))
            top += GAP
    _say_below(sheet, below, top + MARGIN)
    return sheet


def ring(labels: Labels) -> Sheet:
    """In a circle, arrows from each to the next and from the last to the first."""
    sheet, panels, stressed = _circle(labels)
    for panel, colours in zip(panels, stressed, strict=True):
        sheet.panel(panel, colours)
    for panel, following in zip(panels, [*panels[1:], panels[0]], strict=True):
        sheet.arrow(panel.edge_towards(following.middle), following.edge_towards(panel.middle))
    return sheet


def hub(labels: Labels) -> Sheet:
    """In a circle around the one thing they all speak of."""
    sheet, panels, stressed = _circle(labels)
    middle = (panels[0].down + panels[len(panels) // 2].down) / 2 + CENTRE_LOWER
    centre = _circle_panel(labels["centre"], (WIDTH / 2, middle))
    for panel, colours in zip(panels, stressed, strict=True):
        sheet.panel(panel, colours)
        sheet.line(
            [panel.edge_towards(centre.middle, 0), centre.edge_towards(panel.middle, 0)], THEME.quiet, 1.8
        )
    sheet.panel(centre, DEEP)
    return sheet


def timeline(labels: Labels) -> Sheet:
    """Dates on the left of a line, what happened on its right."""
    room = WIDTH - DATES - 3 * MARGIN
    rows = [(str(item["at"]), wrapped(item["label"], room)) for item in labels["points"]]
    sheet = Sheet(2 * MARGIN + sum(_row(lines) for _, lines in rows))
    middles: list[float] = []
    top: float = MARGIN
    for at, lines in rows:
        middles.append(top + LINE / 2 + 6)
        sheet.text(DATES - MARGIN, middles[-1], at, 15, THEME.parts[0].beside, "right")
        for number, line in enumerate(lines):
            sheet.text(DATES + 2 * MARGIN, middles[-1] + number * LINE, line, 15, THEME.ink)
        top += _row(lines)
    sheet.line([(DATES, middles[0]), (DATES, middles[-1])], THEME.rule, 3)
    for middle in middles:
        sheet.dot(DATES, middle, THEME.parts[0].fill, 10)
    return sheet


def pairs(labels: Labels) -> Sheet:
    """Two columns with a head each; a row leads from its left to its right."""
    width = (WIDTH - 2 * MARGIN - GAP) / 2
    rows = [
        [wrapped(words, width - 2 * PADDING) for words in (row["left"], row["right"])]
        for row in labels["rows"]
    ]
    heights = [max(map(_height, row)) for row in rows]
    left, right = MARGIN + width / 2, WIDTH - MARGIN - width / 2
    below = _below(labels)
    sheet = Sheet(MARGIN + HEADS + sum(heights) + MARGIN * len(rows) + _room(below))
    for across, head in ((left, labels["heads"]["left"]), (right, labels["heads"]["right"])):
        sheet.text(across, MARGIN + 10, head, 15, THEME.quiet, "center")
    top: float = MARGIN + HEADS
    for (said, meant), height in zip(rows, heights, strict=True):
        first = Panel(left, top + height / 2, width, height, said)
        second = Panel(right, top + height / 2, width, height, meant)
        sheet.panel(first)
        sheet.panel(second, DEEP)
        sheet.arrow(first.edge_towards(second.middle), second.edge_towards(first.middle))
        top += height + MARGIN
    _say_below(sheet, below, top)
    return sheet


LAYOUTS: Mapping[str, Callable[[Labels], Sheet]] = {
    "steps": steps,
    "ring": ring,
    "hub": hub,
    "timeline": timeline,
    "pairs": pairs,
}


def _measured(items: Sequence[Any], room: float) -> list[Measured]:
    """A label is a string, or `{label, stressed}`."""
    told = [item if isinstance(item, dict) else {"label": item} for item in items]
    return [(item["label"], wrapped(item["label"], room), bool(item.get("stressed"))) for item in told]


def _below(labels: Labels) -> tuple[str, ...]:
    """The sentence under a diagram, in lines."""
    return wrapped(labels["below"], WIDTH - 2 * MARGIN) if "below" in labels else ()


def _room(below: Sequence[str]) -> float:
    return len(below) * LINE + MARGIN if below else 0


def _say_below(sheet: Sheet, below: Sequence[str], top: float) -> None:
    for number, line in enumerate(below):
        sheet.text(WIDTH / 2, top + LINE * (number + 0.5), line, 15, THEME.ink, "center")


def _height(lines: Sequence[str]) -> float:
    return len(lines) * LINE + PADDING


def _row(lines: Sequence[str]) -> float:
    return len(lines) * LINE + 14


def _circle(labels: Labels) -> tuple[Sheet, list[Panel], list[tuple[str, str]]]:
    """The sheet and the panels, clockwise from the top."""
    rows = _measured(labels["around"], RING_PANEL - PADDING)
    tallest = max(_height(lines) for _, lines, _ in rows)
    wide = WIDTH / 2 - MARGIN - RING_PANEL / 2
    high = 46 * len(rows) / 2
    places = [
        (WIDTH / 2 + wide * math.sin(turn), high - high * math.cos(turn))
        for turn in (2 * math.pi * number / len(rows) for number in range(len(rows)))
    ]
    middle = MARGIN + tallest / 2
    below = _below(labels)
    lowest = middle + max(down for _, down in places) + tallest / 2
    sheet = Sheet(lowest + MARGIN + _room(below))
    _say_below(sheet, below, lowest + MARGIN)
    panels = [
        _circle_panel(label, (across, middle + down))
        for (label, _, _), (across, down) in zip(rows, places, strict=True)
    ]
    return sheet, panels, [STRESSED if stressed else PLAIN for _, _, stressed in rows]


def _circle_panel(label: str, middle: Point) -> Panel:
    lines = wrapped(label, RING_PANEL - PADDING)
    return Panel(*middle, RING_PANEL, _height(lines), lines)
