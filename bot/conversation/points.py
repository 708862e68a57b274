"""Points: each entry with its reason, required against earned, practice against its cap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import storage.content
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.points import PointsEntry
from study.points import points_page
from study.rules.rich_text import RichText
from study.today import title_of

BLANK = RichText("")
ENTRIES = 60
MOST_LINES = 12
BANKED = ("practice", "credit", "correction", "regrade")
"""Kinds whose subject may be a question bank."""


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/points`: this year's ledger."""
    page = points_page(turn.tx, turn.me.id, turn.me.unit_id, turn.county, turn.now, ENTRIES)
    lines: list[Line] = [
        say("points-title", bold=True, year=str(page.year), counted=page.counted),
        say("points-required", counted=page.required_counted, possible=page.required_possible),
    ]
    if page.practice.earned:
        key = "points-practice-capped" if page.practice.counted < page.practice.earned else "points-practice"
        lines.append(say(key, earned=page.practice.earned, counted=page.practice.counted))
    if page.unit_average is not None:
        lines.append(say("points-unit-average", average=round(page.unit_average, 1)))
    lines.append(BLANK)
    lines += _entries(page.entries, turn) or [say("points-none")]
    buttons = [Button(say("button-today"), "go:today")]
    if page.entries:
        buttons.append(Button(say("dispute-points-button"), "dispute:points"))
    return [Reply(Message(tuple(lines), rows=(tuple(buttons),)))]


def _entries(entries: Sequence[PointsEntry], turn: Turn) -> list[Line]:
    """Newest first; entries of one day for the same thing stand in one line."""
    return [line_of(group, turn) for group in grouped(entries)[:MOST_LINES]]


def grouped(entries: Sequence[PointsEntry]) -> list[list[PointsEntry]]:
    """Neighbours of one day for the same thing together."""
    return [list(group) for _, group in groupby(entries, key=same)]


def same(entry: PointsEntry) -> tuple[object, ...]:
    """What entries in one line have in common."""
    return entry.entered_on, entry.kind, entry.subject, entry.reverses_id


def line_of(group: Sequence[PointsEntry], turn: Turn) -> Phrase:
    """The line that says these entries."""
    entry = group[0]
    earned, counted = sum(e.earned for e in group), sum(e.counted for e in group)
    key = "reversal" if entry.reverses_id is not None else entry.kind.replace("_", "-")
    if counted < earned:
        key = "practice-capped"
    return say(
        f"points-entry-{key}",
        day=entry.entered_on,
        points=f"{counted:+d}",
        questions=len(group),
        earned=earned,
        title=subject(entry, turn),
        reason=entry.reason,
    )


def subject(entry: PointsEntry, turn: Turn) -> str:
    """What an entry was for, by the name a person knows it by."""
    for bank in storage.content.practice_banks(turn.tx):
        if bank["slug"] == entry.subject and entry.kind in BANKED:
            return turn.localize(bank["title_json"])
    plan = {item.name: item.reading for item in turn.county.settings.plan}
    by_name = {"reading": entry.subject, "correction": plan.get(entry.subject, entry.subject)}
    reading = by_name.get(entry.kind, plan.get(entry.subject))
    title = turn.localize(title_of(turn.tx, reading, entry.subject, turn.county))
    return "" if title == "all" else title
