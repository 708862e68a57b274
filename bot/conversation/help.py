"""Help: what can be said, in one screen."""

from __future__ import annotations

from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from study import permissions


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/help`."""
    lines: list[Line] = [say("help-title", bold=True), say("help-commands")]
    roles = permissions.roles(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    if roles & {"instructor", "admin"}:
        lines.append(say("help-instructor"))
    if roles & {"supervisor", "admin"}:
        lines.append(say("help-supervisor"))
    if "admin" in roles:
        lines.append(say("help-admin"))
    lines.append(say("help-answers"))
    rows = (
        (
            Button(say("button-today"), "go:today", primary=True),
            Button(say("button-readings"), "go:readings"),
        ),
        (Button(say("button-points"), "go:points"), Button(say("button-settings"), "go:settings")),
    )
    return [Reply(Message(tuple(lines), rows=rows))]


def files_not_taken(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    return [Reply(Message((say("files-not-taken"),)))]
