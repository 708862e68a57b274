"""Drawings to JSON and back: how a transcript keeps them and how the drawing program is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.conversation.outgoing import Drawing


def to_json(drawing: Drawing) -> dict[str, Any]:
    """Every field under its name."""
    return asdict(drawing)


def from_json(stored: Mapping[str, Any]) -> Drawing:
    """What `to_json` was given."""
    return Drawing(
        title=stored["title"],
        legend=tuple(stored["legend"]),
        bars=tuple((label, tuple(counts)) for label, counts in stored["bars"]),
        alt=stored["alt"],
        trend_title=stored["trend_title"],
        trend=tuple((label, percent) for label, percent in stored["trend"]),
        target=stored["target"],
    )
