"""The answers a second of each bot as bars, with the spread over the repeats."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path


def draw(speeds: Mapping[str, Sequence[float]], path: Path) -> None:
    """`speeds`: bot to answers a second of each repeat."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 0.55 * len(speeds) + 0.9), layout="constrained")
    axes = figure.subplots()
    for place, (bot, values) in enumerate(reversed(speeds.items())):
        middle = statistics.median(values)
        spread = [[middle - min(values)], [max(values) - middle]]
        color = "#2f6f4f" if bot == "garden" else "#b8bdb5"
        axes.barh(place, middle, xerr=spread, color=color, ecolor="#555555", capsize=3, height=0.62)
        axes.text(max(values), place, f"  {middle:.0f}", va="center")
    axes.set_yticks(range(len(speeds)), list(reversed(speeds)))
    axes.set_xlabel("durable answers a second, everybody pressing at once")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    axes.margins(x=0.12)
    figure.savefig(path, dpi=120)
