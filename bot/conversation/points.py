"""Points: each entry with its reason, required against earned, practice against its cap."""

from __future__ import annotations

import storage.content
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.points import PointsEntry
from study.points import points_page
from study.rules.rich_text import RichText
from study.today import title_of

BLANK = RichText("")


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/points`: this year's ledger."""
    page = points_page(turn.tx, turn.me.id, turn.me.unit_id, turn.county, turn.now)
    lines: list[Line] = [
        say("points-title", bold=True, year=str(page.year), counted=page.counted),
        say("points-required", counted=page.required_counted, possible=page.required_possible),
    ]
    if page.practice.earned:
        key = "points-practice-capped" if page.practice.counted < page.practice.earned else "points-practice"
        lines.append(say(key, earned=page.practice.earned, counted=page.practice.counted))
    if page.unit_average is not None:
        lines.append(say("points-unit-average", average=round(page.unit_average, 1)))
    if page.entries:
        lines.append(BLANK)
        lines += [_entry(entry, turn) for entry in page.entries]
    else:
        lines += [BLANK, say("points-none")]
    return [Reply(Message(tuple(lines), rows=((Button(say("button-today"), "go:today"),),)))]


def _entry(entry: PointsEntry, turn: Turn) -> Line:
    key = (
        "points-entry-reversal"
        if entry.reverses_id is not None
        else f"points-entry-{entry.kind.replace('_', '-')}"
    )
    if entry.counted < entry.earned:
        key = "points-entry-practice-capped"
    return say(
        key,
        day=entry.entered_on,
        points=f"{entry.counted:+d}",
        earned=entry.earned,
        title=_subject(entry, turn),
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
