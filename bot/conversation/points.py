"""Points: each entry with its reason, required against earned, practice against its cap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import storage.content
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.points import PointsEntry
from study.points import points_page
from study.rules.rich_text import RichText
from study.today import title_of

BLANK = RichText("")
ENTRIES = 60
MOST_LINES = 12


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
    return [Reply(Message(tuple(lines), rows=((Button(say("button-today"), "go:today"),),)))]


def _entries(entries: Sequence[PointsEntry], turn: Turn) -> list[Line]:
    """Newest first; entries of one day for the same thing stand in one line."""
    groups = [list(group) for _, group in groupby(entries, key=_same)]
    return [_line(group, turn) for group in groups[:MOST_LINES]]


def _same(entry: PointsEntry) -> tuple[object, ...]:
    return entry.entered_on, entry.kind, entry.subject, entry.reverses_id


def _line(group: Sequence[PointsEntry], turn: Turn) -> Line:
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
        title=_subject(entry, turn),
        reason=entry.reason,
    )


def _subject(entry: PointsEntry, turn: Turn) -> str:
    """What an entry was for, by the name a person knows it by."""
    for bank in storage.content.practice_banks(turn.tx):
        if bank["slug"] == entry.subject and entry.kind == "practice":
            return turn.localize(bank["title_json"])
    plan = {item.name: item.reading for item in turn.county.settings.plan}
    reading = entry.subject if entry.kind == "reading" else plan.get(entry.subject)
    title = turn.localize(title_of(turn.tx, reading, entry.subject, turn.county))
    return "" if title == "all" else title
