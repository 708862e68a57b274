"""Coming in by a unit's link: one message with staff number and name, then the wait for the supervisor's word."""

from __future__ import annotations

import storage.join_links
from bot.conversation.messages import Message, Reply, say
from bot.conversation.turn import Turn
from storage.units import Unit
from study import join_links
from study.join_links import Refusal

CODES_WORDS = {"too_many_tries": "code-too-many-tries", "closed_for_now": "code-closed-for-now"}


def open_link(turn: Turn, typed: str) -> list[Reply]:
    """A unit's link or its code: ask who this is."""
    found = join_links.open_link(turn.tx, turn.identity.id, typed, turn.now)
    if isinstance(found, Refusal):
        key = CODES_WORDS.get(found.reason) or f"join-link-{found.reason}"
        return [Reply(Message((say(key),)))]
    return [Reply(pending(turn) or ask(found), kind="question")]


def ask(unit: Unit) -> Message:
    return Message((say("join-ask", bold=True, unit=unit.name), say("join-ask-how")))


def pending(turn: Turn) -> Message | None:
    """What this chat is waiting for, or is asked; None when it has opened no link."""
    if storage.join_links.is_waiting(turn.tx, turn.identity.id):
        return Message((say("join-waiting"),))
    unit = join_links.opened(turn.tx, turn.identity.id, turn.now)
    return ask(unit) if unit else None


def said(turn: Turn, text: str, *, is_code: bool) -> list[Reply] | None:
    """What is typed after opening a link; None when no link is open, or it was a code after all."""
    came_to = join_links.claim(turn.tx, turn.identity.id, text, turn.county, turn.now, is_code=is_code)
    if came_to is None:
        return None
    key = CODES_WORDS.get(came_to) or f"join-{came_to.replace('_', '-')}"
    return [Reply(Message((say(key),)))]
