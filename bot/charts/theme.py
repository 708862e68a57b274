"""Colours of a drawing. Neighbours differ in lightness as well, and none is told from another by red and green."""

from __future__ import annotations

from study.rules.frozen import frozen


@frozen
class PartColour:
    """`fill` of the part, `inside`: of a number on it, `beside`: of a number next to the bar."""

    fill: str
    inside: str
    beside: str


@frozen
class Theme:
    """`paper` is the colour of a bubble on the page, so that the picture has no edge there."""

    paper: str
    ink: str
    quiet: str
    rule: str
    parts: tuple[PartColour, ...]
    target: str


THEMES = {
    "light": Theme(
        paper="#ffffff",
        ink="#1b211d",
        quiet="#59635d",
        rule="#dfe3df",
        parts=(
            PartColour("#2f6f9f", "#ffffff", "#2a6590"),
            PartColour("#c6cfd4", "#1b211d", "#59635d"),
            PartColour("#bd4f0c", "#ffffff", "#b04a0a"),
            PartColour("#7b6aa8", "#ffffff", "#6a589a"),
            PartColour("#dcbb58", "#1b211d", "#7d6413"),
        ),
        target="#b04a0a",
    ),
    "dark": Theme(
        paper="#242926",
        ink="#e5eae6",
        quiet="#a3aea8",
        rule="#3a413d",
        parts=(
            PartColour("#6aaede", "#0d1a24", "#7dbbe8"),
            PartColour("#5a666d", "#ffffff", "#aab6bd"),
            PartColour("#ef9a4e", "#241200", "#f3a866"),
            PartColour("#a797d6", "#150f28", "#b9abe2"),
            PartColour("#d9bd62", "#1f1700", "#e0c878"),
        ),
        target="#f3a866",
    ),
}
